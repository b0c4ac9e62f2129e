/** Buckets of 1 % width from 1 us to some 1,000 s: a percentile is off by at most that. */
const GROWTH = Math.log(1.01)
const BUCKETS = Math.ceil(Math.log(1e9) / GROWTH)

/** How long things took, in so little memory that millions can be counted while the clock runs. */
export class Latencies {
  readonly #counts = new Float64Array(BUCKETS)
  #total = 0

  add(us: number, times = 1): void {
    const bucket = us <= 1 ? 0 : Math.min(BUCKETS - 1, Math.floor(Math.log(us) / GROWTH))
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + times
    this.#total += times
  }

  get count(): number {
    return this.#total
  }

  /** ms; NaN where nothing was counted. */
  percentile(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.#total))
    let seen = 0
    for (const [bucket, count] of this.#counts.entries()) {
      seen += count
      if (seen >= wanted) return Math.exp((bucket + 0.5) * GROWTH) / 1_000
    }
    return Number.NaN
  }

  merge(pairs: Pairs): void {
    for (const [bucket, count] of pairs) {
      this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count
      this.#total += count
    }
  }

  /** What is not empty, for another process. */
  pairs(): Pairs {
    return [...this.#counts.entries()].filter(([, count]) => count > 0)
  }
}

export type Pairs = readonly (readonly [bucket: number, count: number])[]
