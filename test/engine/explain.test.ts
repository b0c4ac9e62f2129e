import type { Explanation } from '../../protocol/explanation.js'
import { explain } from '../../server/engine/explain.js'
import { RULES } from '../../server/engine/rules.js'
import { STATES, enter, type State } from '../support/state-table.js'
import { engineWorld, type EngineWorld } from '../support/world.js'

const explained = (world: EngineWorld): Explanation => explain(world.record, world.rulebook, world.now)

const DECIDED_BY: Readonly<Record<State, string>> = {
  'A-CAP': 'capacity_decides',
  'B-CAP': 'capacity_decides',
  'D-CAP': 'capacity_decides',
  'A-DEF': 'fresh_default',
  'B-DEF': 'fresh_default',
  'D-DEF': 'fresh_default',
  'A-MAN': 'fresh_choice',
  'B-MAN': 'fresh_choice',
  'D-MAN': 'chosen_and_kept',
  'W-MAN': 'chosen_and_kept',
  'O-MAN': 'chosen_and_kept',
  'W-DEF': 'default_and_kept',
  'O-DEF': 'default_and_kept',
  'I-MIS': 'missed_offer',
  'D-REJ': 'rejected_offer',
  'D-LIM': 'session_limit',
  'O-DIS': 'gone_is_offline',
  'O-OUT': 'gone_is_offline',
}

test.each(STATES)('%s is explained by the rule that answered, after all that passed', async (state) => {
  const world = engineWorld()
  await enter(world, state, 'reset')
  const { presence, decidedBy, rules, routable } = explained(world)
  expect(decidedBy).toBe(DECIDED_BY[state])
  expect(rules.map((one) => one.rule)).toEqual(RULES.map((one) => one.name))
  const decisive = rules.findIndex((one) => one.rule === decidedBy)
  rules.forEach((one, index) => {
    expect(one.outcome).toBe(index < decisive ? 'passed' : index === decisive ? 'answered' : 'not_reached')
    if (index !== decisive) expect(one).not.toHaveProperty('verdict')
  })
  const { status, reason, actor } = presence
  expect(rules[decisive]?.verdict).toEqual({ status, reason, actor })
  expect(routable.routable).toBe(presence.routable)
  expect(routable.checks.every((one) => one.ok)).toBe(presence.routable)
})

test('each part of being routable is named with what it looked at', async () => {
  const world = engineWorld()
  await world.configures({ totalUnits: 10, sessionLimit: 1 })
  await world.policy({ routableBases: [] })
  await world.opensTab()
  await world.reports('chat', { units: 10 })
  await world.closesTab()
  expect(explained(world).routable).toEqual({
    routable: false,
    checks: [
      { check: 'connected', ok: false, value: 'reconnecting' },
      { check: 'base is routable', ok: false, value: 'dnd' },
      { check: 'capacity left', ok: false, value: '10 of 10 units' },
      { check: 'below the session limit', ok: false, value: '1 of 1' },
    ],
  })
})

describe('what would change it', () => {
  test('a hold is named, and reset leads out of it', async () => {
    const world = engineWorld()
    await enter(world, 'I-MIS', 'reset')
    expect(explained(world)).toMatchObject({ hold: 'offer_missed' })
    expect(explained(world).changes).toContainEqual({
      turn: 'reset',
      what: 'Reset',
      leadsTo: 'Available',
      status: 'available',
    })
  })

  test('no hold, no reset', async () => {
    const world = engineWorld()
    await enter(world, 'B-CAP', 'reset')
    expect(explained(world)).not.toHaveProperty('hold')
    expect(explained(world).changes.map((one) => one.what)).not.toContain('Reset')
  })

  test('the same status for another reason is a change too', async () => {
    const world = engineWorld()
    await enter(world, 'A-CAP', 'reset')
    expect(explained(world).changes).toContainEqual({
      turn: 'available_chosen',
      what: 'Available is chosen',
      leadsTo: 'Available',
      status: 'available',
    })
  })

  test('what happens by itself says when', async () => {
    const world = engineWorld()
    await world.policy({ missedToInactive: true })
    await world.opensTab()
    await world.reports('offer', { state: 'offered' })
    expect(explained(world).changes[0]).toEqual({
      turn: 'offer_missed',
      what: 'The offer times out',
      itemId: 'offer',
      leadsTo: 'Inactive',
      status: 'inactive',
      at: new Date(world.now + 120_000).toISOString(),
    })
    expect(explained(world).changes).toContainEqual({
      turn: 'offer_accepted',
      what: 'Offer offer is accepted',
      itemId: 'offer',
      leadsTo: 'Busy',
      status: 'busy',
    })
  })

  test('nothing is done by asking', async () => {
    const world = engineWorld()
    await enter(world, 'B-CAP', 'reset')
    const before = structuredClone(world.record)
    explained(world)
    expect(world.record).toEqual(before)
  })
})
