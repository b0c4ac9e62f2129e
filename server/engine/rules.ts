import type { Actor } from '../../protocol/presence.js'
import type { ActorType, Base, Reason } from '../../protocol/vocabulary.js'
import { type CapacityFacts, capacityOf } from './capacity.js'
import { baseOf, type Rulebook } from './rulebook.js'
import type { AgentState, Choice } from './state.js'

/**
 * The precedence of behaviour section 3. Each rule looks at the facts and answers or passes; the first answer is the
 * verdict. `inputs` are what it looked at, for `explain`.
 */
export interface Facts {
  readonly state: AgentState
  readonly rulebook: Rulebook
  readonly capacity: CapacityFacts
}

export interface Answer {
  readonly status: string
  readonly reason: Reason
  readonly actor: Actor
}

export interface Verdict extends Answer {
  readonly base: Base
  readonly rule: string
}

export interface Rule {
  readonly name: string
  readonly title: string
  readonly inputs: (facts: Facts) => Readonly<Record<string, string | number | boolean | null>>
  readonly answer: (facts: Facts) => Answer | null
}

const SYSTEM: Actor = { type: 'system' }

const REASON_OF_ACTOR: Readonly<Record<ActorType, Reason>> = {
  agent: 'manual',
  supervisor: 'supervisor',
  admin: 'supervisor',
  service: 'api',
  system: 'api',
}

/** Bases a choice is kept in whatever work does. */
export const isKept = (base: Base): boolean => base === 'away' || base === 'offline' || base === 'dnd'
/** Bases a sign-in default is kept in whatever work does: without dnd, which is only the agent's own to keep. */
export const isKeptDefault = (base: Base): boolean => base === 'away' || base === 'offline'

const byChoice = (choice: Choice): Answer => ({
  status: choice.status,
  reason: REASON_OF_ACTOR[choice.by.type],
  actor: choice.by,
})

const choiceInputs = ({ state, rulebook }: Facts) => ({
  choice: state.choice?.status ?? null,
  base: state.choice ? baseOf(rulebook, state.choice.status) : null,
})

const defaultInputs = ({ state, rulebook }: Facts) => ({
  default: state.signInDefault?.status ?? null,
  base: state.signInDefault ? baseOf(rulebook, state.signInDefault.status) : null,
})

const goneIsOffline: Rule = {
  name: 'gone_is_offline',
  title: 'Signed out, or no connection and the grace is over',
  inputs: ({ state }) => ({ link: state.link.state }),
  answer: ({ state: { link } }) => {
    switch (link.state) {
      case 'never':
        return { status: 'offline', reason: 'signed_out', actor: SYSTEM }
      case 'signed_out':
        return { status: 'offline', reason: 'signed_out', actor: link.by }
      case 'disconnected':
        return { status: 'offline', reason: 'disconnected', actor: SYSTEM }
      case 'connected':
      case 'reconnecting':
        return null
    }
  },
}

const chosenAndKept: Rule = {
  name: 'chosen_and_kept',
  title: 'Away, offline or do not disturb was chosen; work never changes it',
  inputs: choiceInputs,
  answer: ({ state: { choice }, rulebook }) =>
    choice && isKept(baseOf(rulebook, choice.status)) ? byChoice(choice) : null,
}

const defaultAndKept: Rule = {
  name: 'default_and_kept',
  title: 'The sign-in default is away or offline and nothing was chosen since',
  inputs: defaultInputs,
  answer: ({ state: { signInDefault }, rulebook }) =>
    signInDefault && isKeptDefault(baseOf(rulebook, signInDefault.status))
      ? { status: signInDefault.status, reason: 'default', actor: SYSTEM }
      : null,
}

const missedOffer: Rule = {
  name: 'missed_offer',
  title: 'An offer was missed',
  inputs: ({ state }) => ({ hold: state.hold?.kind ?? null }),
  answer: ({ state: { hold } }) =>
    hold?.kind === 'offer_missed' ? { status: 'inactive', reason: 'offer_missed', actor: SYSTEM } : null,
}

