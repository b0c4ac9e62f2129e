import { LIMITS } from '../../protocol/limits.js'
import { isAtSessionLimit, sessionsOf } from './capacity.js'
import type { AgentEvent, Outcome, Refusal } from './events.js'
import { releaseSessionLimit, takeHold, workMoved } from './hold.js'
import { factsOf, isRoutable } from './rules.js'
import type { Rulebook } from './rulebook.js'
import type { AgentState, WorkFact } from './state.js'

/**
 *               accepted, picked, forced
 *   (none) ──────────────────────────────► accepted ──► wrap_up ──► (none)   closed, or wrap-up over
 *      │ offered                              ▲  └────────────────► (none)   closed, rerouted, transferred
 *      ▼                                      │
 *   offered ──────────────────────────────────┘
 *      └──► (none)   missed, rejected, withdrawn: frees the reservation, and is no work removed
 */
type Reported = Extract<AgentEvent, { type: 'work_reported' }>

/**
 * How long an acceptance may be under way, ms: later than this after the offer ended, the item is somebody's own pick.
 * Above the 2 s after which a command is given up.
 */
const UNDER_WAY_MS = 5_000
/** Ended offers that are remembered: as many as one agent can miss in that time, with room to spare. */
const ENDED_KEPT = 64

const refuse = (state: AgentState, code: Exclude<Refusal['code'], 'invalid'>, message: string): Outcome => ({
  state,
  refusal: { code, message },
})

export function workReported(state: AgentState, event: Reported, rulebook: Rulebook): Outcome {
  const known = state.work.find((item) => item.itemId === event.itemId)
  return known ? reportedAgain(state, known, event, rulebook) : reportedFirst(state, event, rulebook)
}

function reportedFirst(state: AgentState, event: Reported, rulebook: Rulebook): Outcome {
  if (event.state !== 'offered' && !event.force && endedNow(state, event.itemId, event.at))
    return refuse(state, 'conflict', `The offer ${event.itemId} has ended; offer it again, or say force to add it`)
  const refused = refusedAsNew(state, event, rulebook)
  if (refused) return refused
  if (state.work.length >= LIMITS.workItems)
    return refuse(state, 'conflict', `The agent holds ${LIMITS.workItems} items already; close some first`)
  const item: WorkFact = {
    itemId: event.itemId,
    state: event.state,
    kind: event.kind ?? 'conversation',
    units: event.units ?? 1,
    profile: event.profile ?? null,
    since: event.at,
    stateSince: event.at,
    reportedAt: event.at,
  }
  const endedOffers = state.endedOffers.filter(({ itemId }) => itemId !== event.itemId)
  const added = { ...state, work: [...state.work, item], endedOffers }
  return { state: event.state === 'offered' ? added : taken(state, added, event, rulebook) }
}

/** Work was added. One that was forced past the session limit came in all the same: it leaves the hold of any extra item. */
function taken(before: AgentState, added: AgentState, event: Reported, rulebook: Rulebook): AgentState {
  const moved = workMoved(added, rulebook)
  return event.state === 'accepted' && isAtSessionLimit(before, rulebook)
    ? takeHold(moved, 'session_limit', event.at, rulebook)
    : moved
}

const endedNow = ({ endedOffers }: AgentState, id: string, at: number): boolean =>
  endedOffers.some((one) => one.itemId === id && at - one.at <= UNDER_WAY_MS)

function reportedAgain(state: AgentState, known: WorkFact, event: Reported, rulebook: Rulebook): Outcome {
  const item: WorkFact = {
    ...known,
    kind: event.kind ?? known.kind,
    units: event.units ?? known.units,
    profile: event.profile ?? known.profile,
    // Only a lease looks at the time of the report: without one, saying the same again changes nothing.
    reportedAt: rulebook.policy.workLeaseMs === null ? known.reportedAt : event.at,
  }
  if (event.state === known.state) return { state: replace(state, known, item) }
  if (event.state === 'offered')
    return refuse(state, 'conflict', `Item ${known.itemId} is ${known.state} already; it cannot be offered again`)
  const moved = { ...item, state: event.state, stateSince: event.at }
  if (known.state === 'accepted') return { state: releaseSessionLimit(replace(state, known, moved), rulebook) }
  const others = without(state, known)
  const refused = event.state === 'accepted' ? refusedAsNew(others, event, rulebook) : null
  // The offer stays; what is left of a refusal is at most the hold it took.
  if (refused) return { ...refused, state: refused.state === others ? state : { ...refused.state, work: state.work } }
  return { state: taken(others, replace(state, known, moved), event, rulebook) }
}

/** What would stop an item from being added: asked of an offer's acceptance too, as if its reservation were not there. */
function refusedAsNew(state: AgentState, event: Reported, rulebook: Rulebook): Outcome | null {
  if (event.ifRoutable && !isRoutable(factsOf(state, rulebook)))
    return refuse(state, 'not_routable', 'The agent cannot take work now; offer the item to somebody else')
  if (event.state !== 'wrap_up' && !event.force && isAtSessionLimit(state, rulebook))
    return refuse(
      takeHold(state, 'session_limit', event.at, rulebook),
      'session_limit',
      `The agent has ${sessionsOf(state)} sessions open; close one, or say force to add the item all the same`,
    )
  return null
}

export function workRemoved(state: AgentState, itemId: string, rulebook: Rulebook): Outcome {
  const known = state.work.find((item) => item.itemId === itemId)
  if (!known) return refuse(state, 'not_found', `The agent holds no item ${itemId}`)
  const left = without(state, known)
  // Withdrawing an offer frees its reservation; it is not work that went.
  if (known.state === 'offered') return { state: left }
  const moved = workMoved(left, rulebook)
  return { state: known.state === 'accepted' ? releaseSessionLimit(moved, rulebook) : moved }
}

export function offerEnded(
  state: AgentState,
  event: Extract<AgentEvent, { type: 'offer_missed' | 'offer_rejected' }>,
  rulebook: Rulebook,
): Outcome {
  const known = state.work.find((item) => item.itemId === event.itemId)
  if (!known) return refuse(state, 'not_found', `The agent has no offer ${event.itemId}; it was answered or withdrawn`)
  if (known.state !== 'offered')
    return refuse(state, 'conflict', `Item ${event.itemId} was accepted; close it or transfer it instead`)
  if (event.type === 'offer_rejected' && known.kind === 'record')
    return refuse(state, 'not_rejectable', `Item ${event.itemId} is a record; only conversations can be rejected`)
  const ended = state.endedOffers.filter(({ at }) => event.at - at <= UNDER_WAY_MS).slice(1 - ENDED_KEPT)
  const endedOffers = [...ended, { itemId: event.itemId, at: event.at }]
  const freed = { ...without(state, known), endedOffers }
  const held = event.type === 'offer_missed' ? rulebook.policy.missedToInactive : rulebook.policy.rejectToDnd
  return { state: held ? takeHold(freed, event.type, event.at, rulebook) : freed }
}

const without = (state: AgentState, item: WorkFact): AgentState => ({
  ...state,
  work: state.work.filter((one) => one !== item),
})

function replace(state: AgentState, known: WorkFact, item: WorkFact): AgentState {
  const same =
    known.state === item.state &&
    known.kind === item.kind &&
    known.units === item.units &&
    known.profile === item.profile &&
    known.reportedAt === item.reportedAt
  return same ? state : { ...state, work: state.work.map((one) => (one === known ? item : one)) }
}
