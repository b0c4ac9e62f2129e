import { startLastHour } from '../../server/board/last-hour.js'
import { openFloor, turn } from './floor.js'

const MINUTE_MS = 60_000

async function watched() {
  const floor = await openFloor()
  await floor.org()
  const lastHour = startLastHour({ board: floor.board, clock: floor.clock, now: () => floor.clock.now() })
  const began = floor.clock.now()
  const points = (room: string) =>
    lastHour
      .of('default', room)
      .map(({ at, byBase: { available, busy } }) => [(at - began) / MINUTE_MS, available, busy])
  return { ...floor, lastHour, points }
}

test('a room is remembered minute by minute, with how it is now', async () => {
  const { staff, clock, points } = await watched()
  await staff.show({ ada: { status: 'available', teams: ['billing'] }, bob: { status: 'busy', teams: ['sales'] } })
  await turn()
  clock.advance(MINUTE_MS)
  await staff.show({ ada: { status: 'busy', teams: ['billing'] } })
  await turn()
  clock.advance(MINUTE_MS / 2)
  expect(points('org')).toEqual([
    [1, 1, 1],
    [1.5, 0, 2],
  ])
  expect(points('team:billing')).toEqual([
    [1, 1, 0],
    [1.5, 0, 1],
  ])
})

test('a room that was empty was empty, and not unknown', async () => {
  const { clock, points } = await watched()
  clock.advance(MINUTE_MS)
  expect(points('team:none')).toEqual([
    [1, 0, 0],
    [1, 0, 0],
  ])
})

test('nothing is kept for longer than an hour', async () => {
  const { clock, points } = await watched()
  clock.advance(100 * MINUTE_MS)
  expect(points('org')).toHaveLength(61)
  expect(points('org')[0]?.[0]).toBe(41)
})

test('of an organisation that nobody asked for nothing is known', async () => {
  const { lastHour, clock } = await watched()
  clock.advance(MINUTE_MS)
  expect(lastHour.of('elsewhere', 'org')).toEqual([])
})
