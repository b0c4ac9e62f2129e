import fc from 'fast-check'
import { capacityOf } from '../../server/engine/capacity.js'
import { fold } from '../../server/engine/fold.js'
import { baseOf, type Rulebook } from '../../server/engine/rulebook.js'
import { isKept, isKeptDefault, verdict } from '../../server/engine/rules.js'
import { newAgent, type AgentState } from '../../server/engine/state.js'
import { transition } from '../../server/engine/transition.js'
import { events, FIRST_TAB, play, rulebooks, steadySteps, steps, type Step, T0 } from '../support/histories.js'

/** SEED=123 npm run jest -- test/engine/properties runs a failing seed again. */
const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
const RUNS = { seed: SEED, numRuns: 300 }

const holdsAlways = (what: string, check: (all: readonly Step[], rulebook: Rulebook) => void, histories = steps) =>
  test(`${what} (seed ${SEED})`, () => fc.assert(fc.property(histories, rulebooks, check), RUNS))

const isWork = ({ event }: Step): boolean => event.type.startsWith('work_') || event.type.startsWith('offer_')
const signedIn = ({ link }: AgentState): boolean => link.state === 'connected' || link.state === 'reconnecting'
const heldItems = ({ work }: AgentState): string =>
  work
    .filter((item) => item.state !== 'offered')
    .map((item) => item.itemId)
    .join()

holdsAlways('work never changes a kept status', (all, first) => {
  play(all, first, ({ before, step, after, rulebook }) => {
    if (!before || !isWork(step) || !signedIn(before.state)) return
    const { choice, signInDefault } = before.state
    const kept = choice
      ? isKept(baseOf(rulebook, choice.status))
      : signInDefault && isKeptDefault(baseOf(rulebook, signInDefault.status))
    if (kept)
      expect([after.presence.status, after.presence.reason]).toEqual([before.presence.status, before.presence.reason])
  })
})

holdsAlways('what is not kept, held or fresh is what capacity says', (all, first) => {
  // Kept by the test, not by the engine: was work added or removed since the choice or the sign-in?
  let moved = false
  play(all, first, ({ before, step, after: { state, presence }, rulebook, refused }) => {
    const appliedNow = step.event.type === 'connection_opened' && state.signInDefault !== before?.state.signInDefault
    const chosenNow = step.event.type === 'chosen' && !refused && state.choice !== before?.state.choice
    if (appliedNow) moved = heldItems(state) !== ''
    else if (chosenNow) moved = false
    else if (before && heldItems(before.state) !== heldItems(state)) moved = true

    if (!signedIn(state) || state.hold) return
    const { choice, signInDefault } = state
    const stands = choice
      ? !moved || isKept(baseOf(rulebook, choice.status))
      : signInDefault && (!moved || isKeptDefault(baseOf(rulebook, signInDefault.status)))
    if (stands) return void expect(presence.status).toBe((choice ?? signInDefault)?.status)
    const { status, reason } = capacityOf(state, rulebook)
    expect([presence.base, presence.reason]).toEqual([status, reason])
  })
})

holdsAlways('only a missed offer makes inactive', (all, first) => {
  play(all, first, ({ before, step, after, rulebook }) => {
    if (after.presence.status !== 'inactive' || before?.presence.status === 'inactive') return
    const cause = step.event.type
    if (cause === 'connection_opened') return void expect(before?.state.hold?.kind).toBe('offer_missed')
    expect(['offer_missed', 'time_passed']).toContain(cause)
    expect(rulebook.policy.missedToInactive).toBe(true)
  })
})

holdsAlways('the same events lead to the same record and the same timeline', (all, first) => {
  expect(play(all, first)).toEqual(play(all, first))
})

