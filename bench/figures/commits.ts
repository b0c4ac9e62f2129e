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
import { chooses, type RecordedCommit, recordCommits } from './recorded-commits.js'
import { signInAll } from './staff.js'

export interface CommitsScale {
  readonly agents: number
  readonly rounds: number
  readonly empty: number
  readonly times: number
  readonly hubMs: number
}

/** Scripts on their way at once where they are pipelined; connections where each waits for its answer. */
const [PIPELINED, CONNECTIONS] = [64, 50]
const EMPTY = 'return 1'

type Way = 'pipelined' | 'not pipelined'

/** How many commits a second: what Redis can do, what ioredis leaves of it, and what a hub makes of that. */
export async function commitsFigure({ agents, rounds, empty, times, hubMs }: CommitsScale): Promise<Section> {
  const commits = await recordCommits(agents, rounds, chooses)
  const ways: readonly Way[] = ['pipelined', 'not pipelined']
  const measured = await usingOf(startRedis(), async (redis) => {
    const all = []
    for (const way of ways)
      all.push({
        way,
        pairs: await interleaved(
          times,
          () => full(redis, way, commits),
          () => nothing(redis, way, empty),
        ),
      })
    const ioredis = await interleaved(
      times,
      () => byIoredis(redis, commits),
      async () => 0,
    )
    return { all, ioredis: ioredis.map(([perSecond]) => perSecond) }
  })
  const hub = await usingOf(startHubs({ nodes: 1, frameMs: 20 }), (one) => byHub(one, agents, hubMs))
  const limit = { pipelined: 0.14, 'not pipelined': 0.5 }
  const median = (values: readonly number[]) => short(spreadOf(values).median)
  return {
    title: 'Commits',
    how: `Redis alone: the hub's own commit script with what the hub gives it (record, timer, timeline, log, command id), against a script that does nothing; by raw bytes over TCP, ${PIPELINED} at once on one connection, or one at a time on ${CONNECTIONS}. Then the same commits through ioredis with auto-pipelining, and choices through REST batches to one hub with that Redis.`,
    tables: [
      {
        head: ['commits', 'a second'],
        rows: [
          ...measured.all.flatMap(({ way, pairs }) => [
            [`Redis, full, ${way}`, median(pairs.map(([one]) => one))],
            [`Redis, empty script, ${way}`, median(pairs.map(([, one]) => one))],
          ]),
          ['ioredis, full, auto-pipelined', median(measured.ioredis)],
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

async function full(redis: RedisProcess, way: Way, commits: readonly RecordedCommit[]): Promise<number> {
  await redis.flush()
  const encoded = await encodeCommits(redis, commits)
  // An agent's commits stay on one connection: each needs the one before.
  const perSecond = await send(redis, way, (lane, lanes) =>
    encoded.filter(({ agent }) => agent % lanes === lane).map(({ bytes }) => bytes),
  )
  const logged = await redis.admin.xlen(partitionKeys(partitionOf('default')).log)
  if (logged < commits.length) throw new Error(`${logged} of ${commits.length} commits are in the log`)
  return perSecond
}

async function nothing(redis: RedisProcess, way: Way, count: number): Promise<number> {
  await redis.admin.script('LOAD', EMPTY)
  const bytes = encode(['EVALSHA', createHash('sha1').update(EMPTY).digest('hex'), 0])
  return send(redis, way, (_, lanes) => Array.from({ length: Math.floor(count / lanes) }, () => bytes))
}

async function send({ port }: RedisProcess, way: Way, of: (lane: number, lanes: number) => Buffer[]): Promise<number> {
  const lanes = way === 'pipelined' ? 1 : CONNECTIONS
  const wires = await Promise.all(Array.from({ length: lanes }, () => openWire(port)))
  try {
    const work = wires.map((wire, lane) => ({ wire, commands: of(lane, lanes) }))
    const began = performance.now()
    await Promise.all(work.map(({ wire, commands }) => wire.run(commands, way === 'pipelined' ? PIPELINED : 1)))
    const count = work.reduce((sum, { commands }) => sum + commands.length, 0)
    return (count / (performance.now() - began)) * 1_000
  } finally {
    for (const wire of wires) wire.close()
  }
}

async function byIoredis(redis: RedisProcess, commits: readonly RecordedCommit[]): Promise<number> {
  await redis.flush()
  const client = new Redis(redis.url, { enableAutoPipelining: true })
  try {
    const shas = new Map<string, string>()
    for (const [name, lua] of Object.entries(SCRIPTS)) shas.set(name, (await client.script('LOAD', lua)) as string)
    const began = performance.now()
    for (let from = 0; from < commits.length; from += PIPELINED)
      await Promise.all(
        commits
          .slice(from, from + PIPELINED)
          .map(({ script, args: [keys = 0, ...args] }) => client.evalsha(shas.get(script) ?? '', keys, ...args)),
      )
    return (commits.length / (performance.now() - began)) * 1_000
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
