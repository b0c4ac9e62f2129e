import type { Presence } from '../protocol/presence.js'
import type { Base, ConnectionState } from '../protocol/vocabulary.js'

/** How many agents of a room are what. */
export interface RoomCounts {
  readonly total: number
  readonly routable: number
  readonly byBase: Readonly<Record<Base, number>>
  readonly byConnection: Readonly<Record<ConnectionState, number>>
  readonly byStatus: Readonly<Record<string, number>>
}

/** Kept as agents come, change and go, so that a room of 10,000 is never counted again. */
export class Counts implements RoomCounts {
  total = 0
  routable = 0
  readonly byBase: Record<Base, number> = { available: 0, busy: 0, dnd: 0, away: 0, offline: 0 }
  readonly byConnection: Record<ConnectionState, number> = { connected: 0, reconnecting: 0, disconnected: 0 }
  readonly byStatus = Object.create(null) as Record<string, number>

  add(one: Presence): void {
    this.#count(one, 1)
  }

  remove(one: Presence): void {
    this.#count(one, -1)
  }

  #count({ routable, base, connection, status }: Presence, by: 1 | -1): void {
    this.total += by
    if (routable) this.routable += by
    this.byBase[base] += by
    this.byConnection[connection] += by
    const left = (this.byStatus[status] ?? 0) + by
    if (left === 0) delete this.byStatus[status]
    else this.byStatus[status] = left
  }
}
