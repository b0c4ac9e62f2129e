import type { Clock } from '../clock.js'

/** The longest wait between two frames of a room, ms, however busy the node is. Source: recovery.md, "Frames". */
const SLOWEST_MS = 250
/** Timers later than this, ms, say that the event loop lags; below it is the jitter of a healthy one. */
const LATE_MS = 15

/**
 * What writing to one socket is worth, ms: it takes some 10 µs, and a fifteenth of a node is for frames as long as that keeps
 * them from waiting. Source: `npm run bench`.
 */
const WRITE_MS = 0.15

/**
 * When frames leave: at once after quiet, else when what was sent lately is worth no more than the time that went by, one
 * interval later at most. A frame for three sockets delays the next one by nothing, one for a thousand by the whole
 * interval. While our own timers come late the interval doubles, so that a node in trouble sends fewer and larger frames;
 * it halves as soon as they are on time.
 */
export class Pacer {
  readonly #clock: Clock
  readonly #frameMs: number
  readonly #timers = new Set<() => void>()
  #soon = new Set<() => void>()
  #intervalMs: number
  #adaptedAt = 0
  /** Until then all that was sent is not yet worth its time. */
  #owedUntil = 0

  constructor(clock: Clock, frameMs: number) {
    this.#clock = clock
    this.#frameMs = frameMs
    this.#intervalMs = frameMs
  }

  get intervalMs(): number {
    return this.#intervalMs
  }

  now(): number {
    return this.#clock.now()
  }

  /** A frame went to so many sockets: when the room may send the next. */
  restsUntil(sockets: number): number {
    const now = this.now()
    const latest = now + this.#intervalMs
    this.#owedUntil = Math.min(Math.max(this.#owedUntil, now) + sockets * WRITE_MS, latest)
    return this.#intervalMs > this.#frameMs ? latest : this.#owedUntil
  }

  /** Runs at the end of this turn of the event loop, so that a burst of log entries makes one frame. Gives back its cancel. */
  soon(run: () => void): () => void {
    const soon = this.#soon
    if (soon.size === 0) setImmediate(() => this.#runSoon())
    soon.add(run)
    return () => soon.delete(run)
  }

  /** Runs once `dueAt` has come, but never later than one interval from now: a wall clock set back must not mute a room. */
  at(dueAt: number, run: () => void): () => void {
    const waitMs = Math.min(dueAt - this.now(), this.#intervalMs)
    if (waitMs < 1) return this.soon(run)
    const expectedAt = this.now() + waitMs
    const cancel = this.#clock.after(waitMs, () => {
      this.#timers.delete(cancel)
      this.#adapt(this.now() - expectedAt)
      run()
    })
    this.#timers.add(cancel)
    return () => {
      this.#timers.delete(cancel)
      cancel()
    }
  }

  close(): void {
    for (const cancel of this.#timers) cancel()
    this.#timers.clear()
    this.#soon.clear()
  }

  #runSoon(): void {
    const due = this.#soon
    this.#soon = new Set()
    for (const run of due) run()
  }

  /** Once an interval at most: a hundred rooms that are late together are one lag. */
  #adapt(lateMs: number): void {
    const sinceMs = Math.abs(this.now() - this.#adaptedAt)
    if (sinceMs < this.#intervalMs) return
    this.#adaptedAt = this.now()
    const wanted = lateMs > LATE_MS ? Math.max(this.#intervalMs, 1) * 2 : this.#intervalMs / 2
    this.#intervalMs = Math.max(this.#frameMs, Math.min(wanted, SLOWEST_MS))
  }
}
