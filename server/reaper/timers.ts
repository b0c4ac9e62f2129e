import type { Clock } from '../clock.js'
import type { Hub } from '../hub/hub.js'
import type { AgentKey, Store } from '../store/store.js'

/**
 * The only clock: finds what is due and lets it happen. Grace, offer time-out, end of a choice, wrap-up and work lease
 * are all the same here; which of them it was, the engine knows.
 * Safe to run on any number of nodes: what has happened already changes nothing the second time.
 */
export interface ReaperParts {
  readonly store: Store
  readonly hub: Hub
  readonly clock: Clock
  /** False while this node cannot know what the others did meanwhile. */
  readonly mayAct: () => boolean
  /**
   * False: a database that lost its end may have forgotten that the agent is back, and whoever knows has not said so yet. A
   * node that has just come, or has just read everything anew, cannot tell; the others go on meanwhile.
   */
  readonly isSure: (key: AgentKey) => Promise<boolean>
  /** How often to look, in ms: what is due is seen at most this much late. */
  readonly everyMs?: number
  readonly onFault: (why: unknown) => void
}

/** At most this many agents a look, so that a backlog cannot hold up the node; the next look goes on at once. */
const AT_ONCE = 500

/** Gives back its stop. */
export function startReaper({ store, hub, clock, mayAct, isSure, everyMs = 50, onFault }: ReaperParts): () => void {
  let busy = false
  let stopped = false

  async function decide(key: AgentKey): Promise<'decided' | 'unsure'> {
    if (!(await isSure(key))) return 'unsure'
    await hub.timePassed(key)
    return 'decided'
  }

  const look = async () => {
    if (busy || !mayAct()) return
    busy = true
    try {
      for (let due = await store.due(AT_ONCE); due.length > 0 && !stopped; due = await store.due(AT_ONCE)) {
        const results = await Promise.allSettled(due.map(decide))
        for (const one of results) if (one.status === 'rejected') onFault(one.reason)
        // They stay due; try again at the next look rather than at once.
        if (results.some((one) => one.status === 'rejected' || one.value === 'unsure')) break
      }
    } catch (why) {
      onFault(why)
    } finally {
      busy = false
    }
  }

  const stop = clock.every(everyMs, () => void look())
  return () => {
    stopped = true
    stop()
  }
}
