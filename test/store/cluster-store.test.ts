import { startCluster, type RedisClusterProcesses } from '../support/redis-cluster.js'
import { describeFailover } from './failover-suite.js'
import { describeRedis } from './redis-backend.js'

let redis: RedisClusterProcesses
beforeAll(async () => {
  redis = await startCluster()
})
afterAll(() => redis.stop())

describeRedis('a Redis Cluster', () => redis)
// Last: a server less is left.
describeFailover('a Redis Cluster', () => redis)
