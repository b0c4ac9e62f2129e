import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { RedisClients } from './redis-clients.js'
import { partitionKeys } from './redis-keys.js'
import { type RawEntry, readEntry } from './redis-records.js'

/** How often the log is looked at although nothing was heard, ms: how soon a dead line is noticed. */
const LOOK_MS = 1_500
/** A look that has not come back after so long, ms, never will. */
const LATE_MS = 2_000
const RETRY_MS = 100
/** Between two looks that something unheard-of asks for, ms: whatever is said on the line, Redis is not asked all the time. */
const AGAIN_MS = 3
const AT_ONCE = 1_000

export interface FollowParts {
  readonly clients: RedisClients
  readonly onEntry: (entry: RawEntry, partition: number) => void
  /** Entries of this partition may be missing, or others may have been told than there are. */
  readonly onDoubt: (partition: number) => void
  readonly onFault: (why: unknown) => void
}

export interface Following {
  readonly live: boolean
  /** Looks where the logs stand, instead of waiting for what may never come. */
  check(): void
  stop(): Promise<void>
}

/** Where the log of a partition was last seen. */
interface Place {
  readonly epoch: string
  /** How many entries there ever were. */
  readonly all: number
  readonly id: string
}

/**
 *   listen ──► check positions ──► read what was missed ──► hear ──1.5 s, or what does not continue──► read …
 *      ▲              ▲                    │
 *      └─ no answer, ─┘                    │
 *         told to check   hole, other epoch, log went back: take the position of now, then tell of the doubt
 *
 * Follows the logs of all partitions from where they stand now. Redis tells of each entry as it is written, on a line that
 * may lose some; the count of entries shows it, and the log has them. Stream ids say nothing about order: a Redis that lost
 * data hands out small ones again. The count and the epoch say it.
 */
export function followLogs(parts: FollowParts): Following {
  const groups = parts.clients.groups.map((partitions) => followGroup(partitions, parts))
  return {
    get live() {
      return groups.every((group) => group.live)
    },
    check() {
      for (const group of groups) group.check()
    },
    stop: async () => void (await Promise.all(groups.map((group) => group.stop()))),
  }
}

