import { fold, type Posted } from '../engine/fold.js'
import type { AgentRecord } from '../engine/record.js'
import type { Rulebook } from '../engine/rulebook.js'
import { Refused } from '../refused.js'
import type { AgentKey } from '../store/store.js'
import { startOf } from './start.js'

export interface DeciderParts {
  readonly view: {
    record(org: string, agentId: string): AgentRecord | undefined
    agentIds(org: string): Promise<readonly string[]>
  }
  readonly deliver: (key: AgentKey, posted: Posted) => Promise<unknown>
  readonly rulebookOf: (org: string) => Promise<(teams: readonly string[]) => Rulebook>
  readonly now: () => number
}

/** In slices, so that 10,000 agents do not keep everybody else waiting. */
const SLICE = 256
const AGAIN = { event: { type: 'rulebook_changed' } } as const

/** After other rules: who has to be decided again, and that they are. */
export function createDecider({ view, deliver, rulebookOf, now }: DeciderParts) {
  const everybody = async (org: string): Promise<AgentKey[]> =>
    (await view.agentIds(org)).map((agentId) => ({ org, agentId }))

  return {
    everybody,

    /** Those whom anybody would see otherwise: what is due without being seen finds its own time. */
    async missed(org: string): Promise<AgentKey[]> {
      const rules = await rulebookOf(org)
      const found: AgentKey[] = []
      const all = await everybody(org)
      for (const [index, key] of all.entries()) {
        if (index % SLICE === SLICE - 1) await turn()
        const record = view.record(org, key.agentId)
        if (record && fold(startOf(key.agentId, record), [AGAIN], rules, now()).write?.changes.length) found.push(key)
      }
      return found
    },

    /** Rejects if that failed for any of them. */
    async decideAgain(keys: readonly AgentKey[]): Promise<void> {
      const failed: unknown[] = []
      for (let from = 0; from < keys.length; from += SLICE) {
        const decided = await Promise.allSettled(keys.slice(from, from + SLICE).map((key) => deliver(key, AGAIN)))
        for (const one of decided) if (one.status === 'rejected' && !isGone(one.reason)) failed.push(one.reason)
        await turn()
      }
      if (failed.length > 0) throw failed[0]
    },
  }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** The agent was deleted meanwhile. */
const isGone = (why: unknown): boolean => why instanceof Refused && why.code === 'not_found'
