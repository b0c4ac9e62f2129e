import type { Clock } from '../clock.js'

/** How long the same thing is only counted before it is told again, ms. */
const QUIET_MS = 10_000
/** Kinds of things that are told apart; more than that are one kind. */
const KINDS = 100

/**
 * Says whether to tell of something now: how often it came since it was told last, or null for not now. What happens ten
 * times a second, or a thousand, must not fill a disk.
 */
export function createQuiet(clock: Clock): (kind: string) => number | null {
  const kinds = new Map<string, { toldAt: number; times: number }>()
  return (wanted) => {
    const kind = kinds.has(wanted) || kinds.size < KINDS ? wanted : ''
    const known = kinds.get(kind)
    if (known && clock.now() - known.toldAt < QUIET_MS) {
      known.times += 1
      return null
    }
    kinds.set(kind, { toldAt: clock.now(), times: 0 })
    return known?.times ?? 0
  }
}
