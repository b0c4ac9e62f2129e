import { COLUMNS, enter, happen, ITEM, needsItemsAllAlong, STATES, TABLE } from '../support/state-table.js'
import { expectCell } from '../support/state-table-cells.js'
import { engineWorld } from '../support/world.js'

describe.each(STATES)('%s', (state) => {
  test.each(COLUMNS.map((column) => [column, TABLE[state][column]] as const))('%s: %s', async (column, cell) => {
    if (cell === '-') return void expect(state === 'O-DIS' || state === 'O-OUT').toBe(!column.startsWith('back'))
    const world = engineWorld()
    await enter(world, state, column)
    if (needsItemsAllAlong(state, column))
      world.holdsAllAlong(column === 'work removed' ? [ITEM] : Array.from({ length: 10 }, (_, n) => `session-${n}`), 0)
    const before = await world.presence()
    const answer = await happen(world, state, column)
    expectCell(cell, column, before, await world.presence(), answer)
  })
})
