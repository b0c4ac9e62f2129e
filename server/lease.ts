import { randomUUID } from 'node:crypto'
import type { Clock } from './clock.js'
import type { Outage } from './engine/outage.js'
import type { Store } from './store/store.js'

/**
 * That this node lives, as the others see it.
 *
 *   pulse ──► held ──pulse──► held ──no answer──► not held: this node decides nothing by time
 *               ▲                                    │
 *               ├── not claimed: as before ◄─ pulse ─┤
 *               └── claimed by another: new id, the sockets are registered again under it
 *
 * One lease a node, not one a connection: idle agents cost nothing.
 */
export interface Lease {
  /** Under which id this node holds its connections. */
  readonly node: string
  /** True while pulses come through. What is due by time is left to those that hold their lease. */
  readonly held: boolean
  readonly outage: Outage | null
  /** The id changed: whoever holds connections has to say so again. */
  onLost(listener: () => void): void
  /** Nodes that are dead. Not told for one lease after the start or an outage: the others must have had time to say that they live. */
  onLapsed(listener: (nodes: readonly string[]) => void): void
  /** `nothingHeld`: the lease is given back. Else it runs out, and the others end what this node still holds. */
  stop(nothingHeld: boolean): Promise<void>
}

export interface LeaseParts {
  readonly store: Store
  readonly clock: Clock
  readonly leaseMs: number
  readonly onFault: (why: unknown) => void
  /** A name that no node ever had. */
  readonly newId?: () => string
}

/** Ten pulses in a lease, but no more than one a second: with 3 nodes some 3 operations a second when all is idle. */
const pulseMs = (leaseMs: number): number => Math.min(1_000, leaseMs / 10)
/** Later than this a pulse is missed. Source: the store's own measure of silence. */
const MISSED = 2.5

/** Tries once to be known before it resolves; an unavailable store is no reason not to start. */
export async function startLease({ store, clock, leaseMs, onFault, newId = randomUUID }: LeaseParts): Promise<Lease> {
  const everyMs = pulseMs(leaseMs)
  let node = newId()
  let outage: Outage | null = null
  let heldAt = -Infinity
  let heldSince = Infinity
  let busy = false
  let toldAway = false
  const lost: (() => void)[] = []
  const lapsed: ((nodes: readonly string[]) => void)[] = []

  const held = () => clock.now() - heldAt < MISSED * everyMs

  async function pulse() {
    if (busy) return
    busy = true
    try {
      const sentAt = clock.now()
      const found = await store.pulse(node, leaseMs)
      toldAway = false
      if (sentAt - heldAt > leaseMs) heldSince = sentAt
      outage = found.outage
      if (found.claimed) {
        node = newId()
        await store.pulse(node, leaseMs)
        for (const listener of lost) listener()
      }
      heldAt = sentAt
      const quiet = sentAt - heldSince < leaseMs || (outage !== null && store.now() - outage.to < leaseMs)
      if (!quiet && found.lapsed.length > 0) for (const listener of lapsed) listener(found.lapsed)
    } catch (why) {
      // Once for each time it is away, not ten times a lease.
      if (!toldAway) onFault(why)
      toldAway = true
    } finally {
      busy = false
    }
  }

  await pulse()
  const stop = clock.every(everyMs, () => void pulse())
  return {
    get node() {
      return node
    },
    get held() {
      return held()
    },
    get outage() {
      return outage
    },
    onLost: (listener) => void lost.push(listener),
    onLapsed: (listener) => void lapsed.push(listener),
    async stop(nothingHeld) {
      stop()
      if (nothingHeld) await store.release(node)
    },
  }
}
