import { Redis } from 'ioredis'
import type { RedisTarget } from '../../server/store/redis-clients.js'
import { StoreUnavailable } from '../../server/store/store.js'
import { until } from '../support/eventually.js'
import { timed } from '../support/stopwatch.js'
import { openRedisLine } from '../support/redis-line.js'
import { freePort, startRedis, startRedisAt, type RedisProcess } from '../support/redis-process.js'
import { put, recordOf } from './records.js'
import { ACME, BESIDE, OTHER, startLiveNode, startNode, upTo, type RedisNode } from './redis-node.js'

const LEASE_MS = 10_000
const toEnd: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of toEnd.splice(0).reverse()) await end()
})

async function redisOfItsOwn(...args: readonly string[]): Promise<RedisProcess> {
  const redis = await startRedis(...args)
  toEnd.push(redis.stop)
  return redis
}

async function node(url: string): Promise<RedisNode> {
  const started = await startLiveNode({ kind: 'redis', url })
  toEnd.push(started.close)
  return started
}

const commit = ({ store }: RedisNode, agentId = 'ada', expected = 0) => store.commit(ACME, [put(agentId, expected)])
/** What came of it, and how long that took. */
async function told(asked: Promise<unknown>): Promise<{ readonly ms: number; readonly unavailable: boolean }> {
  const { value, ms } = await timed(() =>
    asked.then(
      () => false,
      (why: unknown) => why instanceof StoreUnavailable,
    ),
  )
  return { ms, unavailable: value }
}
/** As a lease does: it asks also while nobody else may. */
const pulses = (nodes: readonly RedisNode[]) =>
  Promise.all(nodes.map(({ store }, n) => store.pulse(`n${n}`, LEASE_MS).catch(() => null)))

test('while Redis hangs everybody is told soon, then at once, and nothing piles up; it opens again by itself', async () => {
  const redis = await redisOfItsOwn()
  const one = await node(redis.url)
  await one.store.pulse('n1', LEASE_MS)
  redis.child.kill('SIGSTOP')
  try {
    const first = told(commit(one, 'first'))
    const later = new Promise<ReturnType<typeof told>>((resolve) => {
      setImmediate(() => setImmediate(() => resolve(told(one.store.read(ACME, 'ada')))))
    })
    for (const { ms, unavailable } of [await first, await later]) {
      expect(unavailable).toBe(true)
      expect(ms).toBeLessThan(2_000)
    }
    expect(one.store.live).toBe(false)
    const all = await Promise.all(Array.from({ length: 1_000 }, (_, n) => told(commit(one, `a${n}`))))
    expect(all.every(({ unavailable }) => unavailable)).toBe(true)
    expect(Math.max(...all.map(({ ms }) => ms))).toBeLessThan(500)
    expect((await told(one.store.pulse('n1', LEASE_MS))).unavailable).toBe(true)
  } finally {
    redis.child.kill('SIGCONT')
  }
  await until('it is live again', async () => {
    await pulses([one])
    return one.store.live
  })
  expect((await one.store.snapshot(ACME)).puts.length).toBeLessThanOrEqual(1)
  expect((await commit(one)).result).toBe('written')
  await until('it is heard', () => one.heard(ACME).length > 0)
  expect(one.doubts).toEqual([])
})

test('a node that starts before Redis does is told to doubt when it comes', async () => {
  const port = await freePort()
  const one = await startNode({ kind: 'redis', url: `redis://127.0.0.1:${port}` })
  toEnd.push(one.close)
  expect(one.store.live).toBe(false)
  for (const asked of [commit(one), one.store.pulse('n1', LEASE_MS), one.store.snapshot(ACME), one.store.due(9)])
    expect(await told(asked)).toMatchObject({ unavailable: true })
  const redis = await startRedisAt(port)
  toEnd.push(redis.stop)
  await until('it is live', () => one.store.live)
  expect(new Set(one.doubts.flat())).toEqual(new Set([ACME, OTHER, BESIDE]))
  await one.writes(ACME, 3)
  await until('all is heard', () => one.heard(ACME).length === 3)
  expect(one.heard(ACME)).toEqual(upTo(3))
})

test('a Redis that was restarted empty makes everything doubted, and is used at once', async () => {
  const port = await freePort()
  const first = await startRedisAt(port)
  const one = await node(first.url)
  await one.writes(ACME, 3)
  await until('all is heard', () => one.heard(ACME).length === 3)
  await first.stop()
  await until('it is noticed', () => !one.store.live)
  toEnd.push((await startRedisAt(port)).stop)
  await until('it is live', () => one.store.live)
  await until('what was written is doubted', () => one.doubts.some((orgs) => orgs.includes(ACME)))
  await one.store.offer(ACME, { records: [recordOf('ada', 3)], settings: null })
  await until('what was put back is heard', () => one.heard(ACME).length === 4)
})

