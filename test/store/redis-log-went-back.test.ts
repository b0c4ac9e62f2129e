import { Redis } from 'ioredis'
import { systemClock } from '../../server/clock.js'
import { createRedisStore, type RedisStore } from '../../server/store/redis-store.js'
import { orgKeys } from '../../server/store/redis-keys.js'
import { eventually } from '../support/eventually.js'
import { openRedisLine, type RedisLine } from '../support/redis-line.js'
import { startRedis, type RedisProcess } from '../support/redis-process.js'
import { put } from './records.js'

const ORG = 'acme'

let stops: (() => unknown)[]
beforeEach(() => void (stops = []))
afterEach(async () => {
  for (const stop of stops.reverse()) await stop()
})

async function redisOf(): Promise<RedisProcess> {
  const redis = await startRedis('--repl-diskless-sync-delay', '0')
  stops.push(() => redis.stop())
  return redis
}

async function storeAt(url: string): Promise<RedisStore> {
  const store = createRedisStore({ target: { kind: 'redis', url }, clock: systemClock, onFault: () => {} })
  stops.push(() => store.close())
  await store.check(5_000)
  return store
}

/** Resolves when the store doubts what it told of the organisation. */
const doubted = (store: RedisStore) =>
  new Promise<void>((resolve) => {
    void store.follow({
      wants: () => true,
      entry: () => {},
      doubt: (concerns) => {
        if (concerns(ORG)) resolve()
      },
    })
  })

async function copyOf(master: RedisProcess): Promise<RedisProcess> {
  const replica = await startRedis('--replicaof', '127.0.0.1', String(master.port))
  stops.push(() => replica.stop())
  return replica
}

/** Waits until the replica has so many agents, then makes it a master of its own. */
async function promoted({ url }: RedisProcess, agents: number): Promise<void> {
  const admin = new Redis(url)
  await eventually('the replica has everything', async () =>
    (await admin.hlen(orgKeys(ORG).agents)) === agents ? null : 'it has not',
  )
  await admin.replicaof('NO', 'ONE')
  admin.disconnect()
}

/** A store whose Redis fails over to a replica that lacks the last `lost` commits, and has `more` others by the time it is seen. */
async function failedOver({ lost, more }: { readonly lost: number; readonly more: number }) {
  const master = await redisOf()
  const line: RedisLine = await openRedisLine(master.port)
  stops.push(() => line.stop())
  const store = await storeAt(line.url)
  for (let n = 0; n < 10; n++) await store.commit(ORG, [put(`early-${n}`, 0)])

  const replica = await copyOf(master)
  await promoted(replica, 10)
  const other = await storeAt(replica.url)
  const heard = new Promise<void>((resolve) => {
    void store.follow({
      wants: () => true,
      doubt: () => {},
      entry: ({ position }) => {
        if (position.sequence === 10 + lost) resolve()
      },
    })
  })
  for (let n = 0; n < lost; n++) await store.commit(ORG, [put(`lost-${n}`, 0)])
  await heard
  const before = await store.snapshot(ORG)

  const doubt = doubted(store)
  line.cut()
  for (let n = 0; n < more; n++) await other.commit(ORG, [put(`other-${n}`, 0)])
  line.leadTo(replica.port)
  line.mend()
  await doubt
  return { before: before.position, after: (await store.snapshot(ORG)).position, store }
}

test.each([
  ['is still behind', { lost: 3, more: 1 }],
  ['has come just as far again', { lost: 3, more: 3 }],
  ['has overtaken what was lost', { lost: 3, more: 5 }],
])('a log that went back and %s is another epoch: no cursor of the lost time is misread', async (_, numbers) => {
  const { before, after, store } = await failedOver(numbers)
  expect(after.sequence).toBe(10 + numbers.more)
  expect(after.epoch).not.toBe(before.epoch)
  expect(await store.changesSince(ORG, before)).toBe('gone')
})
