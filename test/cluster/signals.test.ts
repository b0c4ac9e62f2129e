import { Redis } from 'ioredis'
import type { TokenClaims } from '../support/hub-process.js'
import { startHub, type HubProcess } from '../support/hub-process.js'
import { startRedis, type RedisProcess } from '../support/redis-process.js'
import { openTab, type Tab } from '../support/running-hub.js'
import { timed } from '../support/stopwatch.js'

const ADA: TokenClaims = { sub: 'ada', roles: ['agent'], teams: ['billing'] }
const SERVICE: TokenClaims = { sub: 'routing', roles: ['service'] }
const SUPERVISOR: TokenClaims = { sub: 'sam', roles: ['supervisor'] }

let redis: RedisProcess
let one: HubProcess
let two: HubProcess
const tabs: Tab[] = []

beforeAll(async () => {
  redis = await startRedis()
  const start = () => startHub({ env: { REDIS_URL: redis.url } })
  ;[one, two] = await Promise.all([start(), start()])
})
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.close()
})
afterAll(async () => {
  await Promise.all([one.kill(), two.kill()])
  await redis.stop()
})

async function tabOn(hub: HubProcess, claims: TokenClaims, as?: 'watcher'): Promise<Tab> {
  const tab = openTab(hub.url, { token: await hub.token(claims), ...(as && { as }) })
  tabs.push(tab)
  await tab.next('welcome')
  return tab
}

const left = (tab: Tab) => new Promise<void>((resolve) => tab.socket.once('disconnect', () => resolve()))

test('a supervisor’s sign-out on one node ends the agent’s tabs on every node', async () => {
  const both = [await tabOn(one, ADA), await tabOn(two, ADA)]
  const gone = both.map(left)
  await one.call(SUPERVISOR, 'POST', '/v1/agents/ada/sign-out')
  for (const tab of both) expect(await tab.next('session:ended')).toEqual({ reason: 'signed_out_by_supervisor' })
  await Promise.all(gone)
  for (const tab of both) expect(tab.heard.filter(({ event }) => event === 'session:ended')).toHaveLength(1)
})

test('an agent’s own sign-out in one tab ends the others, wherever they are', async () => {
  const [here, there] = [await tabOn(one, ADA), await tabOn(two, ADA)]
  expect(await here.send('presence:sign_out', {})).toMatchObject({ ok: true, presence: { reason: 'signed_out' } })
  expect(await there.next('session:ended')).toEqual({ reason: 'signed_out' })
})

test('a deletion on one node ends the tabs on the other', async () => {
  const tab = await tabOn(two, ADA)
  await one.call({ sub: 'root', roles: ['admin'] }, 'DELETE', '/v1/agents/ada')
  expect(await tab.next('session:ended')).toEqual({ reason: 'agent_deleted' })
})

test('a changed catalogue is told on every node', async () => {
  const both = [await tabOn(one, ADA), await tabOn(two, ADA)]
  const label = `Lunch ${Date.now()}`
  await one.call({ sub: 'root', roles: ['admin'] }, 'PUT', '/v1/statuses/lunch', {
    base: 'away',
    labels: { en: label },
  })
  const has = (statuses: readonly { readonly labels: Readonly<Record<string, string>> }[]) =>
    statuses.some(({ labels }) => labels['en'] === label)
  for (const tab of both) await tab.next('statuses:changed', ({ statuses }) => has(statuses))
})

test('a policy changed on one node re-decides agents whose tabs are on the other within a second', async () => {
  const tab = await tabOn(two, ADA)
  const admin: TokenClaims = { sub: 'root', roles: ['admin'] }
  const { ms } = await timed(async () => {
    await one.call(admin, 'PATCH', '/v1/policy', { routableBases: [] })
    await tab.next('presence:changed', ({ changes }) => changes.some(({ routable }) => !routable))
  })
  expect(ms).toBeLessThan(1_000)
  await one.call(admin, 'PATCH', '/v1/policy', { routableBases: ['available', 'busy'] })
})

test('who leaves a team is no longer seen by the supervisor of that team, whatever node moved them', async () => {
  await tabOn(one, ADA)
  const watcher = await tabOn(two, { ...SUPERVISOR, teams: ['billing'] }, 'watcher')
  expect(await watcher.send('room:watch', { room: 'agent:ada' })).toMatchObject({ ok: true })
  await one.call(SERVICE, 'PUT', '/v1/agents/ada', { teams: ['sales'] })
  expect(await watcher.next('presence:left')).toMatchObject({ room: 'agent:ada', agentIds: ['ada'] })
  await one.call(SERVICE, 'PUT', '/v1/agents/ada/presence', { status: 'dnd' })
  const elsewhere = await tabOn(two, SUPERVISOR, 'watcher')
  await elsewhere.send('room:watch', { room: 'org' })
  expect(watcher.presences().map(({ teams }) => teams)).not.toContainEqual(['sales'])
  await one.call(SERVICE, 'PUT', '/v1/agents/ada', { teams: ['billing'] })
})

test('garbage on the channels between nodes ends nobody', async () => {
  const tab = await tabOn(two, ADA)
  const stranger = new Redis(redis.url)
  const garbage = [
    '',
    'x',
    'null',
    '{',
    '{"type":5}',
    '{"type":6,"data":5}',
    '{"type":6,"data":[]}',
    '{"type":7}',
    '[]',
  ]
  const said = ['session_ended', { org: 'default', agentId: 7 }]
  for (const channel of ['#/#', '#/#default|org#', '-request#/#', '-response#/#'])
    for (const message of [...garbage, JSON.stringify({ type: 6, data: said }), Buffer.from([0x93, 0xc1, 0xff, 0x00])])
      await stranger.publish(`presence:signals${channel}`, message)
  stranger.disconnect()
  expect(await tab.send('presence:set', { status: 'busy' })).toMatchObject({ ok: true })
  // And the nodes still hear each other.
  await one.call(SUPERVISOR, 'POST', '/v1/agents/ada/sign-out')
  expect(await tab.next('session:ended')).toEqual({ reason: 'signed_out_by_supervisor' })
})

test('a node that drains tells its own sockets, and no others', async () => {
  const leaving = await startHub({ env: { REDIS_URL: redis.url } })
  const [tab, other] = [await tabOn(leaving, ADA), await tabOn(two, ADA)]
  const stopped = leaving.stop()
  expect(await tab.next('server:draining')).toMatchObject({ reconnectWithinMs: expect.any(Number) as number })
  await stopped
  expect(other.heard.map(({ event }) => event)).not.toContain('server:draining')
  expect(await other.send('presence:set', { status: 'available' })).toMatchObject({
    ok: true,
    presence: { connection: 'connected' },
  })
})