holdsAlways(
  'folding events together leads where one after another leads',
  (all, rulebook) => {
    const start = { agentId: 'ada', record: null, revision: 0, version: 0 }
    const posted = [{ event: FIRST_TAB }, ...all.map(({ event }) => ({ event }))]
    const together = fold(start, posted, () => rulebook, T0)
    const apart = play(
      all.map((step) => ({ ...step, waitMs: 0 })),
      rulebook,
    )
    expect(together.write?.record.presence).toEqual(apart.record.presence)
    expect(together.write?.record.state).toEqual(apart.record.state)
    expect(together.write?.rows).toEqual(apart.rows)
  },
  steadySteps,
)

holdsAlways('versions only grow, by one for every visible change', (all, first) => {
  play(all, first, ({ before, after }) => {
    if (!before) return
    const changed =
      JSON.stringify({ ...before.presence, version: 0 }) !== JSON.stringify({ ...after.presence, version: 0 })
    expect(after.presence.version - before.presence.version).toBe(changed ? 1 : 0)
    expect(after.revision - before.revision).toBe(after === before ? 0 : 1)
  })
})

holdsAlways('since moves with the status, and with nothing else', (all, first) => {
  play(all, first, ({ before, after }) => {
    if (!before) return
    if (after.presence.status === before.presence.status) expect(after.presence.since).toBe(before.presence.since)
    else expect(after.presence.since >= before.presence.since).toBe(true)
  })
})

holdsAlways('the rows of the timeline tile time: in order, each different from the one before', (all, first) => {
  const { record, rows } = play(all, first)
  rows.slice(1).forEach((row, index) => {
    const older = rows[index]
    // Two changes of one moment have two rows: A, B, A shows even if B lasted no time.
    expect(row.at).toBeGreaterThanOrEqual(older?.at ?? Infinity)
    expect({ ...row, at: 0, label: '' }).not.toEqual({ ...older, at: 0, label: '' })
  })
  expect(rows[0]?.at).toBe(T0)
  const { status, base, reason, actor } = record.presence
  expect(rows.at(-1)).toMatchObject({ status, base, reason, actor })
})

holdsAlways('who may be routed to is connected, has capacity left and is below the session limit', (all, first) => {
  play(all, first, ({ after: { presence }, rulebook }) => {
    if (!presence.routable) return
    expect(presence.connection).toBe('connected')
    expect(rulebook.policy.routableBases).toContain(presence.base)
    expect(presence.capacity.sessions).toBeLessThan(presence.capacity.sessionLimit)
    const { totalUnits, usedUnits } = presence.capacity
    if (totalUnits !== null && !presence.profiles) expect(usedUnits).toBeLessThan(totalUnits)
  })
})

holdsAlways('a line that drops and is back in the window finds what it left', (all, first) => {
  const { record, rulebook, now } = play(all, first)
  const { link } = record.state
  if (link.state !== 'connected') return
  const whatPeopleSee = ({ presence: { status, base, label, reason, actor, hold, capacity } }: typeof record) =>
    JSON.stringify({ status, base, label, reason, actor, hold, capacity })
  const drops = link.connections.map(({ id }) => ({ event: { type: 'connection_closed', id } as const }))
  const start = { agentId: 'ada', record, revision: record.revision, version: record.presence.version }
  const lost = fold(start, [...drops, { event: { type: 'grace_over' } }], () => rulebook, now).write
  if (!lost) throw new Error('a lost line changes the facts')
  expect(lost.record.presence).toMatchObject({ base: 'offline', reason: 'disconnected', routable: false })
  const back = fold({ ...start, record: lost.record }, [{ event: FIRST_TAB }], () => rulebook, now + 150_000).write
  expect(back && whatPeopleSee(back.record)).toBe(whatPeopleSee(record))
})

test(`no event throws, and one that changes nothing gives back the same facts (seed ${SEED})`, () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 60 }), rulebooks, (all, rulebook) => {
      let state: AgentState = newAgent('ada', T0)
      for (const event of all) {
        const next = transition(state, { ...event, at: T0 }, rulebook).state
        if (JSON.stringify(next) === JSON.stringify(state)) expect(next).toBe(state)
        expect(verdict(next, rulebook).status).not.toBe('')
        state = next
      }
    }),
    RUNS,
  )
})
