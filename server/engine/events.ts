import type { Actor, CapacityProfile } from '../../protocol/presence.js'
import type { ErrorCode } from '../../protocol/errors.js'
import type { WorkKind, WorkState } from '../../protocol/vocabulary.js'
import type { AgentState } from './state.js'

/** What can happen to an agent. `at` is ms since 1970 by the store's clock. */
export type AgentEvent = { readonly at: number } & (
  | {
      readonly type: 'profile_changed'
      readonly name?: string | null
      readonly teams?: readonly string[] | null
      readonly defaultStatus?: string | null
      readonly totalUnits?: number | null
      readonly profiles?: readonly CapacityProfile[] | null
      readonly sessionLimit?: number | null
    }
  /**
   * `name` and `teams` come from the token and count only if nobody knew this agent. Claimed: a tab that was there all
   * along says so again, because its node may have been taken for dead. Whoever signed out meanwhile stays signed out.
   */
  | {
      readonly type: 'connection_opened' | 'connection_claimed'
      readonly id: string
      readonly node: string
      readonly name?: string
      readonly teams?: readonly string[]
    }
  | { readonly type: 'connection_closed'; readonly id: string }
  /** The node is dead, and every connection it held. */
  | { readonly type: 'node_lost'; readonly node: string }
  | { readonly type: 'grace_over' }
  | { readonly type: 'signed_out'; readonly by: Actor }
  | {
      readonly type: 'chosen'
      readonly status: string
      readonly by: Actor
      readonly note?: string
      readonly until?: number
    }
  | { readonly type: 'choice_expired' }
  | { readonly type: 'reset' }
  | {
      readonly type: 'work_reported'
      readonly itemId: string
      readonly state: WorkState
      readonly units?: number
      readonly profile?: string
      readonly kind?: WorkKind
      readonly ifRoutable: boolean
      readonly force: boolean
    }
  | { readonly type: 'work_removed'; readonly itemId: string }
  | { readonly type: 'wrap_up_over'; readonly itemId: string }
  | { readonly type: 'work_lease_over'; readonly itemId: string }
  | { readonly type: 'offer_missed'; readonly itemId: string }
  | { readonly type: 'offer_rejected'; readonly itemId: string }
  /** The catalogue or the policy changed: facts that name an archived status are rewritten, the rest is derived anew. */
  | { readonly type: 'rulebook_changed' }
)
export type EventType = AgentEvent['type']

/** An event before the hub stamps it with the store's time. */
export type UntimedEvent = AgentEvent extends infer E ? (E extends AgentEvent ? Omit<E, 'at'> : never) : never

/** Why an event was not taken. The state beside it may have changed all the same: an 11th item is refused and leaves a hold. */
export type Refusal = { readonly message: string } & (
  | { readonly code: Exclude<ErrorCode, 'invalid'> }
  /** `path`: which field of the request it was. */
  | { readonly code: 'invalid'; readonly path: string }
)

export interface Outcome {
  readonly state: AgentState
  readonly refusal?: Refusal
}
