import { createLateWelcome } from '../../client-sdk/late-welcome.js'
import { aPresence } from './example.js'

const OWN = 'agent:ada'
const welcomed = () => {
  const late = createLateWelcome()
  late.hear('welcome', {
    protocol: 1,
    serverTime: new Date().toISOString(),
    heartbeatMs: 10_000,
    statuses: [],
    presence: aPresence({ version: 1 }),
    rooms: [{ room: OWN, cursor: 'c1' }],
  })
  return late
}

test('who comes late is welcomed as if now', () => {
  const late = welcomed()
  const newer = aPresence({ version: 2, status: 'dnd' })
  late.hear('presence:changed', { room: OWN, from: 'c1', cursor: 'c2', changes: [newer] })
  late.hear('presence:changed', { room: 'org', from: 'o1', cursor: 'o2', changes: [aPresence({ agentId: 'bob' })] })
  const now = late.now()
  expect(now).toMatchObject({ presence: newer, rooms: [{ room: OWN, cursor: 'c2' }] })
  expect(Math.abs(Date.parse(now?.serverTime ?? '') - Date.now())).toBeLessThan(60_000)
})

test('over a gap the cursor stays behind, so that it is found out', () => {
  const late = welcomed()
  late.hear('presence:changed', { room: OWN, from: 'c5', cursor: 'c6', changes: [aPresence({ version: 9 })] })
  expect(late.now()).toMatchObject({ presence: { version: 9 }, rooms: [{ room: OWN, cursor: 'c1' }] })
  late.hear('presence:reset', { room: OWN, cursor: 'c7', snapshot: [aPresence({ version: 10 })] })
  expect(late.now()).toMatchObject({ presence: { version: 10 }, rooms: [{ room: OWN, cursor: 'c7' }] })
})

test('before the first welcome there is none', () => {
  expect(createLateWelcome().now()).toBeUndefined()
})
