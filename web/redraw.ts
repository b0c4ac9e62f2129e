/** The share of time drawing may take: after 8 ms of work, 24 ms of rest. */
const REST_PER_WORK = 3

/**
 * Does a piece of work on animation frames, however often it is asked for, and rests in proportion to what it cost, but
 * `atLeastMs`: a floor of 10,000 agents that all move leaves the page usable.
 */
export class Redraw {
  readonly #work: () => unknown
  readonly #atLeastMs: number
  #asked = false
  #restUntil = 0
  #frame = 0

  /** A promise of the work is waited for: what is drawn at the end of the turn counts, too. */
  constructor(work: () => unknown, atLeastMs = 0) {
    this.#work = work
    this.#atLeastMs = atLeastMs
  }

  ask(): void {
    if (this.#asked) return
    this.#asked = true
    this.#frame = requestAnimationFrame(this.#onFrame)
  }

  stop(): void {
    cancelAnimationFrame(this.#frame)
    this.#asked = false
  }

  readonly #onFrame = (): void => {
    const startedAt = performance.now()
    if (startedAt < this.#restUntil) {
      this.#frame = requestAnimationFrame(this.#onFrame)
      return
    }
    this.#asked = false
    void this.#timed(startedAt)
  }

  async #timed(startedAt: number): Promise<void> {
    await this.#work()
    const endedAt = performance.now()
    this.#restUntil = endedAt + Math.max(this.#atLeastMs, REST_PER_WORK * (endedAt - startedAt))
  }
}
