import type { Clock } from '../clock.js'
import type { AgentRecord } from '../engine/record.js'
import type { LogEntry, Position, Snapshot, Store, Tombstone } from '../store/store.js'
import { LiveOrgBoard } from './org-board.js'
import type { Pacer } from './pacer.js'
import type { Moment } from './roster.js'
import type { Told } from './told.js'

/** What the board asks of a log; pino's is one. */
export interface BoardLog {
  warn(details: object, sentence: string): void
}

/** Entries kept while a snapshot is on its way; with more the snapshot is too old to be worth it. */
const WAITING_LIMIT = 50_000
/** Agents offered in one step. Source: the port. */
const AT_ONCE = 64
/**
 * How long what a snapshot says of an agent may be less than others hold, ms: a database that has just lost its end is read
 * like any other. Source: redis-follow.ts, 3.5 s until the last node notices that, and what it takes to put it back.
 */
const PUT_BACK_MS = 5_000
/** Between two tries to get a snapshot, ms: doubled from the first to the last. */
const RETRY_MS = { first: 100, last: 5_000 }

export interface FollowerParts {
  readonly store: Store
  readonly clock: Clock
  readonly log: BoardLog
  readonly pacer: Pacer
  readonly told: Omit<Told, 'poisoned' | 'clashed'>
  /** False if this node was cut off for so long that what it holds may have been deleted and forgotten since. */
  readonly mayOffer: () => boolean
}

/**
 *   loading: entries wait ──snapshot, then those that waited──► following ──the next entry──► following
 *      ▲                                                            │
 *      └────────── gap, other epoch, an entry nobody can read ──────┘   then every room is reset
 *
 * Keeps the board of one organisation equal to the log. The log is followed before the snapshot is asked for, so
 * nothing falls between the two; what is in both is told apart by its sequence.
 */
export class OrgFollower {
  readonly #org: string
  readonly #parts: FollowerParts
  #board: LiveOrgBoard | undefined
  /** Undefined while following. */
  #waiting: LogEntry[] | undefined = []
  #retryMs = RETRY_MS.first
  #cancelRetry: (() => void) | undefined
  #closed = false
  /** The log was doubted while a snapshot was on its way, which may be older than the doubt. */
  #doubted = false
  #snapshotsTaken = 0
  /** When the last snapshot came, by the store's clock. */
  #readAt = -Infinity

  constructor(org: string, parts: FollowerParts) {
    this.#org = org
    this.#parts = parts
  }

  get board(): LiveOrgBoard | undefined {
    return this.#board
  }

  /** True while the board is known to be behind and the store does not help. */
  get stale(): boolean {
    return this.#cancelRetry !== undefined
  }

