import type { Cluster, Redis } from 'ioredis'
import type { TimelineRow } from '../engine/record.js'
import { readRow } from './redis-records.js'
import type { TimelineQuery } from './store.js'

/** Rows read at once: a busy agent's day. */
const PAGE = 256

/**
 * Rows that overlap [from, to), newest first. A timeline is a list in the order it was written, which is the order of
 * revisions: what two nodes with clocks a millisecond apart wrote stands as it happened.
 */
export async function rowsOf(
  redis: Redis | Cluster,
  key: string,
  { from, to, limit }: TimelineQuery,
): Promise<TimelineRow[]> {
  const found: TimelineRow[] = []
  let last: readonly string[] = []
  for (let end = -1; ; end -= PAGE) {
    const page = await redis.lrange(key, end - PAGE + 1, end)
    // What was added meanwhile moves the rows of the last page into this one.
    for (const text of page.filter((one) => !last.includes(one)).reverse()) {
      const row = readRow(text)
      if (row.at < to) found.push(row)
      if (row.at <= from || found.length >= limit) return found
    }
    if (page.length < PAGE) return found
    last = page
  }
}
