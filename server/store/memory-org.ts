import type { AgentRecord, TimelineRow } from '../engine/record.js'
import type { Settings } from '../engine/rulebook.js'
import { isTombstone, type LogEntry, type Position, type TimelineQuery, type Tombstone } from './store.js'

type WithoutPlace<E> = E extends LogEntry ? Omit<E, 'org' | 'position' | 'at'> : never
export type NewEntry = WithoutPlace<LogEntry>

/** How long and how many deleted agents leave a tombstone. Source: recovery rules, as for the board's. */
const TOMBSTONE_MS = 86_400_000
const TOMBSTONES = 10_000

export interface Bounds {
  readonly logLength: number
  readonly logAgeMs: number
  readonly historyMs: number
}

/** Everything one organisation has in memory. No method waits, so each is one step. */
export class MemoryOrg {
  readonly #name: string
  readonly #epoch: string
  readonly #bounds: Bounds
  readonly #agents = new Map<string, AgentRecord | Tombstone>()
  /** When each was buried, in that order. */
  readonly #tombstones = new Map<string, number>()
  readonly #timelines = new Map<string, TimelineRow[]>()
  #log: LogEntry[] = []
  #sequence = 0
  settings: Settings = { version: 0, statuses: {}, policy: {}, teamPolicies: {} }

  constructor(name: string, epoch: string, bounds: Bounds) {
    this.#name = name
    this.#epoch = epoch
    this.#bounds = bounds
  }

  get position(): Position {
    return { epoch: this.#epoch, sequence: this.#sequence }
  }

  read(agentId: string): AgentRecord | Tombstone | undefined {
    return this.#agents.get(agentId)
  }

  records(): AgentRecord[] {
    const records: AgentRecord[] = []
    for (const found of this.#agents.values()) if (!isTombstone(found)) records.push(found)
    return records
  }

  tombstones(): Tombstone[] {
    return [...this.#tombstones.keys()].flatMap((agentId) => {
      const found = this.#agents.get(agentId)
      return found && isTombstone(found) ? [found] : []
    })
  }

  hasTimeline(agentId: string): boolean {
    return (this.#timelines.get(agentId)?.length ?? 0) > 0
  }

  put(record: AgentRecord, rows: readonly TimelineRow[], now: number): void {
    this.#agents.set(record.agentId, record)
    this.#tombstones.delete(record.agentId)
    if (rows.length === 0) return
    const timeline = this.#timelines.get(record.agentId) ?? []
    timeline.push(...rows)
    // The row in which the history begins stays, so that the timeline still tiles.
    // Looked for from the old end: only what is dropped is passed over.
    const begins = now - this.#bounds.historyMs
    let old = 0
    while ((timeline[old + 1]?.at ?? Infinity) <= begins) old++
    if (old > 0) timeline.splice(0, old)
    this.#timelines.set(record.agentId, timeline)
  }

  bury(tombstone: Tombstone, now: number): Tombstone {
    const { agentId } = tombstone
    this.#agents.set(agentId, tombstone)
    this.#tombstones.set(agentId, now)
    this.#timelines.delete(agentId)
    for (const [oldest, buriedAt] of this.#tombstones) {
      if (now - buriedAt <= TOMBSTONE_MS && this.#tombstones.size <= TOMBSTONES) break
      this.#tombstones.delete(oldest)
      this.#agents.delete(oldest)
    }
    return tombstone
  }

  append(entry: NewEntry, now: number): LogEntry {
    const placed = { org: this.#name, position: { epoch: this.#epoch, sequence: ++this.#sequence }, at: now, ...entry }
    this.#log.push(placed)
    // Twice the length before it is cut, so that each entry is moved once on average.
    if (this.#log.length > 2 * this.#bounds.logLength) this.#log = this.#log.slice(-this.#bounds.logLength)
    return placed
  }

  /** Entries after a sequence, or 'gone'. Sequences have no holes, so the place in the log is counted, not searched. */
  since(sequence: number, now: number): readonly LogEntry[] | 'gone' {
    if (sequence > this.#sequence) return 'gone'
    const count = this.#sequence - sequence
    if (count > Math.min(this.#log.length, this.#bounds.logLength)) return 'gone'
    const entries = count === 0 ? [] : this.#log.slice(-count)
    const [oldest] = entries
    return oldest && oldest.at < now - this.#bounds.logAgeMs ? 'gone' : entries
  }

  timeline(agentId: string, { from, to, limit }: TimelineQuery): TimelineRow[] {
    const rows = this.#timelines.get(agentId) ?? []
    const found: TimelineRow[] = []
    for (let index = rows.length - 1; index >= 0 && found.length < limit; index--) {
      const row = rows[index]
      if (!row) break
      if (row.at < to) found.push(row)
      if (row.at <= from) break
    }
    return found
  }
}
