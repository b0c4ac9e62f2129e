import type { AgentRecord, TimelineRow } from '../engine/record.js'
import type { AgentKey, Held, Write } from './store.js'

/** Writes in one commit, records in one offer. Source: the port. */
export const MOST_WRITES = 64

/** Who sends such a commit has a bug; what it would do is nowhere defined. */
export function checkShape(writes: readonly Write[]): void {
  if (writes.length > MOST_WRITES) throw new Error(`${writes.length} writes in one commit, ${MOST_WRITES} are allowed`)
  const agents = new Set<string>()
  for (const one of writes) {
    const agentId = agentOf(one)
    if (agents.has(agentId)) throw new Error(`two writes of agent ${agentId} in one commit: fold them into one`)
    agents.add(agentId)
  }
}

export function checkHeld({ records }: Held): void {
  if (records.length > MOST_WRITES)
    throw new Error(`${records.length} records in one offer, ${MOST_WRITES} are allowed`)
}

export const agentOf = (write: Write): string => (write.type === 'put' ? write.record.agentId : write.tombstone.agentId)

/** An agent as one string, for what is kept over all organisations. Ids have no line break. */
export const keyOf = (org: string, agentId: string): string => `${org}\n${agentId}`
export const readKey = (key: string): AgentKey => {
  const [org = '', agentId = ''] = key.split('\n')
  return { org, agentId }
}

/** The nodes that hold connections of an agent. */
export const nodesOf = ({ state: { link } }: AgentRecord): string[] =>
  link.state === 'connected' ? [...new Set(link.connections.map(({ node }) => node))].sort() : []

/** What is left of a timeline that was lost: the span that goes on. */
export function openSpan({ presence: { status, base, label, reason, actor, since } }: AgentRecord): TimelineRow {
  return { at: Date.parse(since), status, base, label, reason, actor }
}
