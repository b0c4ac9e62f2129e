import type { Clock } from '../../server/clock.js'
import type { VirtualTime } from './virtual-time.js'

/**
 *   running ──freeze──► frozen: what comes waits ──thaw──► running
 *      └──kill──► dead: nothing comes any more  ◄──kill──┘
 *
 * The process of a node, and its clock, which may be wrong. Everything that reaches the node goes through `does`.
 */
export class SimProcess implements Clock {
  readonly #time: VirtualTime
  readonly #skewMs: number
  #state: 'running' | 'frozen' | 'dead' = 'running'
  #waiting: (() => void)[] = []
  readonly #timers = new Set<() => void>()

  constructor(time: VirtualTime, skewMs: number) {
    this.#time = time
    this.#skewMs = skewMs
  }

  get dead(): boolean {
    return this.#state === 'dead'
  }
  get frozen(): boolean {
    return this.#state === 'frozen'
  }
  /** How many timers are running. */
  get timers(): number {
    return this.#timers.size
  }

  does(run: () => void): void {
    if (this.#state === 'running') run()
    else if (this.#state === 'frozen') this.#waiting.push(run)
  }

  freeze(): void {
    if (this.#state === 'running') this.#state = 'frozen'
  }

  thaw(): void {
    if (this.#state !== 'frozen') return
    this.#state = 'running'
    const waiting = this.#waiting
    this.#waiting = []
    for (const run of waiting) this.#time.in(0, () => this.does(run), true)
  }

  kill(): void {
    this.#state = 'dead'
    this.#waiting = []
    for (const cancel of this.#timers) cancel()
    this.#timers.clear()
  }

  now(): number {
    return this.#time.now + this.#skewMs
  }

  after(ms: number, run: () => void): () => void {
    let over = false
    const end = () => {
      over = true
      cancel()
      this.#timers.delete(end)
    }
    const fire = () => {
      if (over) return
      end()
      run()
    }
    const cancel = this.#time.in(Math.max(1, ms), () => this.does(fire))
    this.#timers.add(end)
    return end
  }

  every(ms: number, run: () => void): () => void {
    let over = false
    let due = false
    let cancel = () => {}
    const end = () => {
      over = true
      cancel()
      this.#timers.delete(end)
    }
    const plan = () => {
      cancel = this.#time.in(ms, () => {
        plan()
        // However long it was frozen: an interval is late once.
        if (due) return
        due = true
        this.does(() => {
          due = false
          if (!over) run()
        })
      })
    }
    plan()
    this.#timers.add(end)
    return end
  }
}
