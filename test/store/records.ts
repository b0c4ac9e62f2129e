import type { AgentRecord, TimelineRow } from '../../server/engine/record.js'
import { catalogueOf, NO_SETTINGS, policyFor } from '../../server/engine/rulebook.js'
import { settle } from '../../server/engine/settle.js'
import { newAgent } from '../../server/engine/state.js'
import type { Tombstone, Write } from '../../server/store/store.js'

const rulebook = { statuses: catalogueOf(NO_SETTINGS), policy: policyFor(NO_SETTINGS, []), outage: null }

/** A record as the hub would write it next; its name tells records apart. */
export function recordOf(
  agentId: string,
  revision: number,
  name = `${agentId} ${revision}`,
  dueAt: number | null = null,
): AgentRecord {
  const agent = newAgent(agentId, 0)
  const before = { revision: revision - 1, version: revision - 1 }
  const { record } = settle(before, { ...agent, profile: { ...agent.profile, name } }, rulebook, 0)
  return { ...record, dueAt }
}

export const rowOf = (at: number, status: string): TimelineRow => ({
  at,
  status,
  base: 'busy',
  label: status,
  reason: 'manual',
  actor: { type: 'system' },
})

/** The same agent with a tab at each of these nodes. */
export const connectedTo = (record: AgentRecord, nodes: readonly string[]): AgentRecord => ({
  ...record,
  state: {
    ...record.state,
    link: { state: 'connected', since: 0, connections: nodes.map((node, n) => ({ id: `tab-${n}`, node })) },
  },
})

export interface PutParts {
  readonly name?: string
  readonly dueAt?: number | null
  readonly rows?: readonly TimelineRow[]
  /** Nodes that hold a tab of the agent. */
  readonly nodes?: readonly string[]
}

/** A write on top of revision `expected`. */
export function put(agentId: string, expected: number, more: PutParts = {}): Write {
  const bare = recordOf(agentId, expected + 1, more.name, more.dueAt ?? null)
  const record = more.nodes ? connectedTo(bare, more.nodes) : bare
  return { type: 'put', expected, record, changes: [record.presence], rows: more.rows ?? [] }
}

export const remove = (agentId: string, expected: number): Write => ({
  type: 'delete',
  expected,
  tombstone: tombstoneOf(agentId, expected + 1),
})

export const tombstoneOf = (agentId: string, revision: number): Tombstone => ({
  agentId,
  teams: [],
  deletedAt: 0,
  revision,
  version: revision - 1,
})
