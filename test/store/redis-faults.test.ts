import { partitionKeys, partitionOf } from '../../server/store/redis-keys.js'
import { until } from '../support/eventually.js'
import { openRedisLine, type RedisLine } from '../support/redis-line.js'
import { startRedis, type RedisProcess } from '../support/redis-process.js'
import {
  ACME,
  appendTo,
  BESIDE,
  hears,
  OTHER,
  startLiveNode,
  upTo,
  type NodeOptions,
  type RedisNode,
} from './redis-node.js'

let redis: RedisProcess
const keys = partitionKeys(partitionOf(ACME))
const open: { close(): Promise<void> }[] = []

beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())
beforeEach(() => redis.flush())
afterEach(async () => void (await Promise.all(open.splice(0).map((one) => one.close()))))

async function node(url = redis.url, options?: NodeOptions): Promise<RedisNode> {
  const started = await startLiveNode({ kind: 'redis', url }, options)
  open.push(started)
  return started
}

/** A node whose line to Redis can be cut. */
async function nodeOnALine(options?: NodeOptions): Promise<RedisNode & { readonly line: RedisLine }> {
  const line = await openRedisLine(redis.port)
  const started = await startLiveNode({ kind: 'redis', url: line.url }, options)
  open.push({
    async close() {
      await started.close()
      await line.stop()
    },
  })
  return Object.assign(started, { line })
}

const doubts = (who: RedisNode, org: string, times = 1) =>
  until(`${org} is doubted ${times} times`, () => about(who, org) >= times)
const about = (who: RedisNode, org: string) => who.doubts.filter((orgs) => orgs.includes(org)).length

describe('the log is followed in order and to the end', () => {
  test('although the connection of the reader is killed again and again', async () => {
    const [writer, reader] = [await node(), await nodeOnALine()]
    const writing = writer.writes(ACME, 300)
    for (let kills = 0; kills < 5;) {
      const clients = String(await redis.admin.client('LIST')).split('\n')
      for (const client of clients.filter((line) => / cmd=xread /.test(line))) {
        const id = / ?id=(\d+)/.exec(client)?.[1] ?? ''
        if ((await redis.admin.client('KILL', 'ID', id)) === 1) kills++
      }
    }
    await writing
    for (const one of [writer, reader]) {
      await hears(one, ACME, upTo(300))
      expect(one.doubts).toEqual([])
    }
  })

  test('although Redis pauses', async () => {
    const [writer, reader] = [await node(), await node()]
    await writer.writes(ACME, 10)
    await redis.admin.client('PAUSE', 700, 'ALL')
    await writer.writes(ACME, 10)
    for (const one of [writer, reader]) {
      await hears(one, ACME, upTo(20))
      expect(one.doubts).toEqual([])
    }
  })

  test('although the line was cut for a while, in which much was written', async () => {
    const [writer, reader] = [await node(), await nodeOnALine()]
    reader.line.cut()
    await until('the reader notices', () => !reader.store.live)
    await writer.writes(ACME, 50)
    reader.line.mend()
    await hears(reader, ACME, upTo(50))
    expect(reader.store.live).toBe(true)
    expect(reader.doubts).toEqual([])
  })
})