function followGroup(partitions: readonly number[], { clients, onEntry, onDoubt, onFault }: FollowParts): Following {
  const places = new Map<number, Place>()
  /** Partitions that had more entries than were read, at the last check. */
  const ahead = new Map<number, number>()
  const keys = partitions.map(partitionKeys)
  const logs = keys.map(({ log }) => log)
  const partitionOf = (log: string) => partitions[logs.indexOf(log)] ?? 0
  let reader = null as Redis | null
  let live = false
  let stopped = false
  let stirred = () => {}
  let unsure = true
  /** Something came that does not continue what is known. */
  let unread = false

  async function positions(): Promise<Place[]> {
    const metas = keys.flatMap(({ meta, log }) => [meta, log])
    const found = await clients.state.presencePositions(metas.length, ...metas)
    return found.map(placeOf)
  }

  async function check(): Promise<void> {
    // What is heard meanwhile may be newer than the answer, which then says nothing about it.
    const asked = new Map(places)
    const found = await positions()
    for (const [index, now] of found.entries()) {
      const partition = partitions[index] ?? 0
      const known = asked.get(partition)
      const before = ahead.get(partition)
      ahead.delete(partition)
      if (known && wentBack(known, now)) {
        await fork(partition, now)
        continue
      }
      if (places.get(partition) !== known) {
        unsure = true
        continue
      }
      if (known?.epoch === now.epoch && known.all === now.all) continue
      const compatible = known && (known.epoch === now.epoch || (known.epoch === '' && known.all === 0))
      if (compatible && known.all < now.all) {
        // What is behind is there to be read; if the next read does not bring it, it is not there any more.
        if (before === undefined) ahead.set(partition, known.all)
        if (before !== known.all) continue
      }
      if (known?.epoch === '' && now.all === 0) places.set(partition, now)
      else startOver(partition, now)
    }
  }

  /** The numbers of this epoch are used again: another one begins, unless another node saw it first. */
  async function fork(partition: number, { epoch }: Place): Promise<void> {
    const { meta, log } = partitionKeys(partition)
    startOver(partition, placeOf(await clients.state.presenceFork(2, meta, log, epoch, randomUUID())))
  }

  /** The position is taken first: whatever is read anew because of the doubt is at least as new. */
  function startOver(partition: number, now: Place): void {
    places.set(partition, now)
    // It may still hear a server that is not the one in charge any more.
    letGo()
    onDoubt(partition)
  }

  /** Redis tells of every entry on this line, and is asked for what was missed on the same one: what it says is in order. */
  async function listen(): Promise<Redis> {
    const redis = await clients.openReader(partitions[0] ?? 0)
    reader = redis
    redis.on('smessageBuffer', (log: Buffer, told: Buffer) => hear(partitionOf(log.toString()), told))
    redis.on('close', () => redis === reader && wake())
    await redis.ssubscribe(...logs)
    return redis
  }

  /** What continues the log is taken as told; about everything else the log is asked. */
  function hear(partition: number, told: Buffer): void {
    const known = places.get(partition)
    if (!known) return
    const [id = '', ...fields] = linesOf(told)
    const entry = entryOf(['head', ...fields])
    if (entry?.epoch === known.epoch && entry.all === known.all + 1) {
      places.set(partition, { epoch: entry.epoch, all: entry.all, id })
      onEntry(entry, partition)
    } else if (!entry || !wasSeen(known, entry, id)) {
      wake()
    }
  }

  /** True: there may be more. */
  async function read(redis: Redis): Promise<boolean> {
    const from = partitions.map((partition) => places.get(partition)?.id ?? '0-0')
    const late = setTimeout(() => redis.disconnect(), LATE_MS)
    const found = await redis.xread('COUNT', AT_ONCE, 'STREAMS', ...logs, ...from).finally(() => clearTimeout(late))
    for (const [log, entries] of found ?? []) await take(partitionOf(log), entries)
    return (found ?? []).some(([, entries]) => entries.length === AT_ONCE)
  }

  const pause = () => new Promise<void>((resolve) => setTimeout(resolve, AGAIN_MS))

  /** Resolves when the log has to be looked at, at the latest after so long. */
  const quiet = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      stirred = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  function wake(): void {
    unread = true
    stirred()
  }

  function letGo(): void {
    reader?.disconnect()
    reader = null
    stirred()
  }

  /** On another line: this one may hear a server that is not in charge any more. What was not read on it may be there all the same. */
  function beginAgain(): void {
    unsure = true
    ahead.clear()
    letGo()
  }

  async function take(partition: number, entries: readonly [string, string[]][]): Promise<void> {
    for (const [id, fields] of entries) {
      const entry = entryOf(fields)
      const known = places.get(partition) ?? { epoch: '', all: 0, id: '0-0' }
      if (!entry) {
        places.set(partition, { ...known, id })
        continue
      }
      // Told while it was read.
      if (wasSeen(known, entry, id)) continue
      if (entry.epoch === known.epoch && entry.all <= known.all) return fork(partition, known)
      if (entry.epoch !== known.epoch && known.epoch !== '')
        return startOver(partition, (await positions())[partitions.indexOf(partition)] ?? known)
      const hole = entry.all !== known.all + 1
      places.set(partition, { epoch: entry.epoch, all: entry.all, id })
      if (hole) onDoubt(partition)
      onEntry(entry, partition)
    }
  }

  function entryOf(fields: string[]): RawEntry | null {
    try {
      return readEntry(fields)
    } catch (why) {
      // One entry that nobody can read must not stop the log; if it was ours, the count shows the hole.
      onFault(why)
      return null
    }
  }

  const loop = (async () => {
    await Promise.race([clients.tried, new Promise<void>((resolve) => (stirred = resolve))])
    while (!stopped) {
      let used: Redis | null = null
      try {
        used = reader ?? (await listen())
        if (unsure) {
          unsure = false
          await check()
          unsure ||= ahead.size > 0
        }
        if (stopped) return
        if (reader !== used) continue
        unread = false
        const more = await read(used)
        if (reader !== used) continue
        live = true
        if (unread) await pause()
        else if (!more) await quiet(LOOK_MS)
      } catch (why) {
        if (stopped) return
        if (used && reader !== used) continue
        beginAgain()
        live = false
        onFault(why)
        await quiet(RETRY_MS)
      }
    }
  })()

  return {
    get live() {
      return live
    },
    check: beginAgain,
    async stop() {
      stopped = true
      letGo()
      await loop
      letGo()
    },
  }
}

/** Each line as a text of its own: a part of a longer one would keep all of that in memory. */
function linesOf(told: Buffer): string[] {
  const lines: string[] = []
  for (let from = 0, to = 0; to < told.length; from = to + 1) {
    const end = told.indexOf(LINE_FEED, from)
    to = end === -1 ? told.length : end
    lines.push(told.toString('utf8', from, to))
  }
  return lines
}
const LINE_FEED = 10

const placeOf = ([epoch, all, id]: readonly [string, number, string]): Place => ({ epoch, all, id })

const wasSeen = (known: Place, { epoch, all }: RawEntry, id: string): boolean =>
  epoch === known.epoch && all <= known.all && !isBefore(known.id, id)

/** Fewer entries than there were, or as many with older ids: a server took over that had not heard of all of them. */
const wentBack = (known: Place, now: Place): boolean =>
  known.epoch !== '' && known.epoch === now.epoch && (now.all < known.all || isBefore(now.id, known.id))

/** Of a log that was trimmed to nothing the last id is not known. */
function isBefore(id: string, other: string): boolean {
  const [ms = 0, count = 0] = id.split('-').map(Number)
  const [otherMs = 0, otherCount = 0] = other.split('-').map(Number)
  return id !== '0-0' && (ms < otherMs || (ms === otherMs && count < otherCount))
}