test('scripts that Redis forgot are sent again', async () => {
  const redis = await redisOfItsOwn()
  const one = await node(redis.url)
  expect((await commit(one)).result).toBe('written')
  await redis.admin.script('FLUSH')
  const all = await Promise.all(Array.from({ length: 20 }, (_, n) => commit(one, `a${n}`)))
  expect(all.every(({ result }) => result === 'written')).toBe(true)
  await redis.admin.script('FLUSH')
  expect((await one.store.pulse('n1', LEASE_MS)).claimed).toBe(false)
  expect(one.faults).toEqual([])
})

test('a master that became a replica is unavailable, not wrong, and is used again when it is master', async () => {
  const [redis, other] = [await redisOfItsOwn(), await redisOfItsOwn()]
  const one = await node(redis.url)
  await redis.admin.call('REPLICAOF', '127.0.0.1', other.port)
  expect(await told(commit(one))).toMatchObject({ unavailable: true })
  await redis.admin.call('REPLICAOF', 'NO', 'ONE')
  await until('it writes', async () => {
    const answer = await commit(one).catch(() => null)
    return answer !== null
  })
  await until('it is heard', () => one.heard(ACME).length > 0)
})

test('a replica that lagged and takes over makes each node doubt once, in another epoch', async () => {
  const master = await redisOfItsOwn()
  const replica = await redisOfItsOwn('--replicaof', `127.0.0.1 ${master.port}`, '--repl-diskless-sync-delay', '0')
  await until('the replica follows', async () =>
    (await replica.admin.info('replication')).includes('master_link_status:up'),
  )
  const lines = [await openRedisLine(master.port), await openRedisLine(master.port)]
  for (const line of lines) toEnd.push(line.stop)
  const nodes = await Promise.all(lines.map(({ url }) => node(url)))
  const [one] = nodes
  if (!one) throw new Error('two lines')
  await one.writes(ACME, 5)
  await until('five are replicated', async () => (await replica.admin.xlen(await logOf(replica))) === 5)
  await replica.admin.call('REPLICAOF', 'NO', 'ONE')
  await one.writes(ACME, 3)
  for (const each of nodes) await until('eight are heard', () => each.heard(ACME).length === 8)
  const { position } = await one.store.snapshot(ACME)
  for (const line of lines) line.leadTo(replica.port)
  for (const each of nodes) await until('it is doubted', () => each.doubts.length > 0 && each.store.live)
  await one.writes(ACME, 1)
  for (const each of nodes) await until('the next one is heard', () => each.heard(ACME).length === 9)
  for (const each of nodes) expect(each.doubts).toEqual([[ACME, BESIDE]])
  const epochs = await Promise.all(nodes.map(async ({ store }) => (await store.snapshot(ACME)).position.epoch))
  expect(new Set([position.epoch, ...epochs]).size).toBe(2)
})

const logOf = async ({ admin }: RedisProcess): Promise<string> => (await admin.keys('*:log'))[0] ?? ''

test.each(['redis', 'sentinel', 'cluster'] as const)('a node can stop although %s never answered', async (kind) => {
  const address = `127.0.0.1:${await freePort()}`
  const access = { tls: false }
  const targets: Record<typeof kind, RedisTarget> = {
    redis: { kind: 'redis', url: `redis://${address}` },
    sentinel: { kind: 'sentinel', sentinels: [address], masterName: 'presence', access },
    cluster: { kind: 'cluster', nodes: [address], access },
  }
  const one = await startNode(targets[kind])
  await until('it has tried', () => one.faults.length > 0)
  expect(await told(commit(one))).toMatchObject({ unavailable: true })
  expect((await told(one.close())).ms).toBeLessThan(1_500)
})

test('a node that stops leaves no connection behind, even right after it started', async () => {
  const redis = await redisOfItsOwn()
  const count = async () =>
    String(await redis.admin.client('LIST'))
      .split('\n')
      .filter((line) => line !== '').length
  const before = await count()
  const nodes = await Promise.all(Array.from({ length: 10 }, () => startNode({ kind: 'redis', url: redis.url })))
  await Promise.all(
    nodes.map(async (one, n) => {
      if (n % 2 === 1) await until('it is live', () => one.store.live)
      await one.close()
    }),
  )
  await until('only the test is connected', async () => (await count()) === before)
  // A reader opened late would show up within the time of one blocking read.
  const late = new Redis(redis.url)
  await late.blpop('nothing', 2)
  late.disconnect()
  await until('only the test is connected still', async () => (await count()) === before)
})
