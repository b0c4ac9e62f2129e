import type { Presence } from '../../protocol/presence.js'
import type { AgentRecord } from '../../server/engine/record.js'
import type { VirtualTime } from './virtual-time.js'
import { TIMES } from './times.js'

export interface Broken {
  readonly promise: string
  readonly how: string
}

/** A socket that was welcomed, and how long it was there. */
interface Stay {
  readonly node: NodeHistory
  readonly from: number
  to: number | null
}

/** When a node could not say that it lives: frozen, or cut off. */
export interface NodeHistory {
  readonly outages: { readonly from: number; to: number | null }[]
}

/** Pulses, and what is on its way. */
const SLACK_MS = 1_500
/** After faults that take leases with them, dead nodes are found as strays, which takes some looks. */
const STRAY_LEASES = 5

/** What is so, as against what the hub says of it: who has tabs, what was acked, and what has been seen. */
export class Truth {
  readonly #time: VirtualTime
  readonly #stays = new Map<string, Set<Stay>>()
  readonly #sockets = new Map<string, number>()
  readonly #lastSocketAt = new Map<string, number>()
  #troubleUntil = -Infinity
  /** While calls fail by chance, nobody can say how long it takes to say that one lives. */
  #fairSince = -Infinity
  broken: Broken | null = null

  constructor(time: VirtualTime) {
    this.#time = time
  }

  breaks(promise: string, how: string): void {
    this.broken ??= { promise, how: `${how}, at ${this.#time.now % 10_000_000}` }
  }

  /** Something happened after which leases may be gone, or nodes may not hear of them. */
  trouble(): void {
    this.#troubleUntil = this.#time.now
  }

  weather(fair: boolean): void {
    this.trouble()
    this.#fairSince = fair ? this.#time.now : Infinity
  }

  socketOpened(agentId: string): void {
    this.#sockets.set(agentId, (this.#sockets.get(agentId) ?? 0) + 1)
  }

  socketGone(agentId: string): void {
    this.#sockets.set(agentId, (this.#sockets.get(agentId) ?? 0) - 1)
    this.#lastSocketAt.set(agentId, this.#time.now)
  }

  /** A tab was welcomed; gives back what says that it went. */
  stays(agentId: string, node: NodeHistory): () => void {
    const stay: Stay = { node, from: this.#time.now, to: null }
    const all = this.#stays.get(agentId) ?? new Set()
    this.#stays.set(agentId, all.add(stay))
    return () => void (stay.to ??= this.#time.now)
  }

  /** The session is to end everywhere: whether a tab is still there says nothing any more. */
  sessionEnds(agentId: string): void {
    for (const stay of this.#stays.get(agentId) ?? []) stay.to ??= this.#time.now
  }

  /** All that was known of the agent is lost, and with it when a tab was last there. */
  forgets(agentId: string): void {
    this.#stays.delete(agentId)
  }

  /** Somebody is shown offline. If it is for want of a tab, there must have been none for a grace before. */
  sees({ agentId, reason, since }: Presence, who: string): void {
    if (reason !== 'disconnected') return
    const decidedAt = Date.parse(since)
    for (let at = decidedAt; at > decidedAt - TIMES.graceMs; at -= 50) {
      if ([...(this.#stays.get(agentId) ?? [])].some((stay) => wasThere(stay, at, this.#fairSince)))
        return this.breaks(
          'nobody back within the grace is seen offline',
          `${who} saw ${agentId} offline since ${since}`,
        )
    }
  }

  /** Connected, as the record has it, without a socket anywhere. */
  isGhost({ agentId, state, presence }: AgentRecord): boolean {
    return (state.link.state === 'connected' || presence.routable) && (this.#sockets.get(agentId) ?? 0) === 0
  }

  looksAt(record: AgentRecord): void {
    if (!this.isGhost(record)) return
    const { agentId, presence } = record
    const { now } = this.#time
    const goneAt = this.#lastSocketAt.get(agentId) ?? -Infinity
    const bound = TIMES.leaseMs + TIMES.graceMs + SLACK_MS
    const calm = now - this.#troubleUntil > STRAY_LEASES * TIMES.leaseMs + bound
    const early = this.#troubleUntil < goneAt - TIMES.leaseMs
    if (now - goneAt > bound && (calm || early))
      this.breaks('no ghost', `${agentId} is ${presence.status}, connected, ${now - goneAt} ms after the last tab`)
  }
}

function wasThere({ node, from, to }: Stay, at: number, fairSince: number): boolean {
  if (at < from || (to !== null && at >= to)) return false
  // Whoever stood still for a lease may have been taken for dead; then it needs a moment to say that it lives.
  return !node.outages.some(
    (outage) =>
      at >= outage.from + TIMES.leaseMs - SLACK_MS &&
      at < Math.max(outage.to ?? Infinity, fairSince) + SLACK_MS &&
      (outage.to ?? Infinity) - outage.from > TIMES.leaseMs - SLACK_MS,
  )
}
