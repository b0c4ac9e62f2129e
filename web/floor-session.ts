import { createPresenceClient } from '../client-sdk/index.js'
import type { PresenceClient, Room } from '../client-sdk/index.js'
import type { RoomChange } from '../client-sdk/roster.js'
import type { RoomPoint } from './hub-rest.js'
import { HubRest } from './hub-rest.js'
import type { GetToken } from './hub-rest.js'
import { Redraw } from './redraw.js'

/** How often the counts are drawn at most, ms: numbers that change faster cannot be read. */
const COUNTS_MS = 250
/** The hub makes a point of the last hour each minute. */
const POINT_MS = 60_000
const HOUR_MS = 60 * POINT_MS

/** One supervisor's line to the hub: a room, live, and how it looked in the last hour. */
export class FloorSession {
  readonly client: PresenceClient
  readonly rest: HubRest
  /** Teams seen so far. */
  readonly teams = new Set<string>()
  room: Room
  /** Oldest first; none before the hub told, or if it does not. */
  lastHour: readonly RoomPoint[] = []
  readonly #changed: () => void
  readonly #redraw: Redraw
  readonly #points: ReturnType<typeof setInterval>
  readonly #off: () => void

  constructor(getToken: GetToken, room: string, changed: () => void) {
    this.#changed = changed
    this.#redraw = new Redraw(changed, COUNTS_MS)
    this.rest = new HubRest(getToken)
    this.client = createPresenceClient({ getToken: getToken ?? (() => undefined), as: 'watcher' })
    this.#off = this.client.subscribe(changed)
    this.room = this.#enter(room)
    this.#points = setInterval(() => void this.#readLastHour(), POINT_MS)
  }

  /** A room that has shown nothing yet is not behind. */
  get stale(): boolean {
    return this.room.ready && this.room.stale
  }

  /** Why what is shown may not be so any more. */
  get doubt(): 'lost' | 'stale' | undefined {
    const { connection } = this.client
    if (connection === 'reconnecting' || connection === 'closed') return 'lost'
    return this.stale ? 'stale' : undefined
  }

  watch(name: string): void {
    if (name === this.room.name) return
    this.room.close()
    this.room = this.#enter(name)
    this.#changed()
  }

  close(): void {
    clearInterval(this.#points)
    this.#redraw.stop()
    this.#off()
    this.client.close()
  }

  #enter(name: string): Room {
    const room = this.client.watch(name)
    this.lastHour = []
    void this.#readLastHour(name)
    room.subscribe((change) => {
      this.#noteTeams(room, change)
      this.#redraw.ask()
    })
    return room
  }

  #noteTeams(room: Room, { changed }: RoomChange): void {
    for (const agentId of changed) for (const team of room.agents.get(agentId)?.teams ?? []) this.teams.add(team)
  }

  /** Points of other nodes, asked earlier, stay: each remembers what it saw itself. */
  async #readLastHour(name = this.room.name): Promise<void> {
    // A chart that is a minute behind says so by its axis, and the next minute asks again.
    const points = await this.rest.lastHour(name).catch(() => [])
    if (!points || name !== this.room.name) return
    const all = new Map(
      [...this.lastHour, ...points].map((point) => [Math.round(Date.parse(point.at) / POINT_MS), point]),
    )
    const since = this.client.serverNow() - HOUR_MS - POINT_MS
    this.lastHour = [...all.values()].filter(({ at }) => Date.parse(at) > since).sort((a, b) => (a.at < b.at ? -1 : 1))
    this.#changed()
  }
}
