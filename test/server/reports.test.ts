import type { TimeReport } from '../../protocol/history.js'
import { runHub, type RunningHub } from '../support/running-hub.js'

let hub: RunningHub
beforeEach(async () => {
  hub = await runHub()
})
afterEach(() => hub.stop())

const MINUTE_MS = 60_000

/** Ada: 10 min available, 5 min busy by choice, 3 min lunch. Bob: 18 min available. */
async function aMorning() {
  await hub.admin('PUT', '/v1/statuses/lunch', { base: 'away', labels: { en: 'Lunch' } })
  const ada = await hub.agentTab('ada', { name: '=Ada, "the first"', teams: ['billing'] })
  await hub.agentTab('bob', { name: 'Bob', teams: ['sales'] })
  hub.clock.shift(10 * MINUTE_MS)
  await ada.send('presence:set', { status: 'busy' })
  hub.clock.shift(5 * MINUTE_MS)
  await ada.send('presence:set', { status: 'lunch' })
  hub.clock.shift(3 * MINUTE_MS)
}

const minutes = (times: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(times)
      .map(([name, ms]) => [name, Math.round(ms / MINUTE_MS)] as const)
      .filter(([, count]) => count > 0),
  )
const report = async (query = '') =>
  (await hub.supervisor('GET', `/v1/reports/time-in-status${query}`)).body as TimeReport

test('time in status adds up, in all and for each agent', async () => {
  await aMorning()
  const { items, byStatus, byBase, from, to } = await report()
  expect(items.map(({ agentId, byStatus: each }) => [agentId, minutes(each)])).toEqual([
    ['ada', { available: 10, busy: 5, lunch: 3 }],
    ['bob', { available: 18 }],
  ])
  expect(minutes(byStatus)).toEqual({ available: 28, busy: 5, lunch: 3 })
  expect(minutes(byBase)).toEqual({ available: 28, busy: 5, away: 3 })
  expect(Date.parse(to) - Date.parse(from)).toBe(24 * 60 * MINUTE_MS)
})

test('a report is cut at its ends, and asked for a team or an agent', async () => {
  await aMorning()
  const now = hub.clock.now()
  const at = (minutesAgo: number) => new Date(now - minutesAgo * MINUTE_MS).toISOString()
  const middle = await report(`?from=${at(10)}&to=${at(2)}&agentId=ada`)
  expect(middle.items.map(({ byStatus }) => minutes(byStatus))).toEqual([{ available: 2, busy: 5, lunch: 1 }])
  expect((await report('?team=sales')).items.map(({ agentId }) => agentId)).toEqual(['bob'])
})

test('a report as CSV is a row for each agent and status, and no formula of anybody’s', async () => {
  await aMorning()
  const as = { sub: 'sam', roles: ['supervisor'] } as const
  const answer = await hub.http('GET', '/v1/reports/time-in-status', { as, headers: { accept: 'text/csv' } })
  expect(answer.headers.get('content-type')).toContain('text/csv')
  const [head, ...rows] = (answer.body as string).trimEnd().split('\r\n')
  expect(head).toBe('agentId,name,status,base,ms')
  expect(rows).toHaveLength(4)
  expect(rows.find((row) => row.includes('lunch'))).toMatch(/^ada,"'=Ada, ""the first""",lunch,away,\d+$/)
})

test('a supervisor’s report has the teams they may see, and nobody else’s', async () => {
  await aMorning()
  const as = { sub: 'sam', roles: ['supervisor'], teams: ['billing'] } as const
  const { body } = await hub.http('GET', '/v1/reports/time-in-status', { as })
  expect((body as TimeReport).items.map(({ agentId }) => agentId)).toEqual(['ada'])
  expect((await hub.http('GET', '/v1/reports/time-in-status?agentId=bob', { as })).status).toBe(403)
})

test.each([
  ['?from=2026-11-24T00:00:00.000Z&to=2026-11-23T00:00:00.000Z', 'invalid'],
  ['?from=2020-01-01T00:00:00.000Z', 'invalid'],
  ['?from=yesterday', 'invalid'],
  ['?agent=ada', 'invalid'],
  ['?agentId=nobody', 'not_found'],
])('a report asked for with %s is refused as %s', async (query, code) => {
  const { body } = await hub.supervisor('GET', `/v1/reports/time-in-status${query}`)
  expect(body).toMatchObject({ code })
})

test('reports are for supervisors', async () => {
  expect((await hub.service('GET', '/v1/reports/time-in-status')).status).toBe(403)
})
