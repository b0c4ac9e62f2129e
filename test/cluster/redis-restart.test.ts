import { type DurableRedis, openDurableRedis } from '../support/durable-redis.js'
import { eventually, figure, lasting } from '../support/eventually.js'
import { GRACE_MS, openRedisFloor, type RedisFloor } from '../support/redis-floor.js'

/** Within which a command has to be refused while Redis is away, ms. Source: the contract. */
const REFUSED_MS = 2_000

/** Three pulses, ms. */
const TOLD_MS = 15_000

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

test('while Redis restarts commands are unavailable at once, boards go on serving and say stale; then all resumes by itself', async () => {
  floor.work(50)
  await eventually('the floor is at work', () =>
    floor.desks.every(({ answers }) => answers.length > 10) ? null : 'somebody has not begun',
  )
  await redis.kill()
  const killedAt = performance.now()
  await eventually('both nodes say that they are not ready', async () =>
    (await floor.readyz(0)) === 503 && (await floor.readyz(1)) === 503 ? null : 'one is ready',
  )
  for (const node of [0, 1]) {
    const refused = await floor.call(node, 'PUT', '/v1/agents/ada/presence', { status: 'dnd' })
    expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    expect(refused.ms).toBeLessThan(REFUSED_MS)
    const shown = await floor.call(node, 'GET', '/v1/agents?limit=100')
    expect(shown.body.items).toHaveLength(floor.desks.length)
    expect(shown.ms).toBeLessThan(REFUSED_MS)
    const cursor = floor.watchers[node]?.cursor ?? ''
    expect(await floor.watchers[node]?.watchFrom(cursor)).toMatchObject({ ok: true, changes: [] })
  }
  const toldMs = await eventually('every watcher is told', () =>
    floor.watchers.every(({ pulses }) => pulses.at(-1)?.stale === true) ? null : 'one was not told',
  )
  expect(toldMs).toBeLessThan(TOLD_MS)
  const meanwhile = floor.desks.flatMap(({ answers }) => answers.filter(({ at }) => at > killedAt))
  expect(meanwhile.filter(({ outcome }) => outcome !== 'unavailable')).toEqual([])
  expect(Math.max(...meanwhile.map(({ ms }) => ms))).toBeLessThan(REFUSED_MS)

  await redis.start()
  const startedAt = performance.now()
  const readyMs = await floor.ready()
  await eventually('every desk is answered again', () =>
    floor.desks.every(({ answers }) => answers.some(({ at, presence }) => at > killedAt && presence !== null))
      ? null
      : 'one is not',
  )
  figure('restart: ms until every desk is answered', Math.round(performance.now() - startedAt))
  figure('restart: ms until ready', readyMs)
  await floor.rest()
  await floor.agrees()
  await eventually('nobody is told stale any more', () =>
    floor.watchers.every(({ pulses }) => pulses.at(-1)?.stale === false) ? null : 'one is',
  )
  expect(await floor.wrongs()).toEqual([])
  for (const { agentId, answers } of floor.desks) {
    const { body } = await floor.call(0, 'GET', `/v1/agents/${agentId}/timeline?limit=500`)
    const acked = answers.filter(({ presence }) => presence !== null)
    // One for the sign-in, one for each change: none is lost, none is there twice.
    expect(body.items).toHaveLength(acked.length + 1)
  }
})

test('nobody is seen offline though Redis is away for longer than the grace and tabs are refreshed meanwhile', async () => {
  for (const desk of floor.desks) await desk.change()
  await redis.kill()
  floor.desk('ada').refresh()
  floor.desk('ben').refresh()
  await lasting(GRACE_MS / 2)
  floor.desk('cyd').refresh()
  await lasting(2 * GRACE_MS)
  await redis.start()
  await floor.ready()
  const backMs = await eventually('every tab is back', () =>
    floor.desks.every(({ welcomed }) => welcomed) ? null : 'one is not',
  )
  figure('refreshed while away: ms until all are back', backMs)
  // Whoever were to be shown offline would be by now.
  await lasting(2 * GRACE_MS)
  await floor.agrees()
  expect(await floor.wrongs()).toEqual([])
  for (const desk of floor.desks) expect(await desk.change()).toMatchObject({ connection: 'connected' })
  expect(await floor.stored().then((all) => [...all.values()].map(({ connection }) => connection))).toEqual(
    floor.desks.map(() => 'connected'),
  )
})
