import type { AgentEvent } from './events.js'
import { deadline } from './outage.js'
import type { Rulebook } from './rulebook.js'
import type { AgentState, WorkFact } from './state.js'

export interface Due {
  readonly at: number
  readonly event: AgentEvent
}

/**
 * The earliest thing that will happen by itself, or null. Deadlines are derived from facts and policy, so a policy
 * change moves the running ones too. Those that somebody else has to meet (a tab that comes back, an answer, a report) do
 * not count an outage of ours; a choice's end and wrap-up go by the wall clock. The restore window is not among them: its end changes nothing anybody can see,
 * and whoever comes back after it is told by the time of the loss.
 */
export function due(state: AgentState, rulebook: Rulebook): Due | null {
  const { policy, outage } = rulebook
  let first: Due | null = null
  const consider = (at: number, event: AgentEvent) => {
    if (!first || at < first.at) first = { at, event }
  }
  if (state.link.state === 'reconnecting') {
    const at = deadline(state.link.since, policy.offlineGraceMs, outage)
    consider(at, { type: 'grace_over', at })
  }
  if (state.choice?.until != null) consider(state.choice.until, { type: 'choice_expired', at: state.choice.until })
  for (const item of state.work) {
    const next = itemDue(item, rulebook)
    if (next) consider(next.at, next.event)
  }
  return first
}

/** When an item changes by itself, ms since 1970; null: never. */
export const itemDueAt = (item: WorkFact, rulebook: Rulebook): number | null => itemDue(item, rulebook)?.at ?? null

function itemDue({ itemId, state, stateSince, reportedAt }: WorkFact, { policy, outage }: Rulebook): Due | null {
  const ends: Due[] = []
  const add = (type: 'offer_missed' | 'wrap_up_over' | 'work_lease_over', at: number) =>
    ends.push({ at, event: { type, at, itemId } })
  if (state === 'offered') add('offer_missed', deadline(stateSince, policy.offerTimeoutMs, outage))
  if (state === 'wrap_up' && policy.wrapUpMs !== null) add('wrap_up_over', stateSince + policy.wrapUpMs)
  if (policy.workLeaseMs !== null) add('work_lease_over', deadline(reportedAt, policy.workLeaseMs, outage))
  return ends.reduce<Due | null>((first, one) => (first && first.at <= one.at ? first : one), null)
}
