import { randomUUID } from 'node:crypto'
import type { Cluster, Redis } from 'ioredis'
import { orgKeys } from './redis-keys.js'
import { readEntry } from './redis-records.js'
import type { LogEntry, Position } from './store.js'

/** Entries read at once while looking back. */
const SCAN = 500

/** Where the log of an organisation stands. */
export async function positionOf(redis: Redis | Cluster, org: string): Promise<Position> {
  const { meta } = orgKeys(org)
  // An epoch from the first look on: a position that was given out must mean the same after the first commit.
  await redis.hsetnx(meta, 'epoch', randomUUID())
  const [epoch, sequence] = await redis.hmget(meta, 'epoch', `seq ${org}`)
  return { epoch: epoch ?? '', sequence: Number(sequence ?? 0) }
}

/** Entries of one organisation after a position, oldest first, or 'gone'. Reads back from the end, through the partition. */
export async function entriesSince(
  redis: Redis | Cluster,
  org: string,
  position: Position,
  bounds: { readonly logLength: number; readonly oldest: number },
): Promise<readonly LogEntry[] | 'gone'> {
  const head = await positionOf(redis, org)
  const wanted = head.sequence - position.sequence
  if (position.epoch !== head.epoch || wanted < 0 || wanted > bounds.logLength) return 'gone'
  const entries: LogEntry[] = []
  let end = '+'
  while (entries.length < wanted) {
    const found = await redis.xrevrange(orgKeys(org).log, end, '-', 'COUNT', SCAN)
    for (const [, fields] of found) {
      const entry = entryOf(fields, org)
      if (!entry) continue
      const { sequence } = entry.position
      if (sequence > position.sequence && sequence <= head.sequence) entries.push(entry)
    }
    const last = found.at(-1)?.[0]
    if (last === undefined || found.length < SCAN) break
    end = `(${last}`
  }
  const first = entries.at(-1)
  return entries.length === wanted && !(first && first.at < bounds.oldest) ? entries.reverse() : 'gone'
}

/** Null for those of others and for what nobody can read; if it was ours, the count shows the hole. */
function entryOf(fields: readonly string[], org: string): LogEntry | null {
  try {
    const raw = readEntry(fields)
    return raw.org === org ? raw.read() : null
  } catch {
    return null
  }
}
