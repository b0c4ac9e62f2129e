import type { RedisClients } from './redis-clients.js'
import { readKey } from './commit-shape.js'
import { ALL_PARTITIONS, partitionKeys } from './redis-keys.js'
import { pairsOf } from './redis-records.js'
import type { AgentKey } from './store.js'

/** What is due when. The log says when something is due next, so Redis is asked only when there is something to find. */
export interface RedisTimers {
  /** Something of this partition is due at that time, ms. */
  hint(partition: number, dueAt: number): void
  /** Nothing is known of this partition any more. */
  forget(partition: number): void
  due(now: number, limit: number): Promise<readonly AgentKey[]>
}

/** However sure we are: everything is looked at so often, ms. */
const SWEEP_MS = 300_000

export function createRedisTimers({ state }: RedisClients): RedisTimers {
  /** When to look next; what is unknown is due. */
  const next = new Map<number, number>()
  let sweptAt = -Infinity

  const hint = (partition: number, dueAt: number) => {
    next.set(partition, Math.min(next.get(partition) ?? -Infinity, dueAt))
  }

  async function dueIn(partition: number, now: number, limit: number) {
    const { timers } = partitionKeys(partition)
    // Before the question, so that a hint that comes meanwhile is not overwritten by the answer.
    next.set(partition, Infinity)
    try {
      const [due, later] = await Promise.all([
        state.zrangebyscore(timers, '-inf', now, 'WITHSCORES', 'LIMIT', 0, limit),
        state.zrangebyscore(timers, `(${now}`, '+inf', 'WITHSCORES', 'LIMIT', 0, 1),
      ])
      const first = due[1] ?? later[1]
      if (first !== undefined) hint(partition, Number(first))
      return pairsOf(due)
    } catch (why) {
      next.delete(partition)
      throw why
    }
  }

  return {
    hint,
    forget: (partition) => void next.delete(partition),
    async due(now, limit) {
      const all = now - sweptAt > SWEEP_MS
      const look = ALL_PARTITIONS.filter((partition) => all || (next.get(partition) ?? -Infinity) <= now)
      const found = (await Promise.all(look.map((partition) => dueIn(partition, now, limit)))).flat()
      if (all) sweptAt = now
      return found
        .sort((a, b) => Number(a[1]) - Number(b[1]))
        .slice(0, limit)
        .map(([member]) => readKey(member))
    },
  }
}
