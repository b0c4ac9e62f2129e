import { createHash } from 'node:crypto'
import { Redis } from 'ioredis'
import { partitionKeys, partitionOf } from '../../server/store/redis-keys.js'
import { type RedisProcess, startRedis } from '../../test/support/redis-process.js'
import { usingOf } from '../contenders/contender.js'
import { type HubContender, startHubs } from '../contenders/hub.js'
import { chooseInBatches } from './batches.js'
import { encodeCommits, SCRIPTS } from './filled.js'
import { encode, openWire } from '../load/redis-wire.js'
import { type Section, short, spreadOf, interleaved, type Target } from '../report/section.js'
import { chooses, type RecordedBatch, recordCommits } from './recorded-commits.js'
import { signInAll } from './staff.js'

export interface CommitsScale {
  readonly agents: number
  readonly rounds: number
  readonly empty: number
  readonly times: number
  readonly hubMs: number
}

/** Commits on their way at once where they are pipelined; connections where each waits for its answer. */
const [PIPELINED, CONNECTIONS] = [64, 50]
/** Of those that are pipelined, how many a hub puts into one script: it does so with all of one turn of its event loop. */
const TOGETHER = 32
const EMPTY = 'return 1'

type Way = 'pipelined' | 'not pipelined'

/** How many commits a second: what Redis can do, what ioredis leaves of it, and what a hub makes of that. */
export async function commitsFigure({ agents, rounds, empty, times, hubMs }: CommitsScale): Promise<Section> {
  const recorded = {
    pipelined: await recordCommits({ agents, rounds, story: chooses, together: TOGETHER }),
    'not pipelined': await recordCommits({ agents, rounds, story: chooses }),
  }
  const ways: readonly Way[] = ['pipelined', 'not pipelined']
  const measured = await usingOf(startRedis(), async (redis) => {
    const all = []
    for (const way of ways)
      all.push({
        way,
        pairs: await interleaved(
          times,
          () => full(redis, way, recorded[way]),
          () => nothing(redis, way, empty),
        ),
      })
    const ioredis = await interleaved(
      times,
      () => byIoredis(redis, recorded.pipelined),
      async () => 0,
    )
    return { all, ioredis: ioredis.map(([perSecond]) => perSecond) }
  })
  const hub = await usingOf(startHubs({ nodes: 1, frameMs: 20 }), (one) => byHub(one, agents, hubMs))
  const limit = { pipelined: 0.14, 'not pipelined': 0.5 }
  const median = (values: readonly number[]) => short(spreadOf(values).median)
  return {
    title: 'Commits',
    how: `Redis alone: the hub's own commit script with what the hub gives it (record, timer, timeline, log, command id), against a script that does nothing; by raw bytes over TCP, ${PIPELINED} at once on one connection, or one at a time on ${CONNECTIONS}. Those that are on their way at once go ${TOGETHER} to a script, as a hub sends what it decides in one turn of its event loop. Then the same through ioredis, and choices through REST batches to one hub with that Redis.`,
    tables: [
      {
        head: ['commits', 'a second'],
        rows: [
          ...measured.all.flatMap(({ way, pairs }) => [
            [`Redis, full, ${way}`, median(pairs.map(([one]) => one))],
            [`Redis, empty script, ${way}`, median(pairs.map(([, one]) => one))],
          ]),
          ['ioredis, full, pipelined', median(measured.ioredis)],
          ['one hub, through REST batches of 100', short(hub)],
        ],
      },
    ],
    targets: measured.all.map(({ way, pairs }): Target => ({
      what: `full commits / empty scripts, ${way}`,
      values: pairs.map(([ours, theirs]) => ours / theirs),
      limit: limit[way],
      kind: 'at least',
      unit: '',
    })),
    wrongs: [],
  }
}

async function full(redis: RedisProcess, way: Way, batches: readonly RecordedBatch[]): Promise<number> {
  await redis.flush()
  const encoded = await encodeCommits(redis, batches)
  // An agent's commits stay on one connection: each needs the one before.
  const scripts = await send(redis, way, atOnce(way, batches), (lane, lanes) =>
    encoded.filter(({ agent }) => agent % lanes === lane).map(({ bytes }) => bytes),
  )
  const logged = await redis.admin.xlen(partitionKeys(partitionOf('default')).log)
  if (logged < batches.length) throw new Error(`${logged} of ${batches.length} commits are in the log`)
  return scripts * (countOf(batches) / batches.length)
}

const countOf = (batches: readonly RecordedBatch[]) => batches.reduce((sum, { commits }) => sum + commits, 0)
const atOnce = (way: Way, [first]: readonly RecordedBatch[]) =>
  way === 'pipelined' ? PIPELINED / (first?.commits ?? 1) : 1

async function nothing(redis: RedisProcess, way: Way, count: number): Promise<number> {
  await redis.admin.script('LOAD', EMPTY)
  const bytes = encode(['EVALSHA', createHash('sha1').update(EMPTY).digest('hex'), 0])
  return send(redis, way, way === 'pipelined' ? PIPELINED : 1, (_, lanes) =>
    Array.from({ length: Math.floor(count / lanes) }, () => bytes),
  )
}

/** Gives how many scripts a second. */
async function send(
  { port }: RedisProcess,
  way: Way,
  deep: number,
  of: (lane: number, lanes: number) => Buffer[],
): Promise<number> {
  const lanes = way === 'pipelined' ? 1 : CONNECTIONS
  const wires = await Promise.all(Array.from({ length: lanes }, () => openWire(port)))
  try {
    const work = wires.map((wire, lane) => ({ wire, commands: of(lane, lanes) }))
    const began = performance.now()
    await Promise.all(work.map(({ wire, commands }) => wire.run(commands, deep)))
    const count = work.reduce((sum, { commands }) => sum + commands.length, 0)
    return (count / (performance.now() - began)) * 1_000
  } finally {
    for (const wire of wires) wire.close()
  }
}

async function byIoredis(redis: RedisProcess, batches: readonly RecordedBatch[]): Promise<number> {
  await redis.flush()
  const client = new Redis(redis.url)
  const deep = atOnce('pipelined', batches)
  try {
    const shas = new Map<string, string>()
    for (const [name, lua] of Object.entries(SCRIPTS)) shas.set(name, (await client.script('LOAD', lua)) as string)
    const began = performance.now()
    for (let from = 0; from < batches.length; from += deep)
      await Promise.all(
        batches
          .slice(from, from + deep)
          .map(({ script, args: [keys = 0, ...args] }) => client.evalsha(shas.get(script) ?? '', keys, ...args)),
      )
    return (countOf(batches) / (performance.now() - began)) * 1_000
  } finally {
    client.disconnect()
  }
}

async function byHub(hub: HubContender, agents: number, forMs: number): Promise<number> {
  const staff = await signInAll(hub, agents)
  try {
    const { perSecond } = await chooseInBatches(hub, staff.names, { changes: Infinity, withinMs: forMs })
    return perSecond
  } finally {
    await staff.leave()
  }
}