  /** Rejects with StoreUnavailable. */
  async load(): Promise<LiveOrgBoard> {
    const snapshot = await this.#parts.store.snapshot(this.#org)
    const told = { ...this.#parts.told, poisoned: this.#setAside, clashed: this.#putBack }
    const board = new LiveOrgBoard(this.#org, snapshot, { ...this.#parts, told })
    this.#board = board
    this.#follow(snapshot)
    // Whoever wrote them may have died before everybody was decided by them.
    if (snapshot.settings.version > 0) told.settings(this.#org, snapshot.settings)
    return board
  }

  /**
   * Whether no other node is about to put back something later about the agent: what is here came about since everything
   * was read, or that is so long ago that all have spoken.
   */
  isSure(agentId: string): boolean {
    if (this.#waiting) return false
    // The store's clock may have jumped either way when it was heard for the first time.
    if (Math.abs(this.#parts.store.now() - this.#readAt) >= PUT_BACK_MS) return true
    const record = this.#board?.newest(agentId)
    return record !== undefined && heardAt(record) >= this.#readAt
  }

  take(entry: LogEntry): void {
    if (this.#waiting) return this.#wait(this.#waiting, entry)
    if (this.#closed || !this.#board) return
    if (!continues(this.#board.position, entry.position)) {
      this.#parts.log.warn(
        { org: this.#org, at: this.#board.position, got: entry.position },
        'gap in the log, reading the organisation anew',
      )
      return this.#rebuild()
    }
    try {
      this.#board.apply(entry)
    } catch (error) {
      this.#parts.log.warn(
        { org: this.#org, position: entry.position, err: error },
        'log entry cannot be read, reading the organisation anew',
      )
      this.#rebuild()
    }
  }

  /** What was told so far may not be what is stored. */
  doubt(): void {
    if (this.#waiting) this.#doubted = true
    else this.#rebuild()
  }

  close(): void {
    this.#closed = true
    this.#cancelRetry?.()
    this.#board?.close()
  }

  #wait(waiting: LogEntry[], entry: LogEntry): void {
    // The newest one stays: it will not continue the snapshot, and so be seen as the gap that this is.
    if (waiting.length === WAITING_LIMIT) waiting.length = 0
    waiting.push(entry)
  }

  #follow(snapshot: Snapshot): void {
    this.#snapshotsTaken += 1
    this.#readAt = this.#parts.store.now()
    const waited = this.#waiting ?? []
    this.#waiting = undefined
    if (this.#doubted) {
      this.#doubted = false
      return this.#rebuild()
    }
    const { epoch, sequence } = snapshot.position
    const newest = waited.at(-1)
    // Nobody can say which of two epochs is the later one; a snapshot asked for after that entry can.
    if (newest && newest.position.epoch !== epoch) return this.#rebuild()
    for (const entry of waited) {
      if (entry.position.epoch === epoch && entry.position.sequence > sequence) this.take(entry)
    }
  }

  #rebuild(): void {
    if (this.#waiting || this.#closed) return
    this.#waiting = []
    this.#askForSnapshot()
  }

  #askForSnapshot(): void {
    this.#healed().then(
      (snapshot) => {
        if (this.#closed) return
        this.#cancelRetry = undefined
        this.#retryMs = RETRY_MS.first
        this.#board?.replace(snapshot)
        this.#follow(snapshot)
        this.#parts.told.renewed(this.#org)
      },
      (error: unknown) => this.#retry(error),
    )
  }

  /** What is stored, after what it has lost was put back. Other nodes do the same, and come to the same. */
  async #healed(): Promise<Snapshot> {
    const { store, told, mayOffer } = this.#parts
    const snapshot = await store.snapshot(this.#org)
    const held = this.#board?.newerThan(snapshot)
    if (!held || (held.records.length === 0 && !held.settings) || !mayOffer()) return snapshot
    if (held.settings) await store.offer(this.#org, { records: [], settings: held.settings })
    for (let from = 0; from < held.records.length; from += AT_ONCE)
      await store.offer(this.#org, { records: held.records.slice(from, from + AT_ONCE), settings: null })
    told.healed(this.#org, held.records.length)
    return store.snapshot(this.#org)
  }

  #retry(error: unknown): void {
    if (this.#closed) return
    this.#parts.log.warn({ org: this.#org, err: error, retryMs: this.#retryMs }, 'no snapshot, watchers see stale data')
    this.#cancelRetry = this.#parts.clock.after(this.#retryMs, () => this.#askForSnapshot())
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MS.last)
  }

  readonly #putBack: Told['clashed'] = (again) => {
    // Every node that saw both comes to the same, so it does not matter whose is taken.
    this.#parts.store.offer(this.#org, { records: [again], settings: null }).catch(() => this.#rebuild())
  }

  readonly #setAside: Told['poisoned'] = (org, agentId, since, error) => {
    this.#parts.log.warn({ org, agentId, since, err: error }, 'record cannot be applied, set aside')
    // The snapshot is what the store has: there is nothing better to read.
    if (since === 'snapshot') return
    const taken = this.#snapshotsTaken
    this.#parts.store.read(org, agentId).then(
      (found) => {
        // A snapshot taken meanwhile is as new as what was read, or newer.
        if (taken === this.#snapshotsTaken) this.#restore(agentId, found, since)
      },
      () => this.#rebuild(),
    )
  }

  #restore(agentId: string, found: AgentRecord | Tombstone | undefined, since: Moment): void {
    try {
      this.#board?.restore(found, since)
    } catch (error) {
      this.#parts.log.warn(
        { org: this.#org, agentId, err: error },
        'record is broken in the store too, showing the one before',
      )
    }
  }
}

/** Who waits for a tab is as they were when they lost it, whatever else was decided about them since. */
const heardAt = ({ state: { link }, decidedAt }: AgentRecord): number =>
  link.state === 'reconnecting' ? link.since : decidedAt

const continues = (last: Position, next: Position): boolean =>
  next.epoch === last.epoch && next.sequence === last.sequence + 1
