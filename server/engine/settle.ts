import type { Presence } from '../../protocol/presence.js'
import type { ConnectionState } from '../../protocol/vocabulary.js'
import { due } from './due.js'
import type { AgentRecord, TimelineRow } from './record.js'
import { decide, factsOf, isRoutable } from './rules.js'
import { labelOf, type Rulebook } from './rulebook.js'
import type { AgentState, Link } from './state.js'

/** What an agent's record is decided upon: the record before, or only the numbers that must not be used again. */
export type Before = AgentRecord | { readonly revision: number; readonly version: number } | null

export interface Settled {
  readonly record: AgentRecord
  /** Anything people can see differs from before. */
  readonly visible: boolean
  /** A new row of the timeline, if status, base, reason or actor differ. A label alone is no change of status. */
  readonly row: TimelineRow | null
}

export const CONNECTION: Readonly<Record<Link['state'], ConnectionState>> = {
  never: 'disconnected',
  connected: 'connected',
  reconnecting: 'reconnecting',
  disconnected: 'disconnected',
  signed_out: 'disconnected',
}

const iso = (ms: number): string => new Date(ms).toISOString()

/** Decides the facts and gives the record to be written: version + 1 if anybody could see a difference. */
export function settle(before: Before, state: AgentState, rulebook: Rulebook, at: number): Settled {
  const last = before && 'presence' in before ? before.presence : null
  const version = last?.version ?? (before && 'version' in before ? before.version : 0)
  const drafted = presenceOf(state, rulebook, at, last, version)
  const visible = last === null || isSeen(drafted, last)
  const presence = visible ? { ...drafted, version: version + 1 } : last
  const dueAt = due(state, rulebook)?.at ?? null
  return {
    record: {
      agentId: state.agentId,
      revision: (before?.revision ?? 0) + 1,
      decidedAt: at,
      state,
      presence,
      dueAt,
      commands: before && 'commands' in before ? before.commands : [],
    },
    visible,
    row: visible && !sameSpan(last, presence) ? rowOf(presence, at) : null,
  }
}

function presenceOf(
  state: AgentState,
  rulebook: Rulebook,
  at: number,
  last: Presence | null,
  version: number,
): Presence {
  const facts = factsOf(state, rulebook)
  const { capacity } = facts
  const verdict = decide(facts)
  const definition = rulebook.statuses.get(verdict.status)
  const shown = state.choice && verdict.actor === state.choice.by ? state.choice : null
  return {
    agentId: state.agentId,
    name: state.profile.name,
    teams: [...state.profile.teams],
    version,
    status: verdict.status,
    base: verdict.base,
    label: definition ? labelOf(definition) : verdict.status,
    reason: verdict.reason,
    actor: verdict.actor,
    since: last?.status === verdict.status ? last.since : iso(at),
    connection: CONNECTION[state.link.state],
    connectionSince: iso(state.link.since),
    capacity: {
      usedUnits: capacity.usedUnits,
      reservedUnits: capacity.reservedUnits,
      totalUnits: capacity.totalUnits,
      items: capacity.items,
      sessions: capacity.sessions,
      sessionLimit: capacity.sessionLimit,
    },
    routable: isRoutable(facts),
    ...(shown?.until != null && { expiresAt: iso(shown.until) }),
    ...(shown?.note != null && { note: shown.note }),
    ...(state.hold && state.hold.kind === verdict.reason && { hold: state.hold.kind }),
    ...(capacity.profiles.length > 0 && { profiles: [...capacity.profiles] }),
  }
}

/** Most of what happens changes the status; only for the rest everything is compared. */
const isSeen = (drafted: Presence, last: Presence): boolean =>
  drafted.status !== last.status || JSON.stringify(drafted) !== JSON.stringify(last)

const sameSpan = (a: Presence | null, b: Presence): boolean =>
  a !== null &&
  a.status === b.status &&
  a.base === b.base &&
  a.reason === b.reason &&
  JSON.stringify(a.actor) === JSON.stringify(b.actor)

const rowOf = ({ status, base, label, reason, actor }: Presence, at: number): TimelineRow => ({
  at,
  status,
  base,
  label,
  reason,
  actor,
})
