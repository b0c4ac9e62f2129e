const TICK_MS = 10
/** Of the time between two ticks so much counts at most, ms: a tick that comes later was not let come. */
const MOST_MS = 50

export interface Stopwatch {
  /** Since the start. */
  readonly ms: number
  stop(): void
}

/**
 * Time as this process has it: of a while in which the machine did not let it run only a moment counts. A promise of so
 * many ms is measured by it, for a machine that stands still for a second holds up the witness, not only the accused.
 */
export function startStopwatch(): Stopwatch {
  let lived = 0
  let last = performance.now()
  const count = () => {
    const now = performance.now()
    lived += Math.min(now - last, MOST_MS)
    last = now
  }
  const ticker = setInterval(count, TICK_MS)
  return {
    get ms() {
      count()
      return lived
    },
    stop: () => clearInterval(ticker),
  }
}

/** What came of it, and how long that took. */
export async function timed<T>(run: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const watch = startStopwatch()
  try {
    return { value: await run(), ms: watch.ms }
  } finally {
    watch.stop()
  }
}