describe('a log that lost something is doubted', () => {
  test('where it was trimmed while the reader was away, and nowhere else', async () => {
    const [writer, reader] = [await node(), await nodeOnALine()]
    await writer.writes(ACME, 1)
    await hears(reader, ACME, [1])
    reader.line.cut()
    await until('the reader notices', () => !reader.store.live)
    await writer.writes(ACME, 5)
    await writer.writes(OTHER, 2)
    await hears(writer, ACME, upTo(6))
    await redis.admin.xtrim(keys.log, 'MAXLEN', 1)
    reader.line.mend()
    await doubts(reader, ACME)
    await hears(reader, OTHER, [1, 2])
    await writer.writes(ACME, 1)
    await hears(reader, ACME, [1, 6, 7])
    expect(reader.doubts).toEqual([[ACME, BESIDE]])
    expect(writer.doubts).toEqual([])
  })

  test('although nothing of it is left that could be read', async () => {
    const [writer, reader] = [await node(), await nodeOnALine()]
    reader.line.cut()
    await until('the reader notices', () => !reader.store.live)
    await writer.writes(ACME, 5)
    await redis.admin.del(keys.log)
    reader.line.mend()
    await doubts(reader, ACME)
    await writer.writes(ACME, 1)
    await hears(reader, ACME, [6])
    expect(reader.doubts).toEqual([[ACME, BESIDE]])
  })

  test('when everything is gone; what comes later is heard', async () => {
    const [one, two] = [await node(), await node()]
    await one.writes(ACME, 3)
    await one.writes(OTHER, 3)
    for (const each of [one, two]) await hears(each, OTHER, upTo(3))
    const { position } = await one.store.snapshot(ACME)
    await redis.admin.flushall()
    await one.writes(ACME, 1)
    for (const each of [one, two]) await doubts(each, ACME)
    expect(await two.store.changesSince(ACME, position)).toBe('gone')
    await one.writes(ACME, 1)
    for (const each of [one, two]) await until('2 is heard again', () => each.heard(ACME).at(-1) === 2)
    for (const each of [one, two]) expect(about(each, ACME)).toBe(1)
  })

  test('when everything is gone and nobody writes: the pulse notices it', async () => {
    const [one, two] = [await node(), await node()]
    await one.writes(ACME, 3)
    await one.writes(OTHER, 3)
    const nodes = [one, two]
    for (const each of nodes) for (const org of [ACME, OTHER]) await hears(each, org, upTo(3))
    const pulses = () => Promise.all(nodes.map(({ store }, n) => store.pulse(`n${n}`, 10_000)))
    await pulses()
    await redis.admin.flushall()
    await pulses()
    for (const each of nodes) for (const org of [ACME, OTHER]) await doubts(each, org)
    await one.writes(ACME, 1)
    for (const each of nodes) await until('1 is heard again', () => each.heard(ACME).at(-1) === 1)
  })

  /** Everything of the partition as it is now, to be put back in one step. */
  async function backup() {
    const names = await redis.admin.keys(`${keys.tag}:*`)
    const dumps = await Promise.all(names.map((name) => redis.admin.dumpBuffer(name)))
    return () => {
      const restoring = redis.admin.multi()
      names.forEach((name, n) => restoring.restore(name, 0, dumps[n] ?? '', 'REPLACE'))
      return restoring.exec()
    }
  }

  test('once on each node when it went back, in another epoch so that no cursor is misread', async () => {
    const [one, two] = [await node(), await node()]
    await one.writes(ACME, 5)
    const restore = await backup()
    await one.writes(ACME, 5)
    for (const each of [one, two]) await hears(each, ACME, upTo(10))
    const { position } = await one.store.snapshot(ACME)
    await restore()
    await one.writes(ACME, 1)
    for (const each of [one, two]) await doubts(each, ACME)
    const { position: after } = await two.store.snapshot(ACME)
    expect(after.epoch).not.toBe(position.epoch)
    expect(await one.store.changesSince(ACME, position)).toBe('gone')
    await one.writes(ACME, 2)
    for (const each of [one, two]) {
      await until('the last one is heard', () => each.heard(ACME).at(-1) === 8)
      expect(each.doubts).toEqual([[ACME, BESIDE]])
    }
  })

  test('although by the time anybody looked it had grown beyond what was known', async () => {
    const [writer, reader] = [await nodeOnALine(), await nodeOnALine()]
    await writer.writes(ACME, 5)
    const restore = await backup()
    await writer.writes(ACME, 5)
    await hears(reader, ACME, upTo(10))
    const { position } = await reader.store.snapshot(ACME)
    for (const { line } of [writer, reader]) line.cut()
    await until('both notice', () => !reader.store.live && !writer.store.live)
    await restore()
    const later = await node()
    await later.writes(ACME, 8)
    reader.line.mend()
    await doubts(reader, ACME)
    expect(await reader.store.changesSince(ACME, position)).toBe('gone')
    await later.writes(ACME, 1)
    await until('14 is heard', () => reader.heard(ACME).at(-1) === 14)
    expect(about(reader, ACME)).toBe(1)
  })
})

describe('what nobody of us wrote', () => {
  test('is passed over in the log, however odd', async () => {
    const [writer, reader] = [await node(), await nodeOnALine()]
    await writer.writes(ACME, 2)
    await hears(reader, ACME, upTo(2))
    reader.line.cut()
    await until('the reader notices', () => !reader.store.live)
    await redis.admin.xadd(keys.log, '*', 'hello', 'world')
    await redis.admin.xadd(keys.log, '*', 'head', `${ACME} x many 1 1 -`, 'put', '{}')
    await redis.admin.xadd(keys.log, '*', '__proto__', '1', '', '')
    await writer.writes(ACME, 2)
    reader.line.mend()
    for (const each of [writer, reader]) {
      await hears(each, ACME, upTo(4))
      expect(each.doubts).toEqual([])
    }
    expect(reader.faults.filter((why) => /a log entry begins with/.test(String(why)))).toHaveLength(3)
    expect(
      await reader.store.changesSince(ACME, { ...(await reader.store.snapshot(ACME)).position, sequence: 0 }),
    ).toHaveLength(4)
  })

  test('under our name makes its organisation doubted, where somebody wants it', async () => {
    const [writer, elsewhere] = [await node(), await node(redis.url, { wants: (org) => org !== ACME })]
    await writer.writes(ACME, 1)
    await appendTo(redis, ACME, 'put', '{')
    await appendTo(redis, ACME, 'dance', '')
    await writer.writes(BESIDE, 1)
    for (const each of [writer, elsewhere]) await hears(each, BESIDE, [1])
    expect(writer.doubts).toEqual([[ACME], [ACME]])
    expect(elsewhere.doubts).toEqual([])
    await writer.writes(ACME, 1)
    await hears(writer, ACME, [1, 4])
  })
})