const rejectedOffer: Rule = {
  name: 'rejected_offer',
  title: 'An offer was rejected',
  inputs: ({ state }) => ({ hold: state.hold?.kind ?? null }),
  answer: ({ state: { hold } }) =>
    hold?.kind === 'offer_rejected' ? { status: 'dnd', reason: 'offer_rejected', actor: SYSTEM } : null,
}

const sessionLimit: Rule = {
  name: 'session_limit',
  title: 'An item came in at the session limit',
  inputs: ({ state, capacity }) => ({
    hold: state.hold?.kind ?? null,
    sessions: capacity.sessions,
    sessionLimit: capacity.sessionLimit,
  }),
  answer: ({ state: { hold } }) =>
    hold?.kind === 'session_limit' ? { status: 'dnd', reason: 'session_limit', actor: SYSTEM } : null,
}

const freshChoice: Rule = {
  name: 'fresh_choice',
  title: 'Available or busy was chosen and no work was added or removed since',
  inputs: (facts) => ({ ...choiceInputs(facts), fresh: facts.state.choice?.fresh ?? null }),
  answer: ({ state: { choice } }) => (choice?.fresh ? byChoice(choice) : null),
}

const freshDefault: Rule = {
  name: 'fresh_default',
  title: 'The sign-in default stands and no work was added or removed since',
  inputs: (facts) => ({ ...defaultInputs(facts), fresh: facts.state.signInDefault?.fresh ?? null }),
  answer: ({ state: { signInDefault } }) =>
    signInDefault?.fresh ? { status: signInDefault.status, reason: 'default', actor: SYSTEM } : null,
}

const capacityDecides: Rule = {
  name: 'capacity_decides',
  title: 'Otherwise capacity decides',
  inputs: ({ capacity }) => ({
    heldUnits: capacity.usedUnits - capacity.reservedUnits,
    totalUnits: capacity.totalUnits,
    items: capacity.items,
    ...Object.fromEntries(capacity.profiles.map((one) => [`profile ${one.name}`, `${one.used} of ${one.limit}`])),
  }),
  answer: ({ capacity }) => ({ status: capacity.status, reason: capacity.reason, actor: SYSTEM }),
}

/** The first rule with an answer wins. The order is the precedence: change it here and nowhere else. */
export const RULES: readonly Rule[] = [
  goneIsOffline,
  chosenAndKept,
  defaultAndKept,
  missedOffer,
  rejectedOffer,
  sessionLimit,
  freshChoice,
  freshDefault,
  capacityDecides,
]

export const factsOf = (state: AgentState, rulebook: Rulebook): Facts => ({
  state,
  rulebook,
  capacity: capacityOf(state, rulebook),
})

export const verdict = (state: AgentState, rulebook: Rulebook): Verdict => decide(factsOf(state, rulebook))

export function decide(facts: Facts): Verdict {
  for (const rule of RULES) {
    const answer = rule.answer(facts)
    if (answer) return { ...answer, base: baseOf(facts.rulebook, answer.status), rule: rule.name }
  }
  throw new Error('the last rule always answers')
}

/** What decides whether work may be routed here, each part by name. */
export function routableChecks(facts: Facts) {
  const { state, capacity, rulebook } = facts
  const { base } = decide(facts)
  return [
    { check: 'connected', ok: state.link.state === 'connected', value: state.link.state },
    { check: 'base is routable', ok: rulebook.policy.routableBases.includes(base), value: base },
    {
      check: 'capacity left',
      ok: capacity.left,
      value: `${capacity.usedUnits} of ${capacity.totalUnits ?? 'any'} units`,
    },
    {
      check: 'below the session limit',
      ok: capacity.sessions < capacity.sessionLimit,
      value: `${capacity.sessions} of ${capacity.sessionLimit}`,
    },
  ] as const
}

export const isRoutable = (facts: Facts): boolean => routableChecks(facts).every((one) => one.ok)
