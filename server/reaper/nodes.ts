import type { Clock } from '../clock.js'
import type { Hub } from '../hub/hub.js'
import type { Lease } from '../lease.js'
import { Refused } from '../refused.js'
import type { Store } from '../store/store.js'

/**
 * Ends the connections of nodes that are dead. Any node does it for any other: whoever claims one first. If that one
 * dies over it too, what is left has no lease and is found as a stray.
 */
export interface NodeReaperParts {
  readonly store: Store
  readonly hub: Hub
  readonly lease: Lease
  readonly clock: Clock
  readonly leaseMs: number
  readonly onReaped: (node: string, agents: number) => void
  readonly onFault: (why: unknown) => void
}

/** Agents at once. Source: recovery rules, "in batches of 100". */
const BATCH = 100
/** Leases between two looks for strays. They come of double faults only, and each of those has a look of its own. */
const LOOK_EVERY = 30

export interface NodeReaper {
  /** Something happened after which nodes may hold connections without a lease: look in a lease's time. */
  suspect(): void
  stop(): void
}

export function startNodeReaper({ store, hub, lease, clock, leaseMs, onReaped, onFault }: NodeReaperParts): NodeReaper {
  const reaping = new Set<string>()
  let strays: ReadonlySet<string> = new Set()
  let leasesLeft = 1

  async function reap(node: string) {
    if (reaping.has(node)) return
    reaping.add(node)
    try {
      if (!(await store.claim(node, leaseMs))) return
      let agents = 0
      for (let keys = await store.agentsOf(node, BATCH); keys.length > 0; keys = await store.agentsOf(node, BATCH)) {
        const told = await Promise.allSettled(keys.map((key) => hub.post(key, { type: 'node_lost', node })))
        const failed = told.find(
          (one): one is PromiseRejectedResult => one.status === 'rejected' && !isGone(one.reason),
        )
        if (failed) throw failed.reason
        agents += keys.length
      }
      onReaped(node, agents)
      // It may have been at work on others when it died.
      suspect()
    } catch (why) {
      // The claim lapses too, and what is left is a stray.
      onFault(why)
      suspect()
    } finally {
      reaping.delete(node)
    }
  }

  /** A stray is believed when it was one a lease ago already: right after a loss the living have not said so yet. */
  async function look() {
    if (!lease.held || --leasesLeft > 0) return
    try {
      const found = await store.strayNodes()
      const sure = found.filter((node) => strays.has(node) && node !== lease.node)
      strays = new Set(found)
      leasesLeft = found.length > sure.length ? 1 : LOOK_EVERY
      for (const node of sure) void reap(node)
    } catch (why) {
      onFault(why)
      leasesLeft = 1
    }
  }

  function suspect() {
    leasesLeft = Math.min(leasesLeft, 2)
  }

  lease.onLapsed((nodes) => {
    for (const node of nodes) if (node !== lease.node) void reap(node)
  })
  return { suspect, stop: clock.every(leaseMs, () => void look()) }
}

/** The agent was deleted meanwhile. */
const isGone = (why: unknown): boolean => why instanceof Refused
