import { type DurableRedis, openDurableRedis } from '../support/durable-redis.js'
import { eventually, figure, lasting, until } from '../support/eventually.js'
import { GRACE_MS, LEASE_MS, openRedisFloor, type RedisFloor } from '../support/redis-floor.js'
import { openRedisLine, type RedisLine } from '../support/redis-line.js'

/** Within which a command has to be refused while Redis is away, ms. Source: the contract. */
const REFUSED_MS = 2_000
/** A lease, and another if the machine stood still meanwhile: for that nobody is taken for dead. */
const REAPED_MS = 3 * LEASE_MS
/** A blocking read that never comes back, then two pulses of the sockets, ms. */
const TOLD_MS = 3_500 + 2 * 5_000
const CUT_OFF = 0
const OTHER = 1

let redis: DurableRedis
let lines: RedisLine[]
let floor: RedisFloor
beforeEach(async () => {
  redis = await openDurableRedis()
  await redis.start()
  lines = [await openRedisLine(redis.port), await openRedisLine(redis.port)]
  floor = await openRedisFloor({ stores: lines.map(({ url }) => ({ REDIS_URL: url })), ask: redis.ask })
})
afterEach(async () => {
  for (const line of lines) line.mend()
  await floor.stop()
  await Promise.all(lines.map((line) => line.stop()))
  await redis.stop()
})

const FAULTS: readonly (readonly [string, (line: RedisLine) => void])[] = [
  ['goes silent', (line) => line.silence()],
  ['is refused', (line) => line.cut()],
]

test.each(FAULTS)(
  'a node whose line to Redis %s says so, the other one shows its agents as they are, and when it is mended all is as before',
  async (name, breaks) => {
    // The first three on the node that is cut off, with a tab each that never closes.
    const here = floor.desks.filter((_, index) => index % 2 === CUT_OFF).map(({ agentId }) => agentId)
    const there = floor.desks.filter(({ agentId }) => !here.includes(agentId))
    for (const desk of floor.desks) await desk.change()
    await floor.agrees()
    const before = await floor.stored()
    const [line] = lines
    if (!line) throw new Error('there is a line for each node')

    breaks(line)
    const brokenAt = performance.now()
    for (const desk of there) desk.work(50)
    const refused = await floor.call(CUT_OFF, 'PUT', '/v1/agents/ada/presence', { status: 'dnd' })
    expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    expect(refused.ms).toBeLessThan(REFUSED_MS)
    await eventually('the node says that it is not ready', async () =>
      (await floor.readyz(CUT_OFF)) === 503 ? null : 'it is ready',
    )
    await until('the other node is ready', async () => (await floor.readyz(OTHER)) === 200)
    expect(await floor.desk('ada').tryOnce()).toMatchObject({ outcome: 'unavailable' })

    const reapedMs = await eventually('the other node shows its agents as not reachable', () => {
      const held = floor.watchers[OTHER]?.held
      return here.every((agentId) => held?.get(agentId)?.routable === false) ? null : 'one is routable'
    })
    figure(`cut off, ${name}: ms until nobody is routed there`, Math.round(performance.now() - brokenAt))
    expect(reapedMs).toBeLessThan(REAPED_MS)
    await eventually('and then as offline', () => {
      const held = floor.watchers[OTHER]?.held
      return here.every((agentId) => held?.get(agentId)?.status === 'offline') ? null : 'one is not'
    })
    const toldMs = await eventually('the watcher of the node is told', () =>
      floor.watchers[CUT_OFF]?.pulses.some(({ at, stale }) => at > brokenAt && stale) ? null : 'it was not',
    )
    figure(`cut off, ${name}: ms until its watcher is told`, Math.round(performance.now() - brokenAt))
    expect(toldMs).toBeLessThan(TOLD_MS)
    // What it knows it still shows, and nothing that it does not know.
    expect((await floor.call(CUT_OFF, 'GET', '/v1/agents/ada/presence')).body).toEqual(before.get('ada'))

    line.mend()
    const mendedAt = performance.now()
    await floor.ready()
    await eventually('its agents are what they were', async () => {
      const stored = await floor.stored()
      const wrong = here.find((agentId) => {
        const [was, is] = [before.get(agentId), stored.get(agentId)]
        return is?.connection !== 'connected' || is.status !== was?.status || is.reason !== was.reason
      })
      return wrong === undefined ? null : `${wrong} is not`
    })
    figure(`cut off, ${name}: ms until its agents are what they were`, Math.round(performance.now() - mendedAt))
    await Promise.all(there.map((desk) => desk.rest()))
    await floor.agrees()
    for (const agentId of here) expect(await floor.desk(agentId).change()).toMatchObject({ connection: 'connected' })
    await eventually('the watcher is told that it is over', () =>
      floor.watchers[CUT_OFF]?.pulses.at(-1)?.stale === false ? null : 'it is still stale',
    )
    // Nobody takes it for dead any more.
    await lasting(GRACE_MS)
    await floor.agrees()
    expect(await floor.wrongs({ mayGoOffline: here })).toEqual([])
    for (const agentId of here) {
      const shown = floor.watchers[CUT_OFF]?.seen(agentId) ?? []
      expect(shown.at(-1)?.status).not.toBe('offline')
    }
  },
)
