import type { TimelineSpan } from '../protocol/presence.js'
import type { HubRest, ListedItem } from './hub-rest.js'

/** As far back as the drawer can show, and an hour to spare. */
const BACK_MS = 25 * 3_600_000

/** An agent's timeline and work, read again whenever their presence moves on. */
export class AgentDetail {
  readonly agentId: string
  /** Newest first. */
  spans: readonly TimelineSpan[] = []
  items: readonly ListedItem[] = []
  /** True once both are there. */
  ready = false
  /** What went wrong, if it did. */
  failure: unknown
  readonly #rest: HubRest
  readonly #now: () => number
  readonly #changed: () => void
  #wanted = 0
  #loaded = 0
  #loading = false

  constructor(agentId: string, rest: HubRest, now: () => number, changed: () => void) {
    this.agentId = agentId
    this.#rest = rest
    this.#now = now
    this.#changed = changed
  }

  want(version: number): void {
    this.#wanted = version
    if (version !== this.#loaded && !this.#loading) void this.#load()
  }

  /** One request at a time; what changes meanwhile is fetched by the next round. What could not be, waits for a change. */
  async #load(): Promise<void> {
    this.#loading = true
    while (this.#loaded !== this.#wanted) {
      this.#loaded = this.#wanted
      try {
        const from = new Date(this.#now() - BACK_MS)
        const [spans, items] = await Promise.all([
          this.#rest.timeline(this.agentId, from),
          this.#rest.workItems(this.agentId),
        ])
        Object.assign(this, { spans, items, ready: true, failure: undefined })
      } catch (error) {
        this.failure = error
      }
      this.#changed()
    }
    this.#loading = false
  }
}
