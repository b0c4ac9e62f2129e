import { startSentinels, type RedisSentinels } from '../support/redis-sentinel.js'
import { describeFailover } from './failover-suite.js'
import { describeRedis } from './redis-backend.js'

let redis: RedisSentinels
beforeAll(async () => {
  redis = await startSentinels()
})
afterAll(() => redis.stop())

describeRedis('Redis with Sentinel', () => redis)
// Last: a server less is left.
describeFailover('Redis with Sentinel', () => redis)
