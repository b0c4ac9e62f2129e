import { openDurableRedis, type DurableRedis } from '../support/durable-redis.js'
import { eventually, figure } from '../support/eventually.js'
import { startHub } from '../support/hub-process.js'
import { openRedisFloor } from '../support/redis-floor.js'

let redis: DurableRedis
beforeEach(async () => {
  redis = await openDurableRedis()
})
afterEach(() => redis.stop())

test('hubs that start before Redis say so, are not ready, and become ready by themselves', async () => {
  const store = { REDIS_URL: redis.url }
  const floor = await openRedisFloor({ stores: [store, store], ask: redis.ask, agents: [] })
  try {
    for (const [node, { said }] of floor.hubs.entries()) {
      expect(said.join('\n')).toMatch(/does not answer yet/)
      expect(await floor.readyz(node)).toBe(503)
      expect(await floor.call(node, 'GET', '/v1/agents')).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    }
    await redis.start()
    figure('start before Redis: ms until ready', await floor.ready())
    const ada = await floor.opens('ada', 0)
    expect(await ada.change()).toMatchObject({ status: 'busy', connection: 'connected' })
    await eventually('the watchers, which came before Redis, see her', () =>
      floor.watchers.every(({ held }) => held.get('ada')?.status === 'busy') ? null : 'one does not',
    )
    expect(await floor.wrongs()).toEqual([])
  } finally {
    await floor.stop()
  }
})

test.each(['allkeys-lru', 'volatile-ttl'])(
  'a hub refuses to start on a Redis with maxmemory-policy %s: code 78, and a sentence with the remedy',
  async (policy) => {
    await redis.start()
    await redis.ask((admin) => admin.config('SET', 'maxmemory-policy', policy))
    const started = startHub({ env: { REDIS_URL: redis.url } })
    await expect(started).rejects.toThrow(/ended with code 78[^]*maxmemory-policy.*set it to noeviction/)
  },
)
