import type { Presence } from '../../protocol/presence.js'
import { fold } from './fold.js'
import type { AgentRecord } from './record.js'
import type { Rulebook } from './rulebook.js'

type RulebookOf = (teams: readonly string[]) => Rulebook

/**
 * An agent by the rules of now and by other ones. What is due happens on both sides first: a grace that is over anyway is
 * not the change's doing, an offer that the change makes overdue is.
 */
export const foresee = (
  record: AgentRecord,
  rules: { readonly now: RulebookOf; readonly then: RulebookOf },
  at: number,
): { readonly before: Presence; readonly after: Presence } => ({
  before: overtaken(record, rules.now, at).presence,
  after: overtaken(turned(record, 'rulebook_changed', rules.then, at), rules.then, at).presence,
})

const overtaken = (record: AgentRecord, rulebookOf: RulebookOf, at: number): AgentRecord =>
  record.dueAt !== null && record.dueAt <= at ? turned(record, 'time_passed', rulebookOf, at) : record

function turned(
  record: AgentRecord,
  type: 'rulebook_changed' | 'time_passed',
  rulebookOf: RulebookOf,
  at: number,
): AgentRecord {
  const { agentId, revision, presence } = record
  const start = { agentId, record, revision, version: presence.version }
  return fold(start, [{ event: { type } }], rulebookOf, at).write?.record ?? record
}
