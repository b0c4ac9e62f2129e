import { systemClock } from '../../server/clock.js'
import { openClients, type RedisClients } from '../../server/store/redis-clients.js'
import { eventually, lasting } from '../support/eventually.js'
import { type RedisProcess, startRedis } from '../support/redis-process.js'
import { timed } from '../support/stopwatch.js'

const PARTS = { clock: systemClock, onFault: () => {}, logLength: 100, historyMs: 1_000 }

test('a client that ended, as when a failover is announced while it looks for the master, begins again', async () => {
  const redis = await startRedis()
  const clients = openClients({ ...PARTS, target: { kind: 'redis', url: redis.url } })
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
  const clients = openClients({ ...PARTS, target: { kind: 'redis', url: redis.url } })
  await clients.tried
  clients.close()
  await eventually('nobody is connected but the test', async () => {
    const all = String(await redis.admin.client('LIST'))
    return all.trim().split('\n').length === 1 ? null : all
  })
  await redis.stop()
})

describe('what Redis does not answer', () => {
  let redis: RedisProcess
  let clients: RedisClients
  beforeEach(async () => {
    redis = await startRedis()
    clients = openClients({ ...PARTS, target: { kind: 'redis', url: redis.url } })
    await clients.tried
    redis.child.kill('SIGSTOP')
  })
  afterEach(async () => {
    redis.child.kill('SIGCONT')
    clients.close()
    await redis.stop()
  })

  test('is given up after a second', async () => {
    const { ms } = await timed(() => expect(clients.state.ping()).rejects.toThrow('Command timed out'))
    expect(ms).toBeGreaterThan(900)
    expect(ms).toBeLessThan(2_000)
  })

  test('is waited for by a process that stood still itself', async () => {
    const asked = clients.state.ping()
    await lasting(50)
    const goesOnAt = performance.now() + 1_500
    while (performance.now() < goesOnAt);
    // What is due comes first, and only then what there is to be read.
    setTimeout(() => redis.child.kill('SIGCONT'), 20)
    expect(await asked).toBe('PONG')
  })
})

test('a server that does not know the scripts any more is told them again', async () => {
  const redis = await startRedis()
  const { state, tried, close } = openClients({ ...PARTS, target: { kind: 'redis', url: redis.url } })
  try {
    await tried
    const claim = (node: string) => state.presenceClaim(2, 'presence:nodes', 'presence:claimed', node, 1_000, 0)
    expect(await claim('first')).toBe(1)
    await redis.admin.script('FLUSH')
    expect(await Promise.all([claim('second'), claim('third')])).toEqual([1, 1])
  } finally {
    close()
    await redis.stop()
  }
})
