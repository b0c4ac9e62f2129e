import type { AgentEvent, Outcome } from './events.js'
import { isSignedIn } from './hold.js'
import { deadline } from './outage.js'
import { isKeptDefault } from './rules.js'
import { baseOf, labelOf, type Rulebook } from './rulebook.js'
import type { AgentState, Choice, Connection, Profile } from './state.js'
import { offerEnded, workRemoved, workReported } from './work.js'

/** The next facts. An event that changes nothing gives back the same object. */
export function transition(state: AgentState, event: AgentEvent, rulebook: Rulebook): Outcome {
  switch (event.type) {
    case 'profile_changed':
      return profileChanged(state, event, rulebook)
    case 'connection_opened':
      return { state: connectionOpened(state, { id: event.id, node: event.node }, event.at, rulebook) }
    case 'connection_claimed':
      return state.link.state === 'signed_out'
        ? { state }
        : { state: connectionOpened(state, { id: event.id, node: event.node }, event.at, rulebook) }
    case 'connection_closed':
      return { state: connectionsLost(state, (one) => one.id === event.id, event.at, rulebook) }
    case 'node_lost':
      return { state: connectionsLost(state, (one) => one.node === event.node, event.at, rulebook) }
    case 'grace_over':
      return { state: graceOver(state, event.at) }
    case 'signed_out':
      return {
        state:
          state.link.state === 'signed_out' || state.link.state === 'never'
            ? state
            : {
                ...state,
                link: { state: 'signed_out', since: event.at, by: event.by },
                choice: null,
                signInDefault: null,
                hold: null,
              },
      }
    case 'chosen':
      return chosen(state, event, rulebook)
    case 'choice_expired':
      return {
        state: state.choice?.until != null && state.choice.until <= event.at ? { ...state, choice: null } : state,
      }
    case 'reset':
      // Reset leads to capacity, never to the default, so nothing but the hold has to go: taking it ended the rest.
      return { state: state.hold && isSignedIn(state) ? { ...state, hold: null } : state }
    case 'work_reported':
      return workReported(state, event, rulebook)
    case 'work_removed':
    case 'wrap_up_over':
    case 'work_lease_over':
      return workRemoved(state, event.itemId, rulebook)
    case 'offer_missed':
    case 'offer_rejected':
      return offerEnded(state, event, rulebook)
    case 'rulebook_changed':
      return { state: rulebookChanged(state, rulebook) }
  }
}

function connectionOpened(state: AgentState, connection: Connection, at: number, rulebook: Rulebook): AgentState {
  const { link } = state
  switch (link.state) {
    case 'connected':
      return link.connections.some((one) => one.id === connection.id && one.node === connection.node)
        ? state
        : {
            ...state,
            link: {
              ...link,
              connections: [...link.connections.filter((one) => one.id !== connection.id), connection],
            },
          }
    case 'reconnecting':
    case 'disconnected': {
      const lostAt = link.state === 'reconnecting' ? link.since : link.lostAt
      const restored: AgentState = { ...state, link: { state: 'connected', since: at, connections: [connection] } }
      // Within the window nothing else has to be done: the facts that led to the last known presence are all still there.
      const windowEnds = deadline(lostAt, rulebook.policy.restoreWindowMs, rulebook.outage)
      return at <= windowEnds ? restored : signIn(restored, rulebook)
    }
    case 'never':
    case 'signed_out':
      return signIn({ ...state, link: { state: 'connected', since: at, connections: [connection] } }, rulebook)
  }
}

function signIn(state: AgentState, rulebook: Rulebook): AgentState {
  const wanted = state.profile.defaultStatus ?? rulebook.policy.defaultStatus
  const definition = rulebook.statuses.get(wanted)
  const status = !definition ? 'available' : definition.archived ? definition.base : wanted
  const working = state.work.some((item) => item.state !== 'offered')
  const applies = isKeptDefault(baseOf(rulebook, status)) || !working
  return { ...state, choice: null, hold: null, signInDefault: applies ? { status, fresh: !working } : null }
}

function connectionsLost(
  state: AgentState,
  isLost: (connection: Connection) => boolean,
  at: number,
  rulebook: Rulebook,
): AgentState {
  const { link } = state
  if (link.state !== 'connected' || !link.connections.some(isLost)) return state
  const connections = link.connections.filter((one) => !isLost(one))
  if (connections.length > 0) return { ...state, link: { ...link, connections } }
  // Only the clock starts here. Saying offline now would flash it on every page refresh.
  return rulebook.policy.offlineGraceMs > 0
    ? { ...state, link: { state: 'reconnecting', since: at } }
    : { ...state, link: { state: 'disconnected', since: at, lostAt: at } }
}

