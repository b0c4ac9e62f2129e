import { maySee } from '../auth/permissions.js'
import type { Identity } from '../auth/identity.js'
import type { OrgBoard } from '../board/board.js'
import type { AgentRecord } from '../engine/record.js'
import { Refused } from '../refused.js'

/** The agent's record, if there is one and the caller may see it. */
export function seen(who: Identity, orgBoard: OrgBoard, agentId: string): AgentRecord {
  const record = orgBoard.record(agentId)
  if (!record) throw new Refused('not_found', `There is no agent ${agentId}`)
  if (!canSee(who, record))
    throw new Refused('forbidden', `The token does not allow seeing agent ${agentId}: they are in none of its teams`)
  return record
}

/** Whoever asks for themselves always sees themselves. */
export const canSee = (who: Identity, record: AgentRecord): boolean =>
  (who.roles.includes('agent') && who.sub === record.agentId) || maySee(who, record.presence.teams)
