import { isAtSessionLimit } from './capacity.js'
import { isKept, isKeptDefault } from './rules.js'
import { baseOf, type Rulebook } from './rulebook.js'
import type { AgentState, Hold } from './state.js'

/** A stronger hold replaces a weaker one; never the other way round. */
const STRENGTH: Readonly<Record<Hold['kind'], number>> = { session_limit: 1, offer_rejected: 2, offer_missed: 3 }

export const isSignedIn = (state: AgentState): boolean =>
  state.link.state === 'connected' || state.link.state === 'reconnecting'

/** Takes the hold unless a kept choice or default answers, the agent is away from the sockets, or a hold as strong stands. */
export function takeHold(state: AgentState, kind: Hold['kind'], at: number, rulebook: Rulebook): AgentState {
  if (!isSignedIn(state)) return state
  if (state.choice && isKept(baseOf(rulebook, state.choice.status))) return state
  if (state.signInDefault && isKeptDefault(baseOf(rulebook, state.signInDefault.status))) return state
  if (state.hold && STRENGTH[state.hold.kind] >= STRENGTH[kind]) return state
  // The choice goes too: what ends a hold leads to capacity, never back to what was chosen before it.
  return { ...state, hold: { kind, at }, choice: null, signInDefault: null }
}

/** A session ended: below the limit again, the hold it caused is over. */
export function releaseSessionLimit(state: AgentState, rulebook: Rulebook): AgentState {
  return state.hold?.kind === 'session_limit' && !isAtSessionLimit(state, rulebook) ? { ...state, hold: null } : state
}

/** Work was added or removed: what was chosen or defaulted to gives way to capacity; where it is kept, it is no longer fresh. */
export function workMoved(state: AgentState, rulebook: Rulebook): AgentState {
  const { choice, signInDefault } = state
  const chosen = choice && worked(choice, isKept(baseOf(rulebook, choice.status)))
  const defaulted = signInDefault && worked(signInDefault, isKeptDefault(baseOf(rulebook, signInDefault.status)))
  return chosen === choice && defaulted === signInDefault
    ? state
    : { ...state, choice: chosen, signInDefault: defaulted }
}

function worked<T extends { readonly fresh: boolean }>(one: T, kept: boolean): T | null {
  if (!kept) return null
  return one.fresh ? { ...one, fresh: false } : one
}
