import type { Presence } from '../../protocol/presence.js'
import { wasDone, withDone } from './commands.js'
import { due } from './due.js'
import type { Outcome, Refusal, UntimedEvent } from './events.js'
import type { AgentRecord, TimelineRow } from './record.js'
import type { Rulebook } from './rulebook.js'
import { settle } from './settle.js'
import { type AgentState, newAgent } from './state.js'
import { transition } from './transition.js'

/** One event that waits for an agent's turn; `time_passed` stands for everything that is due by then. */
export interface Posted {
  readonly event: UntimedEvent | { readonly type: 'time_passed' }
  /** Refuse with `version_mismatch` unless the presence has one of these versions. */
  readonly ifVersions?: readonly number[]
  /** Carried out once, however often it is posted; a repeat is answered with how the agent is now. */
  readonly commandId?: string
}

/** What is known of the agent before: a record, or the numbers a deleted or unknown one left behind. */
export interface Start {
  readonly agentId: string
  readonly record: AgentRecord | null
  readonly revision: number
  readonly version: number
}

export type Answered =
  | { readonly presence: Presence; readonly state: AgentState; readonly before: AgentState | null }
  | { readonly refusal: Refusal }

export interface Folded {
  /** One for each posted event, in order. */
  readonly answers: readonly Answered[]
  /** To be written, as one; null: nothing changed. */
  readonly write: {
    readonly record: AgentRecord
    readonly changes: readonly Presence[]
    readonly rows: readonly TimelineRow[]
  } | null
}

/**
 * All events that wait for an agent, put through the engine one after another and turned into one write.
 * Every change among them is kept, so the timeline shows A, B, A even if a frame does not.
 */
export function fold(
  start: Start,
  posted: readonly Posted[],
  rulebookOf: (teams: readonly string[]) => Rulebook,
  now: number,
): Folded {
  let record = start.record
  const changes: Presence[] = []
  const rows: TimelineRow[] = []

  const take = (state: AgentState) => {
    const settled = settle(record ?? start, state, rulebookOf(state.profile.teams), now)
    if (settled.visible) changes.push(settled.record.presence)
    if (settled.row) rows.push(settled.row)
    if (settled.visible || state !== record?.state || settled.record.dueAt !== record.dueAt) record = settled.record
  }

  const answers = posted.map(({ event, ifVersions, commandId }): Answered => {
    const before = record?.state ?? null
    if (record && commandId !== undefined && wasDone(record.commands, commandId, now))
      return { presence: record.presence, state: record.state, before }
    if (!before && !introduces(event))
      return { refusal: { code: 'not_found', message: `There is no agent ${start.agentId}` } }
    if (ifVersions && !(record && ifVersions.includes(record.presence.version)))
      return {
        refusal: {
          code: 'version_mismatch',
          message: `The presence is at version ${record?.presence.version ?? 0}, not the one asked for; read it again`,
        },
      }
    const known = before ?? introduced(start.agentId, event, now)
    const outcome = happened(known, event, rulebookOf, now)
    // Whoever is refused at the door stays unknown.
    const isNew = !before && !outcome.refusal
    // A policy or catalogue may have changed under unchanged facts, so these two are always decided again.
    const decideAgain = event.type === 'rulebook_changed' || event.type === 'time_passed'
    if (isNew || outcome.state !== known || decideAgain) take(outcome.state)
    if (outcome.refusal) return { refusal: outcome.refusal }
    if (!record) return { refusal: { code: 'not_found', message: `There is no agent ${start.agentId}` } }
    if (commandId !== undefined) record = { ...record, commands: withDone(record.commands, commandId, now) }
    return { presence: record.presence, state: record.state, before }
  })

  return {
    answers,
    write:
      record && record !== start.record ? { record: { ...record, revision: start.revision + 1 }, changes, rows } : null,
  }
}

function happened(
  state: AgentState,
  event: Posted['event'],
  rulebookOf: (teams: readonly string[]) => Rulebook,
  now: number,
): Outcome {
  const rulebook = rulebookOf(state.profile.teams)
  if (event.type !== 'time_passed') return transition(state, { ...event, at: now }, rulebook)
  let passed = state
  for (let next = due(passed, rulebook); next && next.at <= now; next = due(passed, rulebook)) {
    const { state: then } = transition(passed, { ...next.event, at: now }, rulebook)
    if (then === passed) throw new Error(`${next.event.type} was due and changed nothing: it would be due for ever`)
    passed = then
  }
  return { state: passed }
}

type ConnectionEvent = Extract<Posted['event'], { readonly type: 'connection_opened' | 'connection_claimed' }>
const isConnection = (event: Posted['event']): event is ConnectionEvent =>
  event.type === 'connection_opened' || event.type === 'connection_claimed'

const introduces = (event: Posted['event']): boolean => isConnection(event) || event.type === 'profile_changed'

/** Somebody nobody knew. A token's name and teams count now, and never again. */
function introduced(agentId: string, event: Posted['event'], now: number): AgentState {
  const fresh = newAgent(agentId, now)
  if (!isConnection(event)) return fresh
  return {
    ...fresh,
    profile: { ...fresh.profile, name: event.name ?? agentId, teams: [...new Set(event.teams ?? [])] },
  }
}
