import type { AgentRecord } from '../engine/record.js'
import type { Held, Tombstone } from '../store/store.js'
import { isTombstone } from '../store/store.js'

/**
 * What this node wrote and has not read in the log yet. It was acked: if the database loses its end before the log brought
 * it, nobody else has it. Holds no more than is between a commit and its entry, a few ms' worth.
 */
export class Unread {
  readonly #agents = new Map<string, AgentRecord | Tombstone>()
  #settings: Held['settings'] = null

  get settings(): Held['settings'] {
    return this.#settings
  }

  agents(): Iterable<AgentRecord | Tombstone> {
    return this.#agents.values()
  }

  record(agentId: string): AgentRecord | undefined {
    const found = this.#agents.get(agentId)
    return found && !isTombstone(found) ? found : undefined
  }

  add({ records, settings }: Held): void {
    for (const one of records) this.#agents.set(one.agentId, one)
    this.#settings = settings ?? this.#settings
  }

  /** The log, or a snapshot, has come so far. */
  read(agentId: string, revision: number): void {
    if ((this.#agents.get(agentId)?.revision ?? Infinity) <= revision) this.#agents.delete(agentId)
  }

  readSettings(version: number): void {
    if (this.#settings && this.#settings.version <= version) this.#settings = null
  }

  clear(): void {
    this.#agents.clear()
    this.#settings = null
  }
}
