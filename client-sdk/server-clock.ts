/** Readings kept: half a minute of pulses, so that a local clock that was set is believed again after that. */
const READINGS = 6

/** The hub's time as seen from here. */
export interface ServerClock {
  /** ms since 1970. */
  now(): number
  read(serverTime: string): void
  /** Another line, maybe another node: what was read before counts no more. */
  restart(): void
}

export function createServerClock(): ServerClock {
  let aheadMs: readonly number[] = []
  return {
    // Every reading is late by its way here, and by hours in a tab that was frozen: the least late one is the truest.
    now: () => Date.now() + (aheadMs.length > 0 ? Math.max(...aheadMs) : 0),
    read(serverTime) {
      aheadMs = [...aheadMs, Date.parse(serverTime) - Date.now()].slice(-READINGS)
    },
    restart() {
      aheadMs = []
    },
  }
}
