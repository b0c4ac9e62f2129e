import { type Clock, systemClock } from '../../server/clock.js'

/** Real time, some way ahead: timers run as they do, and `shift` lets a while pass at once. For tests with real sockets. */
export interface ShiftedClock extends Clock {
  shift(ms: number): void
}

export function createShiftedClock(): ShiftedClock {
  let ahead = 0
  return {
    ...systemClock,
    now: () => systemClock.now() + ahead,
    shift: (ms) => void (ahead += ms),
  }
}
