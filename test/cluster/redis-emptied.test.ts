import { type DurableRedis, openDurableRedis } from '../support/durable-redis.js'
import { eventually, figure } from '../support/eventually.js'
import { ADMIN, openRedisFloor, type RedisFloor } from '../support/redis-floor.js'

/** A log that went back has to be noticed and put right, ms: a blocking read, then one round of offers. Source: the aim. */
const HEALED_MS = 3_000
const OFFER_MS = 600

let redis: DurableRedis
let floor: RedisFloor
beforeEach(async () => {
  redis = await openDurableRedis()
  await redis.start()
  const store = { REDIS_URL: redis.url }
  floor = await openRedisFloor({ stores: [store, store], ask: redis.ask })
})
afterEach(async () => {
  await floor.stop()
  await redis.stop()
})

const LOSSES: readonly (readonly [string, () => Promise<void>])[] = [
  ['emptied while it runs', () => redis.ask(async (admin) => void (await admin.flushall()))],
  ['killed and started empty', () => redis.kill().then(() => redis.start({ empty: true }))],
]

/** Everything a Redis has to get back: settings, somebody deleted, all kinds of presence, an offer under way. */
async function furnish() {
  const admin = async (method: string, where: string, body?: unknown) => {
    const { status, body: said } = await floor.call(0, method, where, body, ADMIN)
    if (status >= 300) throw new Error(`${method} ${where} answered ${status}: ${JSON.stringify(said)}`)
  }
  await admin('PUT', '/v1/statuses/lunch', { base: 'away', labels: { en: 'Lunch' } })
  await admin('PATCH', '/v1/policy', { missedToInactive: true, offerTimeoutMs: OFFER_MS })
  await admin('PUT', '/v1/agents/gus', { name: 'Gus' })
  await admin('DELETE', '/v1/agents/gus')
  await floor.call(1, 'PUT', '/v1/agents/ada/presence', { status: 'lunch' })
  await floor.call(1, 'PUT', '/v1/agents/ben/work-items/chat', { units: 30 })
  await floor.desk('cyd').change()
  await floor.agrees()
}

describe.each(LOSSES)('a Redis that is %s', (name, lose) => {
  test('gets everything back from nodes that were idle, and neither agents nor watchers notice', async () => {
    await furnish()
    const before = await floor.stored()
    const seenBefore = floor.watchers.map(({ all }) => all.length)

    await lose()
    const healedMs = await eventually('all agents are stored again', async () =>
      (await floor.stored()).size === before.size ? null : 'some are not',
    )
    figure(`${name}: ms until all agents are stored again`, healedMs)
    const agreedMs = healedMs + (await floor.agrees())
    figure(`${name}: ms until all agree`, agreedMs)
    expect(agreedMs).toBeLessThan(HEALED_MS)

    const looks = (all: Iterable<{ agentId: string; status: string; connection: string; version: number }>) =>
      new Set([...all].map(({ agentId, status, connection }) => `${agentId} ${status} ${connection}`))
    expect(looks((await floor.stored()).values())).toEqual(looks(before.values()))
    for (const [node, watcher] of floor.watchers.entries())
      expect(looks([...before.values(), ...watcher.all.slice(seenBefore[node])])).toEqual(looks(before.values()))
    expect(await floor.buried()).toEqual(['gus'])
    for (const node of [0, 1]) {
      expect((await floor.call(node, 'GET', '/v1/agents/gus')).status).toBe(404)
      const { body: statuses } = await floor.call(node, 'GET', '/v1/statuses')
      expect(statuses.items).toContainEqual(expect.objectContaining({ id: 'lunch', base: 'away' }))
      expect((await floor.call(node, 'GET', '/v1/policy')).body).toMatchObject({ missedToInactive: true })
    }
    expect(await floor.wrongs()).toEqual([])
    await timersWork()
  })

  test('loses nothing of what is acked before, while and after it happens', async () => {
    await furnish()
    floor.work(20)
    await eventually('the floor is at work', () =>
      floor.desks.every(({ answers }) => answers.length > 10) ? null : 'somebody has not begun',
    )
    await lose()
    const lostAt = performance.now()
    await eventually('every desk goes on', () =>
      floor.desks.every(({ answers }) => answers.filter(({ at, presence }) => presence && at > lostAt).length > 10)
        ? null
        : 'one does not',
    )
    await floor.rest()
    const agreedMs = await floor.agrees()
    figure(`${name}: ms until all agree, with changes`, agreedMs)
    expect(agreedMs).toBeLessThan(HEALED_MS)
    expect(await floor.wrongs()).toEqual([])
    expect(await floor.buried()).toEqual(['gus'])
  })
})

/** Grace and offers run again, although their timers were lost. */
async function timersWork() {
  await floor.call(0, 'PUT', '/v1/agents/eva/work-items/new', { state: 'offered' })
  const eva = async () => (await floor.call(1, 'GET', '/v1/agents/eva/presence')).body.status
  await eventually('an offer times out', async () => ((await eva()) === 'inactive' ? null : `eva is ${await eva()}`))
  floor.desk('fay').close()
  const fay = async () => (await floor.call(0, 'GET', '/v1/agents/fay/presence')).body.connection
  await eventually('the grace ends', async () => ((await fay()) === 'disconnected' ? null : `fay is ${await fay()}`))
}
