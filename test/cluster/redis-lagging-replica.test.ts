import { type DurableRedis, openDurableRedis } from '../support/durable-redis.js'
import { eventually, figure } from '../support/eventually.js'
import type { RecordingWatcher } from '../support/recording-watcher.js'
import { ADMIN, openRedisFloor, type RedisFloor } from '../support/redis-floor.js'
import { openRedisLine, type RedisLine } from '../support/redis-line.js'

/** A log that went back has to be noticed and put right, ms. Source: the aim. */
const HEALED_MS = 3_000

let master: DurableRedis
let replica: DurableRedis
let line: RedisLine
let floor: RedisFloor
beforeEach(async () => {
  ;[master, replica] = [await openDurableRedis(), await openDurableRedis()]
  await Promise.all([master.start(), replica.start()])
  await replica.ask((redis) => redis.replicaof('127.0.0.1', master.port))
  line = await openRedisLine(master.port)
  const store = { REDIS_URL: line.url }
  floor = await openRedisFloor({ stores: [store, store], ask: (run) => replica.ask(run) })
})
afterEach(async () => {
  await floor.stop()
  await line.stop()
  await Promise.all([master.stop(), replica.stop()])
})

/** The replica has all that the master has, and gets nothing more from now on. */
async function replicaFallsBehind() {
  await eventually('the replica has everything', async () => {
    const [ours, theirs] = await Promise.all([offsetOf(master), offsetOf(replica)])
    return ours === theirs ? null : `it has ${theirs} of ${ours}`
  })
  await replica.ask((redis) => redis.replicaof('NO', 'ONE'))
}

/** What one node has put back may be all that the other shows, and takes, before it has noticed anything itself. */
const everyNodeHasNoticed = () =>
  eventually('every node has noticed', () => (floor.watchers.every(({ resets }) => resets > 0) ? null : 'one has not'))

const offsetOf = async (redis: DurableRedis): Promise<string | undefined> =>
  /master_repl_offset:(\d+)/.exec(await redis.ask((admin) => admin.info('replication')))?.[1]

const admin = async (node: number, method: string, where: string, body?: unknown) => {
  const { status, body: said } = await floor.call(node, method, where, body, ADMIN)
  if (status >= 300) throw new Error(`${method} ${where} answered ${status}: ${JSON.stringify(said)}`)
}

test('what a replica missed is put back by both nodes: changes, arrivals, deletions, settings', async () => {
  await admin(0, 'PUT', '/v1/agents/gus', { name: 'Gus' })
  await admin(0, 'PUT', '/v1/statuses/lunch', { base: 'away', labels: { en: 'Lunch' } })
  for (const desk of floor.desks) await desk.change()
  await replicaFallsBehind()

  for (const desk of floor.desks) for (let n = 0; n < 3; n++) await desk.change()
  await floor.opens('hal', 1)
  await admin(1, 'DELETE', '/v1/agents/gus')
  await admin(0, 'PUT', '/v1/statuses/lunch', { base: 'busy', labels: { en: 'Late lunch' } })
  await admin(1, 'PATCH', '/v1/policy', { missedToInactive: true })
  const upToDate = ({ held }: RecordingWatcher) =>
    held.has('hal') &&
    !held.has('gus') &&
    floor.desks.every(({ agentId, acked }) => (held.get(agentId)?.version ?? 0) >= (acked?.version ?? 0))
  await eventually('the watchers have read all of that', () => (floor.watchers.every(upToDate) ? null : 'one has not'))
  const lostCursor = floor.watchers[0]?.cursor ?? ''
  const acked = new Map(floor.desks.map(({ agentId, acked }) => [agentId, acked?.note]))

  line.leadTo(replica.port)
  const backMs = await eventually('the replica has everything back', async () => {
    const stored = await floor.stored()
    const missing = [...acked].filter(([agentId, note]) => !stored.has(agentId) || stored.get(agentId)?.note !== note)
    if (missing.length > 0) return `${missing.map(([agentId]) => agentId).join()} are not as acked`
    return (await floor.buried()).includes('gus') ? null : 'gus is not deleted'
  })
  const healedMs = backMs + (await floor.agrees())
  figure('lagging replica: ms until all agree', healedMs)
  expect(healedMs).toBeLessThan(HEALED_MS)
  await everyNodeHasNoticed()

  for (const [node, watcher] of floor.watchers.entries()) {
    expect(await watcher.watchFrom(lostCursor)).toMatchObject({ ok: true, snapshot: expect.any(Array) })
    expect(watcher.seen('gus').at(-1)?.version).toBe(1)
    expect((await floor.call(node, 'GET', '/v1/agents/gus')).status).toBe(404)
    const { body: statuses } = await floor.call(node, 'GET', '/v1/statuses')
    expect(statuses.items).toContainEqual(expect.objectContaining({ id: 'lunch', base: 'busy' }))
    expect((await floor.call(node, 'GET', '/v1/policy')).body).toMatchObject({ missedToInactive: true })
  }
  expect(await floor.wrongs()).toEqual([])
  for (const desk of floor.desks) await desk.change()
  await floor.agrees()
  expect(await floor.wrongs()).toEqual([])
})

test('a floor at work does not lose an acked change when it is moved to a replica that lags', async () => {
  floor.work(20)
  const changed = (since: number) => () =>
    floor.desks.every(({ answers }) => answers.filter(({ at, presence }) => presence && at > since).length > 10)
      ? null
      : 'one desk has not'
  await eventually('the floor is at work', changed(0))
  await replica.ask((redis) => redis.replicaof('NO', 'ONE'))
  await eventually('every desk has changed since', changed(performance.now()))
  const lostCursors = floor.watchers.map(({ cursor }) => cursor ?? '')
  expect(floor.watchers.map(({ resets }) => resets)).toEqual([0, 0])

  line.leadTo(replica.port)
  const switchedAt = performance.now()
  await eventually('every desk goes on', changed(switchedAt))
  const first = floor.desks.map(
    ({ answers }) => answers.find(({ at, presence }) => presence && at > switchedAt)?.at ?? 0,
  )
  figure('lagging replica: ms until every desk is answered again', Math.round(Math.max(...first) - switchedAt))
  await everyNodeHasNoticed()
  for (const [node, watcher] of floor.watchers.entries())
    expect(await watcher.watchFrom(lostCursors[1 - node] ?? '')).toMatchObject({ snapshot: expect.any(Array) })
  await floor.rest()
  expect(await floor.agrees()).toBeLessThan(HEALED_MS)
  expect(await floor.wrongs()).toEqual([])
})
