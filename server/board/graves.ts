import type { Tombstone } from '../store/store.js'
import { REMOVALS_KEPT } from './removals.js'

/** Agents that were deleted, so that nothing older than that brings them back. In the order they were deleted. */
export class Graves {
  readonly #graves = new Map<string, Tombstone>()

  constructor(known: readonly Tombstone[]) {
    for (const one of [...known].sort((a, b) => a.deletedAt - b.deletedAt)) this.add(one)
  }

  add(tombstone: Tombstone): void {
    this.#graves.delete(tombstone.agentId)
    this.#graves.set(tombstone.agentId, tombstone)
    const tooOld = tombstone.deletedAt - REMOVALS_KEPT.ms
    for (const [agentId, { deletedAt }] of this.#graves) {
      if (deletedAt >= tooOld && this.#graves.size <= REMOVALS_KEPT.count) break
      this.#graves.delete(agentId)
    }
  }

  /** Whether a record of this revision is from before the agent was deleted. */
  covers(agentId: string, revision: number): boolean {
    return (this.#graves.get(agentId)?.revision ?? -1) >= revision
  }

  all(): Iterable<Tombstone> {
    return this.#graves.values()
  }
}
