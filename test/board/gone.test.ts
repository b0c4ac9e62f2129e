import { openFloor } from './floor.js'
import { connected, nextRecord, signedOut } from './staff.js'

test('a sign-out is told once, with who did it', async () => {
  const { board, staff, org } = await openFloor()
  await staff.show({ ada: { link: connected } })
  await org()
  const gone: unknown[] = []
  board.onAgentGone((...told) => gone.push(told))
  const sam = { type: 'supervisor', id: 'sam' } as const
  await staff.show({ ada: { link: signedOut(sam, 1) } })
  await staff.show({ ada: { status: 'offline' } })
  expect(gone).toEqual([['default', 'ada', 'signed_out', sam]])
})

test('a sign-out after a sign-in that nobody saw is told again', async () => {
  const { board, staff, org } = await openFloor()
  const ada = { type: 'agent', id: 'ada' } as const
  await staff.show({ ada: { link: signedOut(ada, 1) } })
  await org()
  const gone: string[] = []
  board.onAgentGone((_org, agentId, why) => gone.push(`${agentId} ${why}`))
  await staff.show({ ada: { link: signedOut(ada, 2) } })
  expect(gone).toEqual(['ada signed_out'])
})

test('a deletion is told, until nobody listens', async () => {
  const { board, staff, org } = await openFloor()
  await staff.show({ ada: {}, bob: {} })
  await org()
  const gone: string[] = []
  const off = board.onAgentGone((_org, agentId, why) => gone.push(`${agentId} ${why}`))
  await staff.delete('ada')
  off()
  await staff.delete('bob')
  expect(gone).toEqual(['ada deleted'])
})

test('settings are told when they change, and kept', async () => {
  const { board, store, org } = await openFloor()
  const floor = await org()
  const told: unknown[] = []
  board.onSettings((name, settings) => told.push([name, settings.version]))
  const settings = { ...floor.settings, version: floor.settings.version + 1, policy: { sessionLimit: 3 } }
  await store.commitSettings('default', settings)
  expect(told).toEqual([['default', settings.version]])
  expect(floor.settings.policy.sessionLimit).toBe(3)
})

test('settings that were there before are told when they are read', async () => {
  const { board, store, org } = await openFloor()
  const settings = { version: 1, statuses: {}, policy: { sessionLimit: 3 }, teamPolicies: {} }
  await store.commitSettings('default', settings)
  const told: unknown[] = []
  board.onSettings((...what) => told.push(what))
  await org()
  expect(told).toEqual([['default', settings]])
})

test('that nobody sees an agent connected any more is told, whoever said so', async () => {
  const { board, staff, org } = await openFloor()
  await staff.show({ ada: { link: connected }, bob: { link: connected } })
  await org()
  const overruled: string[] = []
  board.onOverruled((_org, agentId) => overruled.push(agentId))
  await staff.show({ bob: { status: 'busy' } })
  await staff.show({ ada: { link: { state: 'reconnecting', since: 1 } } })
  await staff.show({ ada: { status: 'away' } })
  expect(overruled).toEqual(['ada'])
})

test('that what was decided earlier was put over what was decided later is told', async () => {
  const { board, staff, store, org } = await openFloor()
  const decidedAt = (at: number, revision: number) => ({
    ...nextRecord('ada', { revision: revision - 1, version: revision - 1 }, { link: connected }),
    decidedAt: at,
  })
  const record = decidedAt(2_000, 1)
  await staff.commit({ type: 'put', expected: 0, record, changes: [record.presence], rows: [] })
  await org()
  const overruled: string[] = []
  board.onOverruled((_org, agentId) => overruled.push(agentId))
  await store.offer('default', { records: [decidedAt(1_000, 2)], settings: null })
  expect(overruled).toEqual(['ada'])
})
