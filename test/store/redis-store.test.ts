import { startRedis, type RedisProcess } from '../support/redis-process.js'
import { describeRedis } from './redis-backend.js'

let redis: RedisProcess
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

describeRedis('one Redis', () => ({ target: { kind: 'redis', url: redis.url }, flush: () => redis.flush() }))
