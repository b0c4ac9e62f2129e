import type { Rate } from '../../protocol/limits.js'
import type { Clock } from '../clock.js'

/**
 * Token buckets: `burst` at once, refilled `perSecond`. The libraries at hand count in windows, where a burst at the
 * seam of two windows passes twice; see docs/decisions/0006.
 */
export interface Rates {
  /** ms to wait before one more is allowed; 0: allowed now, and counted. */
  take(key: string): number
}

export function createRates(rate: Rate, clock: Clock): Rates {
  const buckets = new Map<string, { left: number; at: number }>()
  const fullAfterMs = (rate.burst / rate.perSecond) * 1_000
  let sweptAt = clock.now()

  /** A bucket that has had time to fill up says no more than one that does not exist. */
  function sweep(now: number) {
    if (now - sweptAt < fullAfterMs) return
    for (const [key, bucket] of buckets) if (now - bucket.at >= fullAfterMs) buckets.delete(key)
    sweptAt = now
  }

  return {
    take(key) {
      const now = clock.now()
      sweep(now)
      const bucket = buckets.get(key) ?? { left: rate.burst, at: now }
      bucket.left = Math.min(rate.burst, bucket.left + (Math.max(0, now - bucket.at) / 1_000) * rate.perSecond)
      bucket.at = now
      buckets.set(key, bucket)
      if (bucket.left < 1) return Math.ceil(((1 - bucket.left) / rate.perSecond) * 1_000)
      bucket.left -= 1
      return 0
    },
  }
}
