import type { Start } from '../engine/fold.js'
import type { AgentRecord } from '../engine/record.js'
import { isTombstone, type Tombstone } from '../store/store.js'

/** What to go on from, by what was found of the agent. */
export function startOf(agentId: string, found: AgentRecord | Tombstone | undefined): Start {
  if (!found) return { agentId, record: null, revision: 0, version: 0 }
  return isTombstone(found)
    ? { agentId, record: null, revision: found.revision, version: found.version }
    : { agentId, record: found, revision: found.revision, version: found.presence.version }
}
