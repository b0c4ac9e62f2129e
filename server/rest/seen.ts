import { maySee } from '../auth/permissions.js'
import type { Identity } from '../auth/identity.js'
import type { OrgBoard } from '../board/board.js'
import { Refused } from '../refused.js'
import type { Put } from '../store/store.js'

/** The agent, if there is one and the caller may see them. */
export function seen(who: Identity, orgBoard: OrgBoard, agentId: string): Put {
  const put = orgBoard.put(agentId)
  if (!put) throw new Refused('not_found', `There is no agent ${agentId}`)
  if (!canSee(who, put))
    throw new Refused('forbidden', `The token does not allow seeing agent ${agentId}: they are in none of its teams`)
  return put
}

/** Whoever asks for themselves always sees themselves. */
export const canSee = (who: Identity, { agentId, teams }: Put): boolean =>
  (who.roles.includes('agent') && who.sub === agentId) || maySee(who, teams)
