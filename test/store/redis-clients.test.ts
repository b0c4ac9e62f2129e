import { openClients } from '../../server/store/redis-clients.js'
import { eventually } from '../support/eventually.js'
import { startRedis } from '../support/redis-process.js'

test('a client that ended, as when a failover is announced while it looks for the master, begins again', async () => {
  const redis = await startRedis()
  const clients = openClients({ kind: 'redis', url: redis.url }, { logLength: 100, historyMs: 1_000 }, () => {})
  try {
    await clients.tried
    // What the client does to itself then: it is told to go, and does not come back by itself.
    clients.state.disconnect()
    const answers = () =>
      clients.state.ping().then(
        () => null,
        (why: unknown) => String(why),
      )
    await eventually('it answers again', answers)

    const { pub, sub } = clients.openChannels()
    await sub.subscribe('channel')
    const heard = new Promise<string>((resolve) => void sub.on('message', (_, text) => resolve(text)))
    sub.disconnect()
    await eventually('it listens again', async () =>
      (await clients.state.publish('channel', 'hello')) === 1 ? null : 'it does not',
    )
    expect(await heard).toBe('hello')
    pub.disconnect()
    sub.disconnect()
  } finally {
    clients.close()
    await redis.stop()
  }
})

test('a client that was closed stays closed', async () => {
  const redis = await startRedis()
  const clients = openClients({ kind: 'redis', url: redis.url }, { logLength: 100, historyMs: 1_000 }, () => {})
  await clients.tried
  clients.close()
  await eventually('nobody is connected but the test', async () => {
    const all = String(await redis.admin.client('LIST'))
    return all.trim().split('\n').length === 1 ? null : all
  })
  await redis.stop()
})
