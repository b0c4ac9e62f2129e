import { randomUUID } from 'node:crypto'
import type { RedisClients } from './redis-clients.js'
import { ALL_PARTITIONS, NODE_KEYS, partitionKeys } from './redis-keys.js'
import type { RedisTime } from './redis-time.js'
import type { AgentKey, Pulse } from './store.js'

/** Leases of nodes, and which agents' connections they hold. */
export interface RedisNodes {
  pulse(node: string, leaseMs: number): Promise<Pulse>
  claim(node: string, leaseMs: number): Promise<boolean>
  agentsOf(node: string, limit: number): Promise<readonly AgentKey[]>
  strayNodes(): Promise<readonly string[]>
  release(node: string): Promise<void>
}

export interface RedisNodesParts {
  readonly clients: RedisClients
  readonly time: RedisTime
  readonly aheadMs: () => number
  /** ms between two pulses of a node, for the silence that is an outage. */
  readonly silenceMs: (leaseMs: number) => number
  /** The database is not the one it was: emptied, or another one. */
  readonly onOtherLife: () => void
}

export function createRedisNodes({
  clients: { state },
  time,
  aheadMs,
  silenceMs,
  onOtherLife,
}: RedisNodesParts): RedisNodes {
  let knownLife: string | null = null
  const { nodes, claimed, life } = NODE_KEYS
  const tabsOf = (partition: number) => partitionKeys(partition).tabs

  return {
    async pulse(node, leaseMs) {
      const [now, lost, foundLife, from, to, ...lapsed] = await state.presencePulse(
        3,
        nodes,
        claimed,
        life,
        node,
        leaseMs,
        silenceMs(leaseMs),
        aheadMs(),
        randomUUID(),
      )
      if (knownLife !== null && knownLife !== foundLife) onOtherLife()
      knownLife = foundLife
      time.heard(Number(now) - aheadMs())
      return { claimed: lost === 1, lapsed, outage: to === '' ? null : { from: Number(from), to: Number(to) } }
    },

    claim: async (node, leaseMs) => (await state.presenceClaim(2, nodes, claimed, node, leaseMs, aheadMs())) === 1,

    async agentsOf(node, limit) {
      const found = await Promise.all(
        ALL_PARTITIONS.map((partition) =>
          state.zrangebylex(tabsOf(partition), `[${node}\n`, `(${node}\v`, 'LIMIT', 0, limit),
        ),
      )
      return found
        .flat()
        .slice(0, limit)
        .map((member) => {
          const [, org = '', agentId = ''] = member.split('\n')
          return { org, agentId }
        })
    },

    async strayNodes() {
      const holding = new Set((await Promise.all(ALL_PARTITIONS.map((partition) => nodesIn(partition)))).flat())
      const leases = await Promise.all([...holding].map((node) => state.zscore(nodes, node)))
      return [...holding].filter((_, index) => leases[index] === null)
    },

    release: async (node) => void (await state.zrem(nodes, node)),
  }

  /** From one node's first tab to the next node's: as many steps as there are nodes, not tabs. */
  async function nodesIn(partition: number): Promise<string[]> {
    const found: string[] = []
    for (let from = '-'; ;) {
      const [member] = await state.zrangebylex(tabsOf(partition), from, '+', 'LIMIT', 0, 1)
      if (member === undefined) return found
      const node = member.slice(0, member.indexOf('\n'))
      found.push(node)
      // The character after a line break: behind every tab of this node, before any of the next.
      from = `(${node}\v`
    }
  }
}
