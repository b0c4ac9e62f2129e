import type { RoomChange } from '../client-sdk/roster.js'
import type { Presence } from '../protocol/presence.js'
import { BASES, REASONS } from '../protocol/vocabulary.js'
import { isOver, matches } from './board-view.js'
import type { BoardFilter, BoardSort, Column, TimeLimits } from './board-view.js'
import { folded, placed } from './text-order.js'

type Key = (row: Pick<Row, 'presence' | 'sinceMs' | 'name'>) => string | number
const KEYS: Readonly<Record<Column, Key>> = {
  name: ({ name }) => name,
  status: ({ presence }) => `${BASES.indexOf(presence.base)}${presence.label}`,
  reason: ({ presence }) => REASONS.indexOf(presence.reason),
  since: ({ sinceMs }) => sinceMs,
  load: ({ presence }) => presence.capacity.usedUnits,
  connection: ({ presence }) => presence.connection,
}

/** An agent, and what it would cost too much to work out for all of them each time. */
interface Row {
  presence: Presence
  sinceMs: number
  key: string | number
  /** By which names are ordered. */
  readonly name: string
  /** What a search looks into. */
  readonly text: string
  /** Not among the rows any more, or in another place by now. */
  out: boolean
}

/** Which agents of a room the board shows, in order. */
export interface Shown {
  readonly agentIds: readonly string[]
  /** How many of all agents are over their time, shown or not. */
  readonly over: number
}

/**
 * The agents of a room in order. Whoever has another place is taken out and merged in again; the others are in order already
 * and only passed over.
 */
export class BoardRows {
  #rows: readonly Row[] = []
  readonly #byId = new Map<string, Row>()
  #sort: BoardSort = { column: 'name', descending: false }
  #all = true
  readonly #moved = new Set<string>()

  /** Another room, with other agents. */
  restart(): void {
    this.#all = true
  }

  /** These have changed, come or gone. */
  note({ changed, left }: RoomChange): void {
    for (const agentId of changed) this.#moved.add(agentId)
    for (const agentId of left) this.#moved.add(agentId)
  }

  /** The last that was known of an agent when the rows were ordered. */
  known(agentId: string): Presence | undefined {
    return this.#byId.get(agentId)?.presence
  }

  of(
    agents: ReadonlyMap<string, Presence>,
    { filter, sort, limits }: { filter: BoardFilter; sort: BoardSort; limits: TimeLimits },
    now: number,
  ): Shown {
    this.#bringUp(agents, sort)
    const sought = { ...filter, text: folded(filter.text.trim()) }
    const agentIds: string[] = []
    let over = 0
    for (const row of this.#rows) {
      const late = isOver(row.presence.base, now - row.sinceMs, limits)
      if (late) over++
      if (matches(row, sought, late, now)) agentIds.push(row.presence.agentId)
    }
    return { agentIds, over }
  }

  #bringUp(agents: ReadonlyMap<string, Presence>, sort: BoardSort): void {
    const resorted = sort.column !== this.#sort.column || sort.descending !== this.#sort.descending
    this.#sort = sort
    const order = orderOf(sort.descending)
    if (this.#all || resorted) {
      this.#byId.clear()
      for (const one of agents.values()) this.#place(one)
      this.#rows = [...this.#byId.values()].sort(order)
    } else if (this.#moved.size > 0) {
      const moved = [...this.#moved].flatMap((agentId) => this.#renew(agentId, agents.get(agentId)) ?? [])
      this.#rows = merged(
        this.#rows.filter((row) => !row.out),
        moved.sort(order),
        order,
      )
    }
    this.#all = false
    this.#moved.clear()
  }

  /** The row, if it has to be put in a place. */
  #renew(agentId: string, presence: Presence | undefined): Row | undefined {
    const row = this.#byId.get(agentId)
    if (row && presence?.name === row.presence.name) {
      const sinceMs = Date.parse(presence.since)
      const key = KEYS[this.#sort.column]({ presence, sinceMs, name: row.name })
      if (key === row.key) {
        Object.assign(row, { presence, sinceMs })
        return undefined
      }
      row.out = true
      const moved = { ...row, presence, sinceMs, key, out: false }
      this.#byId.set(agentId, moved)
      return moved
    }
    if (row) row.out = true
    this.#byId.delete(agentId)
    return presence && this.#place(presence)
  }

  #place(presence: Presence): Row {
    const name = placed(presence.name)
    const sinceMs = Date.parse(presence.since)
    const key = KEYS[this.#sort.column]({ presence, sinceMs, name })
    const row = { presence, sinceMs, key, name, text: folded(`${presence.name}\n${presence.agentId}`), out: false }
    this.#byId.set(presence.agentId, row)
    return row
  }
}

type Order = (a: Row, b: Row) => number

/** Ties by name, then by id, whichever way the column runs: agents of one status stay readable. */
const orderOf = (descending: boolean): Order => {
  const direction = descending ? -1 : 1
  return (a, b) =>
    direction * compared(a.key, b.key) || compared(a.name, b.name) || compared(a.presence.agentId, b.presence.agentId)
}

const compared = (a: string | number, b: string | number): number => (a === b ? 0 : a < b ? -1 : 1)

function merged(some: readonly Row[], others: readonly Row[], order: Order): Row[] {
  const all: Row[] = []
  let next = 0
  for (const row of some) {
    for (let other = others[next]; other && order(other, row) < 0; other = others[++next]) all.push(other)
    all.push(row)
  }
  return all.concat(others.slice(next))
}
