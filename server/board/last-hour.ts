import type { Base } from '../../protocol/vocabulary.js'
import type { Clock } from '../clock.js'
import type { Put } from '../store/store.js'
import type { Board } from './board.js'
import { ORG_ROOM, teamRoom } from './room-name.js'

/** A point a minute, for an hour: enough for a curve a few hundred pixels wide. */
const EVERY_MS = 60_000
const POINTS = 60

/** How many agents of a room were what. */
export interface RoomCount {
  readonly byBase: Readonly<Record<Base, number>>
  readonly routable: number
}
export interface RoomPoint extends RoomCount {
  /** ms since 1970, by the store's clock. */
  readonly at: number
}

export interface LastHour {
  /** Oldest first, the last one as of now; the first says since when this node has looked. */
  of(org: string, room: string): readonly RoomPoint[]
  stop(): void
}

export interface LastHourParts {
  readonly board: Pick<Board, 'peek' | 'organisations'>
  readonly clock: Clock
  readonly now: () => number
}

interface Look {
  readonly at: number
  /** Rooms without agents are not in it. */
  readonly rooms: ReadonlyMap<string, RoomCount>
}

/**
 * How the rooms of this node's boards looked, minute by minute. Counted as time goes by, in memory: to count it afterwards
 * from the timelines would read every agent's for each supervisor who opens a page.
 */
export function startLastHour({ board, clock, now }: LastHourParts): LastHour {
  const looks = new Map<string, readonly Look[]>()

  /** As it is now, after those of the last hour. None of a board that is still loading: it would look empty. */
  const withNow = (org: string): readonly Look[] => {
    const puts = board.peek(org)?.puts()
    const before = looks.get(org) ?? []
    return puts ? [...before, { at: now(), rooms: count(puts) }] : before
  }
  const stop = clock.every(EVERY_MS, () => {
    const loaded = new Set(board.organisations())
    for (const org of loaded) looks.set(org, withNow(org).slice(-POINTS))
    for (const org of looks.keys()) if (!loaded.has(org)) looks.delete(org)
  })

  return {
    of: (org, room) => withNow(org).map(({ at, rooms }) => ({ at, ...(rooms.get(room) ?? nobody()) })),
    stop,
  }
}

type Tally = { byBase: Record<Base, number>; routable: number }
const nobody = (): Tally => ({ byBase: { available: 0, busy: 0, dnd: 0, away: 0, offline: 0 }, routable: 0 })

function count(puts: Iterable<Put>): ReadonlyMap<string, RoomCount> {
  const rooms = new Map<string, Tally>()
  for (const { teams, base, routable } of puts)
    for (const name of [ORG_ROOM, ...teams.map(teamRoom)]) {
      const tally = rooms.get(name) ?? nobody()
      rooms.set(name, tally)
      tally.byBase[base]++
      if (routable) tally.routable++
    }
  return rooms
}
