import type { Explanation, Turn } from '../../protocol/explanation.js'
import { due } from './due.js'
import type { AgentEvent } from './events.js'
import type { AgentRecord } from './record.js'
import { decide, factsOf, RULES, routableChecks, verdict } from './rules.js'
import { labelOf, type Rulebook } from './rulebook.js'
import { transition } from './transition.js'

/** Why the agent has this status: every rule in order with what it looked at, and which events would lead elsewhere. */
export function explain(record: AgentRecord, rulebook: Rulebook, at: number): Explanation {
  const facts = factsOf(record.state, rulebook)
  const { rule: decidedBy } = decide(facts)
  const decisive = RULES.findIndex((rule) => rule.name === decidedBy)
  const checks = routableChecks(facts)
  return {
    presence: record.presence,
    decidedBy,
    rules: RULES.map((rule, index) => {
      const answer = index === decisive ? rule.answer(facts) : null
      return {
        rule: rule.name,
        title: rule.title,
        outcome: index < decisive ? 'passed' : index === decisive ? 'answered' : 'not_reached',
        inputs: { ...rule.inputs(facts) },
        ...(answer && { verdict: answer }),
      }
    }),
    routable: { routable: checks.every((one) => one.ok), checks: checks.map((one) => ({ ...one })) },
    changes: whatWouldChangeIt(record, rulebook, at),
    ...(record.state.hold && { hold: record.state.hold.kind }),
  }
}

/** Tried, not guessed: each event is put through the same transition and rules, and named if the status would differ. */
function whatWouldChangeIt({ state }: AgentRecord, rulebook: Rulebook, at: number): Explanation['changes'] {
  const now = verdict(state, rulebook)
  const session = state.work.find((item) => item.state === 'accepted')
  const offer = state.work.find((item) => item.state === 'offered')
  const next = due(state, rulebook)
  const byItself: readonly Trial[] = next
    ? BY_ITSELF.filter(([turn]) => turn === next.event.type).map(([turn, what]) => ({ turn, what, ...next }))
    : []
  const trials: readonly Trial[] = [
    ...byItself,
    { turn: 'reset', what: 'Reset', event: { type: 'reset', at } },
    ...(session
      ? [
          {
            turn: 'work_removed',
            what: `Item ${session.itemId} is closed`,
            event: { type: 'work_removed', at, itemId: session.itemId },
          } as const,
        ]
      : []),
    ...(offer
      ? [
          {
            turn: 'offer_accepted',
            what: `Offer ${offer.itemId} is accepted`,
            event: {
              type: 'work_reported',
              at,
              itemId: offer.itemId,
              state: 'accepted',
              ifRoutable: false,
              force: false,
            },
          } as const,
        ]
      : [
          {
            turn: 'work_added',
            what: 'A new item is accepted',
            event: { type: 'work_reported', at, itemId: '-', state: 'accepted', ifRoutable: false, force: false },
          } as const,
        ]),
    {
      turn: 'connection_opened',
      what: 'A tab is opened',
      event: { type: 'connection_opened', at, id: '-', node: '-' },
    },
    { turn: 'signed_out', what: 'The agent signs out', event: { type: 'signed_out', at, by: { type: 'system' } } },
    {
      turn: 'available_chosen',
      what: 'Available is chosen',
      event: { type: 'chosen', at, status: 'available', by: { type: 'agent', id: state.agentId } },
    },
  ]
  return trials.flatMap((trial) => {
    const then = verdict(transition(state, trial.event, rulebook).state, rulebook)
    if (then.status === now.status && then.reason === now.reason) return []
    const definition = rulebook.statuses.get(then.status)
    const leadsTo = definition ? labelOf(definition) : then.status
    return [
      {
        turn: trial.turn,
        what: trial.what,
        // A new item has no id yet, a tab to come neither.
        ...('itemId' in trial.event && trial.event.itemId !== '-' && { itemId: trial.event.itemId }),
        leadsTo,
        status: then.status,
        ...(trial.at !== undefined && { at: new Date(trial.at).toISOString() }),
      },
    ]
  })
}

interface Trial {
  readonly turn: Turn
  readonly what: string
  readonly event: AgentEvent
  readonly at?: number
}

const BY_ITSELF: readonly (readonly [turn: Turn, what: string])[] = [
  ['grace_over', 'No tab comes back within the grace'],
  ['choice_expired', 'The choice ends'],
  ['offer_missed', 'The offer times out'],
  ['wrap_up_over', 'The wrap-up ends'],
  ['work_lease_over', 'The item is not reported again'],
]
