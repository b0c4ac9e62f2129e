import { partitionKeys, partitionOf } from '../../server/store/redis-keys.js'
import { until } from '../support/eventually.js'
import { startRedis, type RedisProcess } from '../support/redis-process.js'
import { put } from './records.js'
import { ACME, appendTo, hears, startLiveNode, startNode, upTo, type RedisNode } from './redis-node.js'

/** What Redis tells of the log may be lost, or come from anybody: the log is what counts. */
let redis: RedisProcess
const keys = partitionKeys(partitionOf(ACME))
const open: RedisNode[] = []

beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())
beforeEach(() => redis.flush())
afterEach(async () => void (await Promise.all(open.splice(0).map((one) => one.close()))))

async function node(): Promise<RedisNode> {
  const started = await startLiveNode({ kind: 'redis', url: redis.url })
  open.push(started)
  return started
}

test('an entry that nobody told of is found in the log', async () => {
  const reader = await node()
  await appendTo(redis, ACME, 'settings', JSON.stringify({ version: 1, statuses: {}, policy: {}, teamPolicies: {} }))
  await hears(reader, ACME, [1])
  expect(reader.doubts).toEqual([])
})

test('a node that may not tell of what it writes writes all the same', async () => {
  const reader = await node()
  await redis.admin.acl('SETUSER', 'mute', 'on', '>secret', '~*', '+@all', 'resetchannels')
  const mute = await startNode({ kind: 'redis', url: redis.url.replace('//', '//mute:secret@') })
  open.push(mute)
  // Not live, as it may not listen either: it is asked to write all the same.
  await until('it writes', () =>
    mute.store.commit(ACME, [put('ada', 0)]).then(
      () => true,
      () => false,
    ),
  )
  await hears(reader, ACME, [1])
  expect(reader.doubts).toEqual([])
  expect(mute.store.live).toBe(false)
  expect(String(mute.faults.at(-1))).toMatch(/NOPERM.*channel/)
})

test('what nobody of us said on that line is passed over, and what comes next is heard', async () => {
  const [writer, reader] = [await node(), await node()]
  await writer.writes(ACME, 2)
  await hears(reader, ACME, upTo(2))
  const { epoch } = (await reader.store.snapshot(ACME)).position
  const told = [
    'hello',
    '',
    `1-1\n${ACME} x many 1 1 -\nput\n{}`,
    // Already there, far ahead, and of another time.
    `1-1\n${ACME} ${epoch} 1 1 1 -\nput\n{}`,
    `99999999999999-1\n${ACME} ${epoch} 99 99 1 -\nput\n{}`,
    `99999999999999-1\n${ACME} another 1 1 1 -\nput\n{}`,
  ]
  for (const one of told) await redis.admin.spublish(keys.log, one)
  await writer.writes(ACME, 2)
  for (const each of [writer, reader]) {
    await hears(each, ACME, upTo(4))
    expect(each.doubts).toEqual([])
  }
})
