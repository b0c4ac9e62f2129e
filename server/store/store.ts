import type { Presence } from '../../protocol/presence.js'
import type { Base } from '../../protocol/vocabulary.js'
import type { AgentRecord, TimelineRow } from '../engine/record.js'
import type { Outage } from '../engine/outage.js'
import type { Settings } from '../engine/rulebook.js'
import type { Link } from '../engine/state.js'

/**
 * The port: everything the hub asks of a database. One question runs through it: *is this still the newest?*
 *
 *   commit ──► [ version still the same? ] ──► record + timer + timeline + log entry, all or nothing
 *                        └─ no ──► the newer records, nothing written
 *   follow ◄── the log, in order, from a cursor on ──► board
 *
 * Every call may reject with StoreUnavailable: nothing is known then about what was written, and a repeat is
 * safe: if the first one was written, it finds a newer revision.
 */
export interface Store {
  /** The store's clock as this node knows it, ms since 1970. Every deadline is counted in it. */
  now(): number
  /** False while the database is away, or while its log cannot be read: what was told so far may be old. */
  readonly live: boolean

  /** All writes of one organisation, or none. At most 64 writes. */
  commit(org: string, writes: readonly Write[]): Promise<Committed>

  /** The record, or the tombstone of a deleted agent (kept so that its version never goes back), or undefined. */
  read(org: string, agentId: string): Promise<AgentRecord | Tombstone | undefined>

  settings(org: string): Promise<Settings>
  /** Writes `settings` if the stored version is `settings.version - 1`, and appends to the log; else gives back the stored ones. */
  commitSettings(org: string, settings: Settings): Promise<{ readonly ok: boolean; readonly settings: Settings }>

  /**
   * Puts back what a node still holds and the database has lost. Taken is what is newer than what is stored, by revision
   * (settings: by version), with an entry of the log as for any write; the rest is passed over. At most 64 of each.
   */
  offer(org: string, held: Held): Promise<void>

  /** All agents and the settings, with a position in the log that is not later than any of them. */
  snapshot(org: string): Promise<Snapshot>
  /** Entries after `position`, oldest first, or 'gone' when the log no longer reaches back (trimmed, or another epoch). */
  changesSince(org: string, position: Position): Promise<readonly LogEntry[] | 'gone'>
  /** Tells of every entry committed after this call resolved, each organisation's in order. Resolves to its stop. */
  follow(follower: Follower): Promise<() => Promise<void>>

  /** Rows that overlap [from, to), newest first. The oldest one given may begin before `from`. */
  timeline(org: string, agentId: string, query: TimelineQuery): Promise<readonly TimelineRow[]>

  /** Agents with something due by now, the longest overdue first. They stay due until a commit sets another time. */
  due(limit: number): Promise<readonly AgentKey[]>

  /** Says that this node lives, for `leaseMs` from now, and hears of the others. A node is known by a random id. */
  pulse(node: string, leaseMs: number): Promise<Pulse>
  /** Takes it upon this node to end the connections of one that is dead. False: it lives, or another node is at it. */
  claim(node: string, leaseMs: number): Promise<boolean>
  /** Agents with a connection that this node holds, or held when it was last heard of. */
  agentsOf(node: string, limit: number): Promise<readonly AgentKey[]>
  /** Nodes that hold connections and have no lease. */
  strayNodes(): Promise<readonly string[]>
  /** Gives the lease back: what this node held is gone with it. */
  release(node: string): Promise<void>

  organisations(): Promise<readonly string[]>
  close(): Promise<void>
}

export interface Follower {
  /** Whether entries of this organisation are wanted: those of others are passed over unread. */
  wants(org: string): boolean
  entry(entry: LogEntry): void
  /** The log has a hole, or went back: what was told of these organisations may not be what is stored. */
  doubt(concerns: (org: string) => boolean): void
}

export interface Pulse {
  /** True: another node took this one for dead, and ends its connections. It has to go on under another id. */
  readonly claimed: boolean
  /** Nodes whose lease is over. */
  readonly lapsed: readonly string[]
  /** The last time in which no node could say that it lived: nobody's deadline may count it. */
  readonly outage: Outage | null
}

export interface Held {
  readonly records: readonly (AgentRecord | Tombstone)[]
  readonly settings: Settings | null
}

export interface AgentKey {
  readonly org: string
  readonly agentId: string
}

/** A place in the log of an organisation. Sequences of different epochs cannot be compared. */
export interface Position {
  readonly epoch: string
  readonly sequence: number
}

export type Write =
  | {
      readonly type: 'put'
      /** Revision this was decided on; 0: nobody knew the agent. */
      readonly expected: number
      readonly record: AgentRecord
      /** What people could see, one after another, the last one being `record.presence`. Empty: nothing visible changed. */
      readonly changes: readonly Presence[]
      readonly rows: readonly TimelineRow[]
    }
  | { readonly type: 'delete'; readonly expected: number; readonly tombstone: Tombstone }

export type Committed =
  | { readonly result: 'written'; readonly position: Position }
  /** Somebody else wrote first. `current` has what is stored now for every agent of the commit. */
  | { readonly result: 'conflict'; readonly current: ReadonlyMap<string, AgentRecord | Tombstone | undefined> }

/** What is left of a deleted agent: its last version and revision, so that neither is ever used again. */
export interface Tombstone {
  readonly agentId: string
  /** Where it was last: who could see it is told that it is gone, and nobody else. */
  readonly teams: readonly string[]
  readonly deletedAt: number
  readonly revision: number
  readonly version: number
}

export const isTombstone = (found: object): found is Tombstone => 'deletedAt' in found

export interface Snapshot {
  readonly position: Position
  readonly settings: Settings
  readonly puts: readonly Put[]
  readonly tombstones: readonly Tombstone[]
}

export type LogEntry = { readonly org: string; readonly position: Position; readonly at: number } & (
  | { readonly type: 'agents'; readonly puts: readonly Put[] }
  | { readonly type: 'agent_deleted'; readonly tombstone: Tombstone }
  | { readonly type: 'settings'; readonly settings: Settings }
)

/**
 * An agent as a write left them. Every node hears of every write, few ever decide on it: what a board needs is at hand, the
 * record is read when somebody asks for it.
 */
export interface Put {
  readonly agentId: string
  readonly revision: number
  readonly decidedAt: number
  readonly link: Link['state']
  readonly linkSince: number
  /** Of the presence, as are the next four. */
  readonly version: number
  readonly teams: readonly string[]
  readonly status: string
  readonly base: Base
  readonly routable: boolean
  /** The presence as JSON. */
  readonly json: string
  /** Whether there is any change that people can see. */
  readonly visible: boolean
  readonly presence: Presence
  readonly record: AgentRecord
  readonly changes: readonly Presence[]
  /** Whether both say the same, as far as that is seen without reading either. */
  isCopyOf(other: Put): boolean
}

export interface TimelineQuery {
  readonly from: number
  readonly to: number
  readonly limit: number
}

/** The database is away or did not answer in time. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}
