import type { Clock } from '../clock.js'

/** How long something made is kept for the next who asks, ms: those who lost their line together come back together. */
const KEPT_MS = 1_000
/** Different things kept at once: the rooms that many ask for are few. */
const KEPT = 8

/** What was made a moment ago, by what it was made from. */
export class Recent<T> {
  readonly #clock: Clock
  readonly #made = new Map<string, T>()
  #cancel: (() => void) | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get(key: string, make: () => T): T {
    const known = this.#made.get(key)
    if (known) return known
    if (this.#made.size === KEPT) this.#made.clear()
    const made = make()
    this.#made.set(key, made)
    this.#cancel ??= this.#clock.after(KEPT_MS, () => this.clear())
    return made
  }

  clear(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#made.clear()
  }
}
