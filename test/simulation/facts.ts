import type { AgentRecord } from '../../server/engine/record.js'
import { isTombstone, type LogEntry, type Tombstone } from '../../server/store/store.js'

type Stored = AgentRecord | Tombstone | undefined
type Holds = (stored: Stored) => boolean

interface Fact {
  readonly agentId: string
  readonly what: string
  readonly holds: Holds
}

/**
 * What was acked and not ordered otherwise since. An ack holds for ever while the database loses nothing. Where it does,
 * an ack still has to be there in the end if
 *  - a node that had it, on its board or as its own unread writing, lives until everybody has noticed the loss, and
 *  - nobody wrote to that agent from before the loss: then there are two histories, and the one with more writes holds.
 * Nothing acked for an agent with two histories is counted until all nodes have noticed.
 */
export class Facts {
  readonly #facts = new Map<string, Fact>()
  /** Agents of which a part was lost, and the revision that was lost. */
  readonly #lost = new Map<string, number>()
  readonly #split = new Set<string>()
  readonly #revisions = new Map<string, number>()
  readonly #onForgotten: (agentId: string) => void
  /** How many were there to be checked, and how many nobody could be held to. */
  readonly counted = { acked: 0, excused: 0, checked: 0 }

  /** `onForgotten`: the newest that was written about this agent is gone with the nodes that had it. */
  constructor(onForgotten: (agentId: string) => void) {
    this.#onForgotten = onForgotten
  }

  acked(name: string, agentId: string, what: string, holds: Holds): void {
    if (this.#split.has(agentId)) return void (this.counted.excused += 1)
    this.counted.acked += 1
    this.#facts.set(name, { agentId, what, holds })
  }

  /** Something was ordered after which the fact may not hold any more. */
  open(name: string): void {
    this.#facts.delete(name)
  }

  openAll(agentId: string): void {
    for (const [name, fact] of this.#facts) if (fact.agentId === agentId) this.#facts.delete(name)
  }

  entry(entry: LogEntry, put: 'written' | 'put back'): void {
    const all: Stored[] =
      entry.type === 'agents'
        ? entry.puts.map(({ record }) => record)
        : entry.type === 'agent_deleted'
          ? [entry.tombstone]
          : []
    for (const one of all) {
      if (!one) continue
      const { agentId, revision } = one
      this.#revisions.set(agentId, revision)
      const lost = this.#lost.get(agentId)
      if (lost === undefined) continue
      if (put === 'written' && revision <= lost) this.#splits(agentId)
      if (revision >= lost) this.#lost.delete(agentId)
    }
  }

  /** The database went back. `found`: what it has now; `holders`: what the nodes that live have. */
  databaseLost(found: (agentId: string) => Stored, holders: (agentId: string) => readonly Stored[]): void {
    for (const [agentId, had] of this.#revisions) {
      const revision = found(agentId)?.revision ?? 0
      this.#revisions.set(agentId, revision)
      if (revision < had) this.#lost.set(agentId, Math.max(had, this.#lost.get(agentId) ?? 0))
    }
    this.holdersLost(found, holders)
  }

  /** A node died that may have been the last to know. */
  holdersLost(found: (agentId: string) => Stored, holders: (agentId: string) => readonly Stored[]): void {
    for (const [name, fact] of this.#facts) {
      if (!this.#lost.has(fact.agentId) || fact.holds(found(fact.agentId))) continue
      if (!holders(fact.agentId).some(fact.holds)) this.#excuse(name)
    }
    for (const [agentId, revision] of this.#lost)
      if (!holders(agentId).some((held) => (held?.revision ?? 0) >= revision)) this.#onForgotten(agentId)
  }

  /** All nodes have read the database anew. */
  allNoticed(): void {
    this.#split.clear()
    this.#lost.clear()
  }

  /** The first fact that does not hold. */
  missing(found: (agentId: string) => Stored): string | null {
    for (const { agentId, what, holds } of this.#facts.values()) {
      this.counted.checked += 1
      if (!holds(found(agentId))) return `${agentId}: ${what} was acked; there is ${described(found(agentId))}`
    }
    return null
  }

  #splits(agentId: string): void {
    this.#split.add(agentId)
    for (const [name, fact] of this.#facts) if (fact.agentId === agentId) this.#excuse(name)
  }

  #excuse(name: string): void {
    this.#facts.delete(name)
    this.counted.excused += 1
  }
}

function described(stored: Stored): string {
  if (!stored) return 'nobody'
  if (isTombstone(stored)) return `a tombstone at revision ${stored.revision}`
  const { choice, work, link } = stored.state
  const items = work.map((one) => `${one.itemId} ${one.state}`).join(' ')
  return `revision ${stored.revision}, ${link.state}, choice ${choice?.note ?? 'none'}, work [${items}]`
}
