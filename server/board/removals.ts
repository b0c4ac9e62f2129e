/** An agent that is no longer in rooms they were in. */
export interface Removal {
  readonly agentId: string
  /** Of the entry that removed them. */
  readonly sequence: number
  /** ms since 1970, by the store's clock. */
  readonly at: number
  readonly teams: readonly string[]
  /** Deleted agents are gone from the organisation, not only from these teams. */
  readonly deleted: boolean
}

/** How long, and how many at most, an organisation remembers. Source: recovery.md, "Resume by state". */
export const REMOVALS_KEPT = { ms: 24 * 3_600_000, count: 10_000 }

/** What a list of changes cannot say: who is not there any more. Oldest first. */
export class Removals {
  #kept: Removal[] = []
  #floor: number

  /** `floor`: before this sequence nothing is known. */
  constructor(floor: number) {
    this.#floor = floor
  }

  /** A cursor below this may have missed a removal that is forgotten by now. */
  get floor(): number {
    return this.#floor
  }

  add(removal: Removal): void {
    this.#kept.push(removal)
    const tooOld = removal.at - REMOVALS_KEPT.ms
    let forgotten = Math.max(0, this.#kept.length - REMOVALS_KEPT.count)
    while ((this.#kept[forgotten]?.at ?? Infinity) < tooOld) forgotten += 1
    const last = this.#kept[forgotten - 1]
    if (!last) return
    this.#floor = Math.max(this.#floor, last.sequence)
    this.#kept.splice(0, forgotten)
  }

  /** Newest first. */
  *since(sequence: number): Generator<Removal> {
    for (let index = this.#kept.length - 1; index >= 0; index -= 1) {
      const removal = this.#kept[index]
      if (!removal || removal.sequence <= sequence) return
      yield removal
    }
  }
}
