import { Removals, REMOVALS_KEPT } from '../../server/board/removals.js'
import { Roster } from '../../server/board/roster.js'
import { putOf } from '../../server/store/put.js'
import { presencesIn } from '../support/read-frame.js'
import { idsOf } from './floor.js'
import { nextRecord } from './staff.js'

const removal = (sequence: number, at = 0) => ({ agentId: `agent-${sequence}`, sequence, at, teams: [], deleted: true })

test('ten thousand removals are remembered; with more the floor rises', () => {
  const removals = new Removals(0)
  for (let sequence = 1; sequence <= REMOVALS_KEPT.count; sequence += 1) removals.add(removal(sequence))
  expect(removals.floor).toBe(0)
  for (let more = 1; more <= 5; more += 1) removals.add(removal(REMOVALS_KEPT.count + more))
  expect(removals.floor).toBe(5)
  expect([...removals.since(5)]).toHaveLength(REMOVALS_KEPT.count)
})

test('a removal is remembered for a day', () => {
  const removals = new Removals(0)
  removals.add(removal(1, 0))
  removals.add(removal(2, REMOVALS_KEPT.ms))
  expect(removals.floor).toBe(0)
  removals.add(removal(3, REMOVALS_KEPT.ms + 1))
  expect(removals.floor).toBe(1)
  expect([...removals.since(1)].map((one) => one.sequence)).toEqual([3, 2])
})

test('a team where much changed elsewhere is looked through instead of all that changed', () => {
  const roster = new Roster(0)
  const show = (agentId: string, sequence: number, teams: readonly string[]) =>
    roster.put(putOf(nextRecord(agentId, { revision: sequence, version: sequence }, { teams })), { sequence, at: 0 })
  show('ada', 1, ['billing'])
  show('bob', 2, ['billing'])
  for (let sequence = 3; sequence < 100; sequence += 1) show(`agent-${sequence}`, sequence, ['sales'])
  expect(idsOf(presencesIn(roster.since('team:billing', 1)))).toEqual(['bob'])
  expect(presencesIn(roster.since('team:billing', 2))).toEqual([])
})
