import type { Actor } from '../../protocol/presence.js'
import type { AgentRecord } from '../engine/record.js'
import type { Settings } from '../engine/rulebook.js'
import type { Tombstone } from '../store/store.js'
import type { Frame } from './frame.js'
import type { Moment } from './roster.js'

export type GoneWhy = 'deleted' | 'signed_out'

/** Where an organisation's board tells what happened. */
export interface Told {
  frame(frame: Frame): void
  settings(org: string, settings: Settings): void
  agentGone(org: string, agentId: string, why: GoneWhy, by?: Actor): void
  /** The agent left a team, so that some may not see them any more. */
  moved(org: string, agentId: string): void
  /** Nobody sees the agent connected any more, or somebody put back, over what was here, what was decided before it. */
  overruled(org: string, agentId: string): void
  /** So many agents were put back into a store that had lost them. */
  healed(org: string, agents: number): void
  /**
   * After a loss two nodes went on from different records, and what took the place of the other is no news to those who
   * were shown that one: it is not taken, and `again` has to be put back instead.
   */
  clashed(again: AgentRecord | Tombstone): void
  /** Everything was read anew: what is here now may be the work of others. */
  renewed(org: string): void
  /** An agent whose record could not be applied: the one of the entry at `since`, or of the snapshot. */
  poisoned(org: string, agentId: string, since: Moment | 'snapshot', error: unknown): void
}
