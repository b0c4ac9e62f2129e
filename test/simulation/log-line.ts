import type { Follower, LogEntry } from '../../server/store/store.js'
import type { Database } from './database.js'
import type { Dice } from './dice.js'
import type { SimProcess } from './sim-process.js'
import type { VirtualTime } from './virtual-time.js'
import { onTheWayMs, type Weather } from './weather.js'

/** How soon a node notices by itself that entries are missing or that the database is another one, ms at most. */
const NOTICE_MS = 2_000

export interface LogLineParts {
  readonly time: VirtualTime
  readonly dice: Dice
  readonly process: SimProcess
  readonly database: Database
  readonly weather: Weather
}

/**
 * The log on its way to one node: in order, each entry once. Entries may be lost, and the database may be replaced; the
 * node is then told of the doubt, after a while. While the line is cut nothing comes.
 */
export class LogLine {
  readonly #parts: LogLineParts
  readonly #unwatch: () => void
  #follower: Follower | null = null
  #queue: LogEntry[] = []
  #cut = false
  #toLose = 0
  /** Something is missing, and the node does not know yet. */
  #unnoticed: 'nothing' | 'a hole' | 'another database' = 'nothing'

  constructor(parts: LogLineParts) {
    this.#parts = parts
    this.#unwatch = parts.database.watch({ entry: (entry) => this.#take(entry), replaced: () => this.#replaced() })
  }

  follow(follower: Follower): () => Promise<void> {
    this.#follower = follower
    return async () => void (this.#follower = null)
  }

  /** Loses the next entries. */
  lose(entries: number): void {
    this.#toLose += entries
  }

  cut(): void {
    this.#cut = true
  }

  /** `gap`: the log does not reach back to where it was cut. */
  mend(gap: boolean): void {
    this.#cut = false
    const unnoticed = this.#unnoticed !== 'nothing'
    this.#notice()
    if (gap && !unnoticed) {
      this.#queue = []
      this.#tellDoubt()
    } else for (const _ of this.#queue) this.#planDelivery()
  }

  close(): void {
    this.#unwatch()
    this.#follower = null
    this.#queue = []
  }

  #take(entry: LogEntry): void {
    if (!this.#follower) return
    if (this.#unnoticed === 'another database') return this.#plan(() => this.#notice())
    if (this.#toLose > 0) {
      this.#toLose -= 1
      return this.#miss('a hole')
    }
    this.#queue.push(entry)
    if (!this.#cut) this.#planDelivery()
  }

  #replaced(): void {
    if (!this.#follower) return
    // What was sent already may still arrive.
    if (this.#parts.dice.chance(0.5)) this.#queue = []
    this.#miss('another database')
  }

  #miss(what: 'a hole' | 'another database'): void {
    this.#unnoticed = what
    const { time, dice, process } = this.#parts
    time.in(dice.upTo(NOTICE_MS), () => process.does(() => this.#notice()))
  }

  #notice(): void {
    if (this.#cut || this.#unnoticed === 'nothing') return
    // From here on the log of the new database is read; the old one's cannot come any more.
    if (this.#unnoticed === 'another database') this.#queue = []
    this.#unnoticed = 'nothing'
    this.#tellDoubt()
  }

  #planDelivery(): void {
    this.#plan(() => this.#deliver())
  }

  #plan(run: () => void): void {
    const { time, dice, weather, process } = this.#parts
    time.in(onTheWayMs(weather, dice), () => process.does(run))
  }

  #deliver(): void {
    if (this.#cut) return
    const entry = this.#queue.shift()
    if (!entry) return
    if (this.#unnoticed === 'a hole') this.#notice()
    if (this.#follower?.wants(entry.org)) this.#follower.entry(entry)
  }

  #tellDoubt(): void {
    this.#follower?.doubt(() => true)
  }
}
