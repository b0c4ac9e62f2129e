import { z } from 'zod'
import { id } from '../../protocol/presence.js'
import { SESSION_END_REASONS, type SessionEndReason } from '../../protocol/vocabulary.js'
import type { AgentKey } from '../store/store.js'
import type { Sessions } from './sessions.js'
import type { HubServer } from './socket.js'

/**
 * What nodes tell each other's sockets. It is fast and may be lost: the log says the same to every node, a moment later
 * or, while a node cannot read it, when it can again. A signal does nothing the second time.
 */
export interface Signals {
  /** Ends every socket of the agent, on every node. */
  endSession(key: AgentKey, reason: SessionEndReason): void
}

const ended = z.object({ org: id, agentId: id, reason: z.enum(SESSION_END_REASONS) })

/** `alone`: there is no other node to tell. */
export function createSignals(io: HubServer, sessions: Sessions, alone: boolean): Signals {
  io.on('session_ended', (said) => {
    // Whoever can write to Redis can say anything here: what is not a signal is not heard.
    const signal = ended.safeParse(said)
    if (signal.success) sessions.end(signal.data.org, signal.data.agentId, signal.data.reason)
  })
  return {
    endSession({ org, agentId }, reason) {
      sessions.end(org, agentId, reason)
      if (!alone) io.serverSideEmit('session_ended', { org, agentId, reason })
    },
  }
}
