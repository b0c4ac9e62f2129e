import type { Dice } from './dice.js'

interface Planned {
  readonly at: number
  /** Which of two at the same ms is first: thrown, so that every order comes up. */
  readonly tie: number
  readonly run: () => void
  cancelled: boolean
}

/**
 * The only time there is. Whatever happens is planned here; between two happenings the event loop turns once, so that
 * all that a happening sets off in promises has come to rest before the next.
 */
export class VirtualTime {
  readonly #dice: Dice
  readonly #heap: Planned[] = []
  #firsts = 0
  now = Date.parse('2026-11-23T10:00:00.000Z')
  /** How many happenings there were. */
  steps = 0

  constructor(dice: Dice) {
    this.#dice = dice
  }

  /** Plans `run` in so many ms; gives back its cancel. `first`: before everything else at that ms, in the order planned. */
  in(ms: number, run: () => void, first = false): () => void {
    const tie = first ? -1 / ++this.#firsts : this.#dice.next()
    const planned: Planned = { at: this.now + Math.max(0, Math.trunc(ms)), tie, run, cancelled: false }
    this.#push(planned)
    return () => void (planned.cancelled = true)
  }

  async passUntil(until: number): Promise<void> {
    for (let [next] = this.#heap; next && next.at <= until; [next] = this.#heap) {
      this.#pop()
      if (next.cancelled) continue
      this.now = next.at
      this.steps += 1
      next.run()
      await turn()
    }
    this.now = until
  }

  #push(planned: Planned): void {
    const heap = this.#heap
    let index = heap.push(planned) - 1
    while (index > 0) {
      const above = (index - 1) >> 1
      const parent = heap[above]
      if (!parent || before(parent, planned)) break
      heap[index] = parent
      index = above
    }
    heap[index] = planned
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let index = 0
    for (;;) {
      let below = 2 * index + 1
      const [left, right] = [heap[below], heap[below + 1]]
      if (!left) break
      if (right && before(right, left)) below += 1
      const child = heap[below]
      if (!child || before(last, child)) break
      heap[index] = child
      index = below
    }
    heap[index] = last
  }
}

const before = (a: Planned, b: Planned): boolean => a.at < b.at || (a.at === b.at && a.tie < b.tie)

/** What waits for the end of this turn runs in the order it was asked for, so a turn is as repeatable as the rest. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
