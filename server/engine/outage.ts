/** A time in which no node could hear anybody, ms since 1970 by the store's clock. Nobody is punished for it. */
export interface Outage {
  readonly from: number
  readonly to: number
}

/** When `ms` from `start` are over, not counting the outage. */
export function deadline(start: number, ms: number, outage: Outage | null): number {
  const at = start + ms
  if (!outage || outage.from >= at || outage.to <= start) return at
  return at + outage.to - Math.max(outage.from, start)
}
