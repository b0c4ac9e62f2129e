import type { Row } from './change-list.js'
import type { Frame } from './frame.js'
import type { Pacer } from './pacer.js'
import type { Put } from '../store/store.js'
import { listed } from './listed.js'

/** What the rooms of an organisation share. */
export interface RoomParts {
  readonly org: string
  readonly pacer: Pacer
  /** The cursor of the newest entry on the board. */
  readonly head: () => string
  readonly send: (frame: Frame) => void
}

/**
 *   quiet ──change──► pending, leaves at the end of this turn ──frame──► resting ────rest over────► quiet
 *                                              ▲                            │ change
 *                                              └────────── rest over ──── pending
 *
 * A room somebody here is interested in, and its chain of frames: each frame continues the cursor of the one before.
 * What is pending is rows, not changes: a row that changes twice is sent once, as it is when the frame leaves.
 */
export class Room {
  /** How many sockets of this node are in the room. */
  interest = 0
  readonly #name: string
  readonly #parts: RoomParts
  /** By agent; null: they left. There is none while nothing waits: most rooms are one agent's own, and idle. */
  #waiting: Map<string, Row | null> | null = null
  #cursor: string
  #restsUntil = -Infinity
  #cancel: (() => void) | undefined

  constructor(name: string, parts: RoomParts) {
    this.#name = name
    this.#parts = parts
    this.#cursor = parts.head()
  }

  /** Where the chain stands: what the next frame will continue. */
  get cursor(): string {
    return this.#cursor
  }

  change(row: Row): void {
    this.#wait(row.put.agentId, row)
  }

  lose(row: Row): void {
    this.#wait(row.put.agentId, null)
  }

  /** Sends what is pending now. */
  flush(): void {
    this.#unplan()
    const waiting = this.#waiting
    if (!waiting) return
    this.#waiting = null
    const { org, pacer, send } = this.#parts
    const room = this.#name
    const puts = [...waiting.values()].flatMap((row) => row?.put ?? [])
    const agentIds = [...waiting].flatMap(([agentId, row]) => (row ? [] : agentId))
    const from = this.#cursor
    this.#cursor = this.#parts.head()
    this.#restsUntil = pacer.restsUntil(this.interest)

    if (agentIds.length > 0) {
      // A client that stops between the two frames still stands at `from`, and resumes without a gap.
      const body = { room, from, cursor: puts.length > 0 ? from : this.#cursor, agentIds }
      send({ org, room, event: 'presence:left', from, agents: agentIds.length, json: JSON.stringify(body) })
    }
    if (puts.length > 0) {
      const place = { room, from, cursor: this.#cursor }
      const json = listed(place, 'changes', puts)
      send({ org, room, event: 'presence:changed', from, agents: puts.length, json })
    }
  }

  /** Starts the chain anew: what was pending is part of the snapshot. */
  reset(puts: readonly Put[]): void {
    this.close()
    const { org, send } = this.#parts
    const room = this.#name
    this.#cursor = this.#parts.head()
    const json = listed({ room, cursor: this.#cursor }, 'snapshot', puts)
    send({ org, room, event: 'presence:reset', from: '', agents: puts.length, json })
  }

  close(): void {
    this.#unplan()
    this.#waiting = null
  }

  #wait(agentId: string, row: Row | null): void {
    this.#waiting ??= new Map()
    this.#waiting.set(agentId, row)
    this.#cancel ??= this.#parts.pacer.at(this.#restsUntil, () => this.flush())
  }

  #unplan(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }
}
