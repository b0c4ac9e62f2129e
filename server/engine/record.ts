import type { Presence } from '../../protocol/presence.js'
import type { CommandDone } from './commands.js'
import type { AgentState } from './state.js'

/** What the store keeps of one agent: the facts, and the presence they led to when they were last decided. */
export interface AgentRecord {
  readonly agentId: string
  /** Grows with every write; compared when writing. `presence.version` grows only with what people can see. */
  readonly revision: number
  /** When this was decided, ms since 1970 by the store's clock. */
  readonly decidedAt: number
  readonly state: AgentState
  readonly presence: Presence
  /** Of the last two minutes, so that a command that is sent again has no second effect. With the record it is written by
   * one compare-and-set, so there is no moment in which one is known without the other. */
  readonly commands: readonly CommandDone[]
  /** When something is due by itself (grace, offer, choice, wrap-up, lease); null: nothing. */
  readonly dueAt: number | null
}

/** A row of the timeline: from `at` on, this is what people saw. */
export interface TimelineRow {
  readonly at: number
  readonly status: string
  readonly base: Presence['base']
  readonly label: string
  readonly reason: Presence['reason']
  readonly actor: Presence['actor']
}
