import fc from 'fast-check'
import type { StatusDefinition } from '../../protocol/presence.js'
import { BASES, type Base } from '../../protocol/vocabulary.js'
import type { UntimedEvent } from '../../server/engine/events.js'
import { fold, type Posted, type Start } from '../../server/engine/fold.js'
import type { AgentRecord, TimelineRow } from '../../server/engine/record.js'
import { catalogueOf, NO_SETTINGS, policyFor, type Rulebook } from '../../server/engine/rulebook.js'

export const T0 = Date.parse('2026-11-23T10:00:00.000Z')
export const FIRST_TAB: UntimedEvent = { type: 'connection_opened', id: 't1', node: 'n' }

export interface Step {
  readonly waitMs: number
  readonly event: Posted['event']
  /** What holds from this step on: its event is `rulebook_changed`. */
  readonly amended: Rulebook | null
}

/** One custom status for each base to begin with; an administrator may have moved it to another since. */
const CUSTOM_IDS = BASES.map((base) => `my-${base}`)
const STATUSES = [...BASES, 'inactive', ...CUSTOM_IDS]

const custom = (id: string, base: Base, archived: boolean): StatusDefinition => ({
  id,
  base,
  labels: { en: `${id}, ${base}` },
  selectable: true,
  archived,
  builtIn: false,
})

const catalogues = fc
  .tuple(...CUSTOM_IDS.map(() => fc.tuple(fc.constantFrom(...BASES), fc.boolean())))
  .map((all) => Object.fromEntries(all.map(([base, archived], n) => [`my-${BASES[n]}`, { base, archived }] as const)))
  .map((all) => Object.entries(all).map(([id, { base, archived }]) => custom(id, base, archived)))

export const rulebooks: fc.Arbitrary<Rulebook> = fc
  .tuple(
    catalogues,
    fc.record({
      missedToInactive: fc.boolean(),
      rejectToDnd: fc.boolean(),
      offlineGraceMs: fc.constantFrom(0, 5_000),
      sessionLimit: fc.constantFrom(1, 3),
      defaultStatus: fc.constantFrom(...STATUSES.filter((one) => one !== 'inactive')),
      routableBases: fc.subarray(['available', 'busy', 'away'] as const).map((bases) => [...bases]),
      offerTimeoutMs: fc.constantFrom(1_000, 120_000),
      wrapUpMs: fc.constantFrom(null, 10_000),
      workLeaseMs: fc.constantFrom(null, 60_000),
    }),
  )
  .map(([customs, policy]) => {
    const settings = { ...NO_SETTINGS, statuses: Object.fromEntries(customs.map((one) => [one.id, one])), policy }
    return { statuses: catalogueOf(settings), policy: policyFor(settings, []), outage: null }
  })

const itemId = fc.constantFrom('a', 'b', 'c', 'd')
const tab = fc.constantFrom('t1', 't2')
const by = fc.constantFrom(
  { type: 'agent', id: 'ada' } as const,
  { type: 'supervisor', id: 'sam' } as const,
  { type: 'service', id: 'acd' } as const,
)
const PROFILES = [
  { name: 'chat', limit: 2, blocking: false },
  { name: 'voice', limit: 1, blocking: true },
] as const

export const events: fc.Arbitrary<UntimedEvent> = fc.oneof(
  { weight: 3, arbitrary: tab.map((id) => ({ type: 'connection_opened', id, node: 'n' }) as const) },
  { weight: 2, arbitrary: tab.map((id) => ({ type: 'connection_closed', id }) as const) },
  {
    weight: 3,
    arbitrary: fc.record(
      {
        type: fc.constant('chosen' as const),
        status: fc.constantFrom(...STATUSES, 'nowhere'),
        by,
        note: fc.constantFrom('at the dentist'),
        until: fc.constantFrom(T0 - 1, T0 + 10_000, T0 + 1_000_000),
      },
      { requiredKeys: ['type', 'status', 'by'] },
    ),
  },
  {
    weight: 6,
    arbitrary: fc.record(
      {
        type: fc.constant('work_reported' as const),
        itemId,
        state: fc.constantFrom('offered', 'accepted', 'wrap_up'),
        ifRoutable: fc.boolean(),
        force: fc.boolean(),
        units: fc.constantFrom(0, 30, 100),
        profile: fc.constantFrom('chat', 'voice', 'unheard-of'),
        kind: fc.constantFrom('conversation', 'record'),
      },
      { requiredKeys: ['type', 'itemId', 'state', 'ifRoutable', 'force'] },
    ),
  },
  fc.record({
    type: fc.constantFrom('work_removed', 'offer_missed', 'offer_rejected', 'wrap_up_over', 'work_lease_over'),
    itemId,
  }),
  fc.constantFrom<UntimedEvent>(
    { type: 'reset' },
    { type: 'grace_over' },
    { type: 'choice_expired' },
    { type: 'rulebook_changed' },
    { type: 'signed_out', by: { type: 'supervisor', id: 'sam' } },
  ),
  fc.record(
    {
      type: fc.constant('profile_changed' as const),
      totalUnits: fc.constantFrom(null, 0, 60, 100),
      profiles: fc.constantFrom(null, [], [...PROFILES]),
      sessionLimit: fc.constantFrom(null, 1, 2),
      defaultStatus: fc.constantFrom(null, 'nowhere', ...STATUSES),
    },
    { requiredKeys: ['type'] },
  ),
)

const waitMs = fc.constantFrom(0, 1, 1_000, 6_000, 120_000, 200_000)
const happens = fc.record({
  waitMs,
  event: fc.oneof({ arbitrary: events, weight: 6 }, fc.constant({ type: 'time_passed' } as const)),
  amended: fc.constant(null),
})
const amends = fc.record({ waitMs, event: fc.constant({ type: 'rulebook_changed' } as const), amended: rulebooks })

/** Under one rulebook. */
export const steadySteps: fc.Arbitrary<readonly Step[]> = fc.array(happens, { maxLength: 60 })
/** While administrators change policy and catalogue. */
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(fc.oneof({ arbitrary: happens, weight: 8 }, amends), {
  maxLength: 60,
})

export interface Seen {
  readonly before: AgentRecord | null
  readonly step: Step
  readonly after: AgentRecord
  readonly rulebook: Rulebook
  readonly refused: boolean
}

export interface Played {
  /** The last record. */
  readonly record: AgentRecord
  readonly rows: readonly TimelineRow[]
  readonly rulebook: Rulebook
  readonly now: number
}

/** Signs in, then lets the steps happen one by one, each in a write of its own. */
export function play(all: readonly Step[], first: Rulebook, look: (seen: Seen) => void = () => undefined): Played {
  let start: Start = { agentId: 'ada', record: null, revision: 0, version: 0 }
  let rulebook = first
  let now = T0
  const rows: TimelineRow[] = []
  for (const step of [{ waitMs: 0, event: FIRST_TAB, amended: null }, ...all]) {
    now += step.waitMs
    rulebook = step.amended ?? rulebook
    const { write, answers } = fold(start, [{ event: step.event }], () => rulebook, now)
    const { record: before } = start
    const after = write?.record ?? before
    if (!after) throw new Error('the first tab introduces the agent')
    start = { agentId: 'ada', record: after, revision: after.revision, version: after.presence.version }
    rows.push(...(write?.rows ?? []))
    look({ before, step, after, rulebook, refused: answers.some((one) => 'refusal' in one) })
  }
  if (!start.record) throw new Error('the first tab introduces the agent')
  return { record: start.record, rows, rulebook, now }
}
