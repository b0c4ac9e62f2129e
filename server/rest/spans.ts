import type { TimelineSpan } from '../../protocol/presence.js'
import type { TimelineRow } from '../engine/record.js'

const iso = (ms: number): string => new Date(ms).toISOString()

/** Spans that tile the time asked for: each ends where the newer one begins; the newest goes on if `open`. */
export function spansOf(rows: readonly TimelineRow[], from: number, to: number, open: boolean): TimelineSpan[] {
  return rows.map(({ at, ...row }, index) => {
    const newer = rows[index - 1]
    const end = newer ? newer.at : to
    const start = Math.max(at, from)
    return {
      ...row,
      from: iso(start),
      ...((newer || !open) && { to: iso(end) }),
      durationMs: Math.max(0, end - start),
    }
  })
}
