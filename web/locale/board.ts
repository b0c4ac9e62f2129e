import type { Actor } from '../../protocol/presence.js'
import { surface } from './surface.js'
import type { Plural } from './surface.js'
import { fill } from './worded.js'

const agents: Plural = { one: '{n} agent', other: '{n} agents' }
const ofAgents: Plural = { one: '{shown} of {n} agent', other: '{shown} of {n} agents' }
const units: Plural = { one: '{n} unit', other: '{n} units' }
const ofUnits: Plural = { one: '{used} of {n} unit', other: '{used} of {n} units' }
const ofSessions: Plural = { one: '{used} of {n} session', other: '{used} of {n} sessions' }

/** What is said of agents wherever they are listed, and on `<presence-board>`, which other sites embed. */
const english = {
  agents,
  ofAgents,
  units,
  ofUnits,
  ofSessions,
  /** Said of somebody else; what the picker says of oneself is in its own words. */
  reasons: {
    signed_out: 'Signed out',
    disconnected: 'Connection lost',
    manual: 'Chosen',
    supervisor: 'Set by a supervisor',
    api: 'Set by a connected system',
    default: 'Default at sign-in',
    offer_missed: 'Missed an offer',
    offer_rejected: 'Rejected an offer',
    session_limit: 'At the session limit',
    capacity_free: 'No work at the moment',
    capacity_partial: 'Working, below capacity',
    capacity_full: 'At full capacity',
  },
  byAgent: 'by the agent',
  byWhom: 'by {who}',
  connections: { connected: 'Connected', reconnecting: 'Reconnecting', disconnected: 'Not connected' },
  columns: {
    name: 'Agent',
    status: 'Status',
    since: 'Time',
    reason: 'Reason',
    load: 'Load',
    teams: 'Teams',
    connection: 'Connection',
  },
  list: 'Agents',
  keys: 'Agents. Up and Down move, Enter opens.',
  keysToSelect: 'Agents. Up and Down move, Enter opens, Space selects.',
  selectAll: 'Select all agents shown',
  select: 'Select {name}',
  open: 'Open {name}',
  noNewWork: 'No new work',
  overTime: 'Over time:',
  held: 'Rows keep their places while you are among them',
  timeline: 'Timeline',
  notShown: 'This room cannot be shown',
  loading: 'Loading the floor…',
  nobody: 'Nobody is here yet',
  nobodyHint: 'Agents appear as soon as they sign in.',
  noMatch: 'No agent matches',
  noMatchHint: 'Change the filters or clear them.',
}
export type BoardWords = typeof english

/** `by sam`; nothing for the system, whose reason says it all. */
export const byWhom = (actor: Actor, words: BoardWords): string => {
  if (actor.type === 'system') return ''
  return actor.type === 'agent' ? words.byAgent : fill(words.byWhom, { who: actor.id })
}

export const BOARD = surface<BoardWords>(english, {
  ar: () => import('./board/ar.js'),
  de: () => import('./board/de.js'),
  es: () => import('./board/es.js'),
  fr: () => import('./board/fr.js'),
  ja: () => import('./board/ja.js'),
})
