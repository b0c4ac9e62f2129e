/** Time as an argument: production passes `systemClock`, tests a clock they move by hand. */
export interface Clock {
  /** ms since 1970. */
  now(): number
  /** Calls `run` once after `ms`; gives back its cancel. */
  after(ms: number, run: () => void): () => void
  /** Calls `run` every `ms`; gives back its stop. */
  every(ms: number, run: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  every: (ms, run) => {
    const timer = setInterval(run, ms)
    return () => clearInterval(timer)
  },
}

/**
 * Goes on evenly whatever is done to the machine's clock meanwhile, and gives the time of day by what that clock said at
 * the start: for whoever is told the right time again and again, and must not jump in between.
 */
export const steadyClock: Clock = { ...systemClock, now: () => performance.timeOrigin + performance.now() }
