import { runHub, type RunningHub } from '../support/running-hub.js'
import { SCENARIOS } from '../support/scenarios.js'
import { serverWorld } from '../support/server-world.js'
import { expectCell } from '../support/state-table-cells.js'
import { COLUMNS, enter, happen, needsItemsAllAlong, STATES, TABLE } from '../support/state-table.js'

let hub: RunningHub
beforeAll(async () => {
  const unlimited = '1000000/1000000'
  hub = await runHub({
    PRESENCE_RATE_SOCKET: unlimited,
    PRESENCE_RATE_SERVICE: unlimited,
    PRESENCE_RATE_OTHER: unlimited,
    PRESENCE_RATE_CONNECT: unlimited,
  })
})
afterAll(() => hub.stop())

describe('through sockets and REST', () => {
  test.each(Object.entries(SCENARIOS))('scenario %s', (_name, play) => play(serverWorld(hub)))

  describe.each(STATES)('%s', (state) => {
    const cells = COLUMNS.map((column) => [column, TABLE[state][column]] as const)
    // Six cells begin with an item that was there before the sign-in and yet was not: facts, but no way leads to them.
    const reachable = cells.filter(([column, cell]) => cell !== '-' && !needsItemsAllAlong(state, column))
    test.each(reachable)('%s: %s', async (column, cell) => {
      if (cell === '-') throw new Error('filtered out above')
      const world = serverWorld(hub)
      await enter(world, state, column)
      const before = await world.presence()
      const answer = await happen(world, state, column)
      expectCell(cell, column, before, await world.presence(), answer)
    })
  })
})
