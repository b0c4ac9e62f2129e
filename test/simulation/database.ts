import type { Clock } from '../../server/clock.js'
import { createMemoryStore } from '../../server/store/memory-store.js'
import type { AgentRecord } from '../../server/engine/record.js'
import type { LogEntry, Store, Tombstone } from '../../server/store/store.js'
import type { VirtualTime } from './virtual-time.js'

export const ORG = 'acme'

interface Performed {
  readonly at: number
  readonly call: (store: Store) => Promise<unknown>
}

export interface DatabaseWatch {
  entry(entry: LogEntry, put: 'written' | 'put back'): void
  /** Its end is lost, or all of it. */
  replaced(): void
}

/**
 * The database all nodes share. What changed it is kept, so that it can go back: a replica that lagged is the same calls
 * without the last ones, under another epoch.
 */
export class Database {
  readonly #time: VirtualTime
  readonly #watches = new Set<DatabaseWatch>()
  #journal: Performed[] = []
  #store: Store
  #replaying: number | null = null
  #offering = false

  constructor(time: VirtualTime) {
    this.#time = time
    this.#store = this.#empty()
    this.#follow()
  }

  now(): number {
    return this.#store.now()
  }

  /** Tells of what is in the log from here on, and of every loss. */
  watch(watch: DatabaseWatch): () => void {
    this.#watches.add(watch)
    return () => void this.#watches.delete(watch)
  }

  /** Takes effect before it returns. */
  ask<T>(call: (store: Store) => Promise<T>): Promise<T> {
    return call(this.#store)
  }

  change<T>(call: (store: Store) => Promise<T>): Promise<T> {
    this.#journal.push({ at: this.#time.now, call })
    return call(this.#store)
  }

  putBack(call: (store: Store) => Promise<void>): Promise<void> {
    this.#offering = true
    const done = this.change(call)
    // The log is told of in the turn's promises, all of which come before this.
    setImmediate(() => (this.#offering = false))
    return done
  }

  /** Loses what happened in the last so many ms; Infinity: everything. */
  async lose(ms: number): Promise<void> {
    this.#journal = this.#journal.filter(({ at }) => at <= this.#time.now - ms)
    this.#store = this.#empty()
    for (const { at, call } of this.#journal) {
      this.#replaying = at
      await call(this.#store)
    }
    this.#replaying = null
    this.#follow()
    for (const watch of [...this.#watches]) watch.replaced()
  }

  async stored(agentId: string): Promise<AgentRecord | Tombstone | undefined> {
    return this.#store.read(ORG, agentId)
  }

  #empty(): Store {
    const clock: Pick<Clock, 'now'> = { now: () => this.#replaying ?? this.#time.now }
    return createMemoryStore({ clock: { ...NO_TIMERS, ...clock } })
  }

  #follow(): void {
    const store = this.#store
    void store.follow({
      wants: () => true,
      entry: (entry) => {
        if (store !== this.#store) return
        for (const watch of [...this.#watches]) watch.entry(entry, this.#offering ? 'put back' : 'written')
      },
      doubt: () => {},
    })
  }
}

const NO_TIMERS = {
  after: () => {
    throw new Error('the memory store waits for nothing')
  },
  every: () => {
    throw new Error('the memory store waits for nothing')
  },
}
