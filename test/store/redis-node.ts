import { systemClock } from '../../server/clock.js'
import type { RedisTarget } from '../../server/store/redis-clients.js'
import { partitionKeys, partitionOf } from '../../server/store/redis-keys.js'
import { createRedisStore, type RedisStore } from '../../server/store/redis-store.js'
import type { LogEntry } from '../../server/store/store.js'
import { until } from '../support/eventually.js'
import type { RedisProcess } from '../support/redis-process.js'
import { put } from './records.js'

/** Two organisations that different partitions have, and one that is kept together with the first. */
export const [ACME, OTHER, BESIDE] = ['acme', 'rival', beside('acme')]
const ORGS = [ACME, OTHER, BESIDE]

function beside(org: string): string {
  for (let n = 0; ; n++) if (partitionOf(`org-${n}`) === partitionOf(org)) return `org-${n}`
}

/** One node's store, and what it was told. */
export interface RedisNode {
  readonly store: RedisStore
  readonly faults: readonly unknown[]
  /** The sequences heard of an organisation. */
  heard(org: string): readonly number[]
  /** Which of the organisations each doubt was about. */
  readonly doubts: readonly (readonly string[])[]
  /** Writes so many new revisions, one after the other; resolves when all are stored. */
  writes(org: string, count: number): Promise<void>
  close(): Promise<void>
}

export interface NodeOptions {
  readonly wants?: (org: string) => boolean
  readonly aheadMs?: () => number
}

/** Does not wait for Redis: see `live`. */
export async function startNode(target: RedisTarget, { wants = () => true, aheadMs }: NodeOptions = {}) {
  const faults: unknown[] = []
  const store = createRedisStore({
    target,
    clock: systemClock,
    onFault: (why) => faults.push(why),
    ...(aheadMs && { aheadMs }),
  })
  const entries: LogEntry[] = []
  const doubts: string[][] = []
  await store.follow({
    wants,
    entry: (entry) => void entries.push(entry),
    doubt: (concerns) => void doubts.push(ORGS.filter(concerns)),
  })
  const node: RedisNode = {
    store,
    faults,
    doubts,
    heard: (org) => entries.filter((entry) => entry.org === org).map((entry) => entry.position.sequence),
    async writes(org, count) {
      for (let n = 0; n < count; n++) await written(store, org)
    },
    close: () => store.close(),
  }
  return node
}

/** One that is live, with the doubts of its start forgotten: whatever it is told from here on has a cause. */
export async function startLiveNode(target: RedisTarget, options?: NodeOptions): Promise<RedisNode> {
  const node = await startNode(target, options)
  await until('the store is live', () => node.store.live)
  const before = node.doubts.length
  return Object.defineProperty({ ...node }, 'doubts', { get: () => node.doubts.slice(before) })
}

export const upTo = (last: number, first = 1): number[] => Array.from({ length: last - first + 1 }, (_, n) => first + n)

/** Exactly these sequences, in this order. */
export const hears = (who: RedisNode, org: string, sequences: readonly number[]) =>
  until(`${org} ${sequences.at(0)} to ${sequences.at(-1)} are heard`, () =>
    who.heard(org).includes(sequences.at(-1) ?? 0),
  ).then(() => expect(who.heard(org)).toEqual(sequences))

/** As the hub does: decides anew on what is stored, and tries again while the store is away. */
async function written(store: RedisStore, org: string): Promise<void> {
  let revision = (await store.read(org, 'ada').catch(() => undefined))?.revision ?? 0
  await until(`a write in ${org}`, async () => {
    const committed = await store.commit(org, [put('ada', revision)]).catch(async (): Promise<null> => {
      // What a lease does: it asks even while nobody else may.
      await store.pulse('n1', 10_000).catch(() => null)
      return null
    })
    if (committed?.result === 'conflict') revision = committed.current.get('ada')?.revision ?? 0
    return committed?.result === 'written'
  })
}

/** An entry that the store counts and that nobody tells of, as a writer with a bug would append it. */
export async function appendTo({ admin }: RedisProcess, org: string, ...body: readonly string[]): Promise<void> {
  const { meta, log } = partitionKeys(partitionOf(org))
  const epoch = (await admin.hget(meta, 'epoch')) ?? ''
  const all = await admin.hincrby(meta, 'seq', 1)
  const seq = await admin.hincrby(meta, `seq ${org}`, 1)
  await admin.xadd(log, '*', 'head', [org, epoch, all, seq, Date.now(), '-'].join(' '), ...body)
}
