import type { Presence } from '../../protocol/presence.js'
import type { Base } from '../../protocol/vocabulary.js'
import { BoardRows } from '../../web/board-rows.js'
import { COLUMNS, NO_FILTER, NO_LIMITS } from '../../web/board-view.js'
import type { BoardFilter, BoardSort, TimeLimits } from '../../web/board-view.js'
import fc from 'fast-check'
import { aPresence } from '../sdk/example.js'

const NOW = Date.parse('2026-11-23T12:00:00.000Z')
const MINUTE_MS = 60_000
const ago = (minutes: number) => new Date(NOW - minutes * MINUTE_MS).toISOString()
const BY_NAME: BoardSort = { column: 'name', descending: false }

/** A board over agents of whom a test says only what it is about; ids are names. */
function board(...agents: Partial<Presence>[]) {
  const room = new Map<string, Presence>()
  const rows = new BoardRows()
  const put = (...changed: Partial<Presence>[]) => {
    for (const one of changed) {
      const presence = aPresence({ name: one.agentId ?? 'ada', since: ago(0), ...one })
      room.set(presence.agentId, presence)
    }
    rows.note({ changed: changed.map((one) => one.agentId ?? 'ada'), left: [], reset: false })
  }
  put(...agents)
  return {
    put,
    leave(agentId: string) {
      room.delete(agentId)
      rows.note({ changed: [], left: [agentId], reset: false })
    },
    shows: (filter: Partial<BoardFilter> = {}, sort = BY_NAME, limits: TimeLimits = NO_LIMITS) =>
      rows.of(room, { filter: { ...NO_FILTER, ...filter }, sort, limits }, NOW),
    rows,
  }
}

describe('the board shows', () => {
  const ADA = { agentId: 'ada', name: 'Ada Lovelace', base: 'busy', status: 'lunch', since: ago(20) } as const
  const BOB = { agentId: 'bob', base: 'away', status: 'away', routable: false, since: ago(2) } as const
  const CLEO = { agentId: 'cleo', base: 'busy', status: 'busy', connection: 'reconnecting', since: ago(5) } as const

  test.each<[string, Partial<BoardFilter>, string[]]>([
    ['everybody', {}, ['ada', 'bob', 'cleo']],
    ['who has this in the name, in any case', { text: ' LOVE ' }, ['ada']],
    ['who has this in the id', { text: 'cle' }, ['cleo']],
    ['a base', { base: 'busy' }, ['ada', 'cleo']],
    ['a status', { status: 'lunch' }, ['ada']],
    ['a connection', { connection: 'reconnecting' }, ['cleo']],
    ['who can take work', { routable: 'yes' }, ['ada', 'cleo']],
    ['who cannot', { routable: 'no' }, ['bob']],
    ['who is in the status for so long, to the minute', { minutes: 5 }, ['ada', 'cleo']],
    ['all of it at once', { base: 'busy', minutes: 10, text: 'ada' }, ['ada']],
  ])('%s', (_what, filter, agentIds) => expect(board(ADA, BOB, CLEO).shows(filter).agentIds).toEqual(agentIds))

  test('who is over the time of their base, and counts them, shown or not', () => {
    const limits = { ...NO_LIMITS, busy: 5, away: 3 }
    const floor = board(ADA, BOB, CLEO)
    expect(floor.shows({ over: 'yes' }, BY_NAME, limits)).toEqual({ agentIds: ['ada', 'cleo'], over: 2 })
    expect(floor.shows({ text: 'bob' }, BY_NAME, limits)).toEqual({ agentIds: ['bob'], over: 2 })
    expect(floor.shows({ over: 'yes' })).toEqual({ agentIds: [], over: 0 })
  })

  test('who comes, and not who left; of those the last that was known', () => {
    const floor = board(ADA, CLEO)
    floor.shows()
    floor.put(BOB)
    floor.leave('cleo')
    expect(floor.rows.known('cleo')?.status).toBe('busy')
    expect(floor.shows().agentIds).toEqual(['ada', 'bob'])
    expect(floor.rows.known('cleo')).toBeUndefined()
  })
})

test('names are where people look for them, and found however they are typed', () => {
  const named = (agentId: string, name: string) => ({ agentId, name })
  const floor = board(named('1', 'Zoe'), named('2', 'Élodie'), named('3', 'agent 10'), named('4', 'Agent 9'))
  expect(floor.shows().agentIds).toEqual(['4', '3', '2', '1'])
  expect(floor.shows({ text: 'ELO' }).agentIds).toEqual(['2'])
  expect(floor.shows({ text: 'élo' }).agentIds).toEqual(['2'])
  expect(floor.shows({ text: 'agent 1' }).agentIds).toEqual(['3'])
})

test('rows that are alike are ordered by name, whichever way the column runs', () => {
  const floor = board({ agentId: 'b' }, { agentId: 'a' }, { agentId: 'c', base: 'available', label: 'Available' })
  expect(floor.shows({}, { column: 'status', descending: false }).agentIds).toEqual(['c', 'a', 'b'])
  expect(floor.shows({}, { column: 'status', descending: true }).agentIds).toEqual(['a', 'b', 'c'])
})

test('whatever changes, comes and goes, the order is that of a board that begins anew', () => {
  const BASES: readonly Base[] = ['available', 'busy', 'away']
  const agentId = fc.integer({ min: 0, max: 15 }).map((n) => `agent-${n}`)
  const change = fc.record({
    agentId,
    base: fc.constantFrom(...BASES),
    since: fc.integer({ min: 0, max: 9 }).map(ago),
    gone: fc.boolean(),
  })
  const sort = fc.record({ column: fc.constantFrom(...COLUMNS), descending: fc.boolean() })
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.array(change, { maxLength: 6 }), sort), { maxLength: 12 }), (turns) => {
      const floor = board()
      const here = new Map<string, Partial<Presence>>()
      for (const [changes, order] of turns) {
        for (const { gone, ...one } of changes) {
          if (gone) floor.leave(one.agentId)
          else floor.put(one)
          if (gone) here.delete(one.agentId)
          else here.set(one.agentId, one)
        }
        expect(floor.shows({}, order).agentIds).toEqual(board(...here.values()).shows({}, order).agentIds)
      }
    }),
  )
})
