import type { Presence } from '../protocol/presence.js'
import { Counts } from './counts.js'

/** Who changed, who left, and whether everything was replaced. */
export interface RoomChange {
  readonly changed: readonly string[]
  readonly left: readonly string[]
  readonly reset: boolean
}

/** The agents of a room as last heard. Of changes the higher version wins, so hearing one twice or late is harmless. */
export class Roster {
  readonly agents = new Map<string, Presence>()
  counts = new Counts()

  apply(changes: readonly Presence[]): RoomChange {
    return { changed: changes.filter((one) => this.#take(one)).map((one) => one.agentId), left: [], reset: false }
  }

  remove(agentIds: readonly string[]): RoomChange {
    return { changed: [], left: agentIds.filter((agentId) => this.#drop(agentId)), reset: false }
  }

  /**
   * Exactly what is in the snapshot, older or not: after a loss the hub goes on from less than was heard before, and a
   * version heard then may stand for something else now.
   */
  replace(snapshot: readonly Presence[]): RoomChange {
    const here = new Set(snapshot.map((one) => one.agentId))
    const left = [...this.agents.keys()].filter((agentId) => !here.has(agentId))
    for (const agentId of left) this.#drop(agentId)
    const changed = snapshot.filter((one) => !isSame(this.agents.get(one.agentId), one))
    for (const one of changed) this.#put(one)
    return { changed: changed.map((one) => one.agentId), left, reset: true }
  }

  #take(one: Presence): boolean {
    const known = this.agents.get(one.agentId)
    if (known && known.version >= one.version) return false
    this.#put(one)
    return true
  }

  #put(one: Presence): void {
    const known = this.agents.get(one.agentId)
    if (known) this.counts.remove(known)
    this.counts.add(one)
    this.agents.set(one.agentId, one)
  }

  #drop(agentId: string): boolean {
    const known = this.agents.get(agentId)
    if (known) this.counts.remove(known)
    return this.agents.delete(agentId)
  }
}

const isSame = (known: Presence | undefined, one: Presence): boolean =>
  known?.version === one.version && JSON.stringify(known) === JSON.stringify(one)
