import type { Clock } from '../../server/clock.js'

/** Time that passes only when told to; timers run in order of their due time, each at its own time. */
export interface TestClock extends Clock {
  advance(ms: number): void
}

export function createTestClock(startsAt = Date.parse('2026-11-23T10:00:00.000Z')): TestClock {
  const timers = new Set<{ at: number; readonly everyMs: number | null; readonly run: () => void }>()
  let now = startsAt

  const start = (ms: number, everyMs: number | null, run: () => void) => {
    const timer = { at: now + ms, everyMs, run }
    timers.add(timer)
    return () => void timers.delete(timer)
  }

  return {
    now: () => now,
    after: (ms, run) => start(ms, null, run),
    every: (ms, run) => start(ms, ms, run),
    advance(ms) {
      const until = now + ms
      for (;;) {
        const [next] = [...timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)
        if (!next) break
        now = Math.max(now, next.at)
        if (next.everyMs === null) timers.delete(next)
        else next.at += next.everyMs
        next.run()
      }
      now = until
    },
  }
}
