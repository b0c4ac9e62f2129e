import type { Clock } from '../clock.js'

interface Waiter {
  readonly met: () => boolean
  readonly settle: (met: boolean) => void
}

/** Those who wait until the board has come as far as they have been elsewhere. Every wait has a deadline. */
export class Arrivals {
  readonly #clock: Clock
  readonly #waiters = new Set<Waiter>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** True once `met` is, false after `timeoutMs`. */
  when(met: () => boolean, timeoutMs: number): Promise<boolean> {
    if (met()) return Promise.resolve(true)
    return new Promise((resolve) => {
      const cancel = this.#clock.after(timeoutMs, () => waiter.settle(false))
      const waiter: Waiter = {
        met,
        settle: (isMet) => {
          cancel()
          this.#waiters.delete(waiter)
          resolve(isMet)
        },
      }
      this.#waiters.add(waiter)
    })
  }

  moved(): void {
    for (const waiter of this.#waiters) if (waiter.met()) waiter.settle(true)
  }

  close(): void {
    for (const waiter of this.#waiters) waiter.settle(false)
  }
}
