import type { Actor, CapacityProfile } from '../../protocol/presence.js'
import type { HoldKind, WorkKind, WorkState } from '../../protocol/vocabulary.js'

/**
 * The facts of one agent. Nothing here says what status the agent has: that is derived (rules.ts), so the last known
 * presence comes back by itself, because nobody erased what it was derived from.
 * All times are ms since 1970, UTC, by the store's clock.
 */
export interface AgentState {
  readonly agentId: string
  readonly profile: Profile
  readonly link: Link
  /** The choice that stands. A choice of available or busy ends with the next work; the others only by another choice. */
  readonly choice: Choice | null
  /** The default as applied at sign-in, until a choice, a hold or (base available, busy, dnd) work ends it. */
  readonly signInDefault: SignInDefault | null
  readonly hold: Hold | null
  /** In the order they came. */
  readonly work: readonly WorkFact[]
  /** Offers that were missed or rejected a moment ago: whoever accepts one of them now came too late. */
  readonly endedOffers: readonly EndedOffer[]
}

/** What is configured for this agent; null: not configured, so team and organisation decide. */
export interface Profile {
  readonly name: string
  readonly teams: readonly string[]
  readonly defaultStatus: string | null
  readonly totalUnits: number | null
  readonly profiles: readonly CapacityProfile[] | null
  readonly sessionLimit: number | null
}

/**
 *            connection_opened                    last connection_closed                 grace_over
 *   never ───────────────────► connected ───────────────────────────────► reconnecting ───────────► disconnected
 *                                  ▲  ◄───────── connection_opened ───────────┘                         │
 *                                  └───────────────── connection_opened ────────────────────────────────┘
 *   signed_out is reached from everywhere by `signed_out` and left by connection_opened.
 */
export type Link =
  | { readonly state: 'never'; readonly since: number }
  | { readonly state: 'connected'; readonly since: number; readonly connections: readonly Connection[] }
  | { readonly state: 'reconnecting'; readonly since: number }
  | { readonly state: 'disconnected'; readonly since: number; readonly lostAt: number }
  | { readonly state: 'signed_out'; readonly since: number; readonly by: Actor }

/** One tab, and the node that holds its socket. */
export interface Connection {
  readonly id: string
  readonly node: string
}

export interface Choice {
  readonly status: string
  readonly by: Actor
  readonly at: number
  readonly until: number | null
  readonly note: string | null
  /** No work was added or removed since. One that is kept outlives work, but is not fresh should its base be edited. */
  readonly fresh: boolean
}

export interface SignInDefault {
  readonly status: string
  /** No work at sign-in, and none added or removed since. */
  readonly fresh: boolean
}

export interface Hold {
  readonly kind: HoldKind
  readonly at: number
}

export interface WorkFact {
  readonly itemId: string
  readonly state: WorkState
  readonly kind: WorkKind
  readonly units: number
  readonly profile: string | null
  /** When it came to this agent. */
  readonly since: number
  readonly stateSince: number
  /** When work distribution last reported it: its lease runs from here. */
  readonly reportedAt: number
}

export interface EndedOffer {
  readonly itemId: string
  readonly at: number
}

export const NO_PROFILE: Profile = {
  name: '',
  teams: [],
  defaultStatus: null,
  totalUnits: null,
  profiles: null,
  sessionLimit: null,
}

export const newAgent = (agentId: string, at: number): AgentState => ({
  agentId,
  profile: { ...NO_PROFILE, name: agentId },
  link: { state: 'never', since: at },
  choice: null,
  signInDefault: null,
  hold: null,
  work: [],
  endedOffers: [],
})
