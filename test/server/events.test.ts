import type { Claims } from '../support/running-hub.js'
import { runHub, type RunningHub } from '../support/running-hub.js'
import { readEvents, type EventStream } from '../support/event-stream.js'
import { timed } from '../support/stopwatch.js'

let hub: RunningHub
const streams: EventStream[] = []
beforeEach(async () => {
  hub = await runHub()
})
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.close()
  await hub.stop()
})

const SERVICE: Claims = { sub: 'routing', roles: ['service'] }

async function listen(query = '', claims: Claims = SERVICE, headers: Record<string, string> = {}) {
  const stream = await readEvents(`${hub.url}/v1/events${query}`, await hub.token(claims), headers)
  streams.push(stream)
  if (stream.status === 200) await stream.until(() => stream.lastId !== '')
  return stream
}

const statusesOf = ({ events }: EventStream, agentId = 'ada') =>
  events
    .filter(({ data }) => data['subject'] === agentId && data['type'] === 'presence.changed')
    .map(({ data }) => (data['data'] as { status: string }).status)

test('every change is told as a CloudEvent, also those a frame would fold', async () => {
  const stream = await listen()
  const tab = await hub.agentTab('ada')
  await Promise.all((['busy', 'dnd', 'available'] as const).map((status) => tab.send('presence:set', { status })))
  await stream.until(() => statusesOf(stream).length === 4)
  expect(statusesOf(stream)).toEqual(['available', 'busy', 'dnd', 'available'])
  const [first] = stream.events
  expect(first?.data).toMatchObject({
    specversion: '1.0',
    type: 'presence.changed',
    source: '/organisations/default',
    subject: 'ada',
    datacontenttype: 'application/json',
    time: expect.stringMatching(/Z$/) as string,
    data: { agentId: 'ada', version: 1 },
  })
  expect(new Set(stream.events.map(({ data }) => data['id'])).size).toBe(stream.events.length)
})

test('who was cut off goes on with Last-Event-ID, and misses nothing', async () => {
  const stream = await listen()
  const tab = await hub.agentTab('ada')
  await tab.send('presence:set', { status: 'busy' })
  await stream.until(() => statusesOf(stream).length === 2)
  stream.close()
  await tab.send('presence:set', { status: 'dnd' })
  const again = await listen('', SERVICE, { 'last-event-id': stream.lastId })
  await tab.send('presence:set', { status: 'away' })
  await again.until(() => statusesOf(again).length === 2)
  expect(statusesOf(again)).toEqual(['dnd', 'away'])
})

test('a cursor of a room’s summary is where a reader begins', async () => {
  const tab = await hub.agentTab('ada')
  const { cursor } = (await hub.service('GET', '/v1/rooms/org/summary')).body as { cursor: string }
  await tab.send('presence:set', { status: 'busy' })
  const stream = await listen(`?after=${encodeURIComponent(cursor)}`)
  await stream.until(() => statusesOf(stream).length === 1)
  expect(statusesOf(stream)).toEqual(['busy'])
})

test('a deletion is told', async () => {
  const stream = await listen()
  await hub.agentTab('ada')
  await hub.service('DELETE', '/v1/agents/ada')
  await stream.until(() => stream.events.some(({ data }) => data['type'] === 'agent.deleted'))
  expect(stream.events.at(-1)?.data).toMatchObject({ subject: 'ada', data: { agentId: 'ada' } })
})

test('a supervisor hears of the teams they may see, and nobody of another organisation', async () => {
  const restricted = await listen('', { sub: 'sam', roles: ['supervisor'], teams: ['billing'] })
  const elsewhere = await listen('', { ...SERVICE, org: 'rival' })
  await hub.agentTab('bob', { teams: ['sales'] })
  await hub.agentTab('ada', { teams: ['billing'] })
  for (const agentId of ['bob', 'ada']) await hub.service('DELETE', `/v1/agents/${agentId}`)
  await restricted.until(() => restricted.events.some(({ data }) => data['type'] === 'agent.deleted'))
  expect(new Set(restricted.events.map(({ data }) => data['subject']))).toEqual(new Set(['ada']))
  expect(elsewhere.events).toEqual([])
})

test('a cursor the log does not reach back to is 410 gone', async () => {
  await hub.agentTab('ada')
  const { status, body } = await listen('?after=3.another-life')
  expect([status, body]).toEqual([410, expect.objectContaining({ code: 'gone' })])
})

test.each([
  ['a cursor nobody gave', '?after=nonsense', SERVICE, 400, 'invalid'],
  ['an unknown field', '?since=1', SERVICE, 400, 'invalid'],
  ['an agent', '', { sub: 'ada', roles: ['agent'] } satisfies Claims, 403, 'forbidden'],
])('%s is refused', async (_what, query, claims, status, code) => {
  const answer = await listen(query, claims)
  expect([answer.status, answer.body]).toEqual([status, expect.objectContaining({ code })])
})

test('a stream ends with its token', async () => {
  const stream = await listen('', { ...SERVICE, expiresIn: 3 })
  expect(stream.status).toBe(200)
  await stream.ended
})

test('a hub that stops does not wait for its readers', async () => {
  const stream = await listen()
  const { ms } = await timed(() => hub.stop())
  expect(ms).toBeLessThan(3_000)
  await stream.ended
  hub = await runHub()
})