const graceOver = (state: AgentState, at: number): AgentState =>
  state.link.state === 'reconnecting'
    ? { ...state, link: { state: 'disconnected', since: at, lostAt: state.link.since } }
    : state

function chosen(state: AgentState, event: Extract<AgentEvent, { type: 'chosen' }>, rulebook: Rulebook): Outcome {
  const definition = rulebook.statuses.get(event.status)
  if (!definition)
    return {
      state,
      refusal: { code: 'unknown_status', message: `There is no status ${event.status}; see GET /v1/statuses` },
    }
  const allowedTeam = !definition.teams || definition.teams.some((team) => state.profile.teams.includes(team))
  if (definition.archived || !definition.selectable || !allowedTeam) {
    const why = definition.archived
      ? 'is archived'
      : definition.selectable
        ? 'is for other teams'
        : 'is set by the system only'
    return {
      state,
      refusal: { code: 'not_selectable', message: `"${labelOf(definition)}" ${why}; choose another status` },
    }
  }
  if (event.until !== undefined && event.until <= event.at)
    return { state, refusal: { code: 'invalid', path: 'expiresAt', message: 'is in the past; give a time to come' } }
  if (!isSignedIn(state))
    return {
      state,
      refusal: { code: 'not_signed_in', message: 'The agent is not signed in; a status can be set once a tab is open' },
    }
  const choice: Choice = {
    status: event.status,
    by: event.by,
    at: event.at,
    until: event.until ?? null,
    note: event.note ?? null,
    fresh: true,
  }
  return state.choice && sameChoice(state.choice, choice)
    ? { state }
    : { state: { ...state, choice, signInDefault: null, hold: null } }
}

const sameChoice = (a: Choice, b: Choice): boolean =>
  a.status === b.status && a.until === b.until && a.note === b.note && a.fresh === b.fresh && sameActor(a.by, b.by)

const sameActor = (a: Choice['by'], b: Choice['by']): boolean =>
  a.type === b.type && (a.type === 'system' || b.type === 'system' || a.id === b.id)

function profileChanged(
  state: AgentState,
  event: Extract<AgentEvent, { type: 'profile_changed' }>,
  rulebook: Rulebook,
): Outcome {
  if (event.defaultStatus != null) {
    const definition = rulebook.statuses.get(event.defaultStatus)
    if (!definition || definition.archived || event.defaultStatus === 'inactive')
      return {
        state,
        refusal: {
          code: 'unknown_status',
          message: `${event.defaultStatus} cannot be a default status; see GET /v1/statuses`,
        },
      }
  }
  const had = state.profile
  const profile: Profile = {
    name: event.name === undefined ? had.name : (event.name ?? state.agentId),
    teams: event.teams === undefined ? had.teams : [...new Set(event.teams ?? [])],
    defaultStatus: event.defaultStatus === undefined ? had.defaultStatus : event.defaultStatus,
    totalUnits: event.totalUnits === undefined ? had.totalUnits : event.totalUnits,
    profiles: event.profiles === undefined ? had.profiles : event.profiles,
    sessionLimit: event.sessionLimit === undefined ? had.sessionLimit : event.sessionLimit,
  }
  return { state: JSON.stringify(profile) === JSON.stringify(had) ? state : { ...state, profile } }
}

/** An archived status hands its agents to the built-in of the same base, with the same hold. */
function rulebookChanged(state: AgentState, rulebook: Rulebook): AgentState {
  const successor = (status: string): string => {
    const definition = rulebook.statuses.get(status)
    return definition?.archived ? definition.base : status
  }
  const { choice, signInDefault } = state
  const nextChoice =
    choice && successor(choice.status) !== choice.status ? { ...choice, status: successor(choice.status) } : choice
  const nextDefault =
    signInDefault && successor(signInDefault.status) !== signInDefault.status
      ? { ...signInDefault, status: successor(signInDefault.status) }
      : signInDefault
  return nextChoice === choice && nextDefault === signInDefault
    ? state
    : { ...state, choice: nextChoice, signInDefault: nextDefault }
}
