import type { SessionEndReason } from '../../protocol/vocabulary.js'
import type { Clock } from '../clock.js'
import type { AgentTab, TabSocket } from './socket.js'

/** The sockets of this node by agent, and how a session ends in all of them. */
export interface Sessions {
  add(tab: AgentTab): () => void
  /** Ends every socket of the agent on this node. */
  end(org: string, agentId: string, reason: SessionEndReason): void
  all(): Iterable<AgentTab>
  of(org: string, agentId: string): Iterable<AgentTab>
}

/** Long enough for `session:ended` and a pending ack to be written out before the socket closes. */
const LAST_WORDS_MS = 100

export function createSessions(clock: Clock): Sessions {
  const tabs = new Map<string, Set<AgentTab>>()
  return {
    add(tab) {
      const name = `${tab.key.org}/${tab.key.agentId}`
      const of = tabs.get(name) ?? new Set()
      tabs.set(name, of.add(tab))
      return () => {
        if (!of.delete(tab)) return
        if (of.size === 0 && tabs.get(name) === of) tabs.delete(name)
      }
    },
    end(org, agentId, reason) {
      // After the acks of this turn, so that whoever signed out hears the answer first.
      setImmediate(() => {
        for (const tab of tabs.get(`${org}/${agentId}`) ?? []) endSession(tab.socket, reason, clock)
      })
    },
    *all() {
      for (const of of tabs.values()) yield* of
    },
    of: (org, agentId) => tabs.get(`${org}/${agentId}`) ?? [],
  }
}

const ending = new WeakSet<TabSocket>()

/** Once: that a session ended is heard from the log and from other nodes. */
export function endSession(socket: TabSocket, reason: SessionEndReason, clock: Clock): void {
  if (ending.has(socket)) return
  ending.add(socket)
  socket.emit('session:ended', { reason })
  clock.after(LAST_WORDS_MS, () => socket.disconnect(true))
}

/** Between two looks at whose token has expired, ms: well within the 5 s of the contract, and one timer for all sockets. */
const EXPIRY_LOOK_MS = 1_000

/** Ends sockets whose tokens expire. `add` gives back what stops the watch. */
export function watchExpiry(clock: Clock) {
  const expiring = new Map<TabSocket, number>()
  const stop = clock.every(EXPIRY_LOOK_MS, () => {
    const now = clock.now()
    for (const [socket, expiresAt] of expiring) if (expiresAt <= now) endSession(socket, 'token_expired', clock)
  })
  return {
    add(socket: TabSocket, expiresAt: number | undefined): () => void {
      if (expiresAt === undefined) return nothing
      expiring.set(socket, expiresAt)
      return () => void expiring.delete(socket)
    },
    stop,
  }
}

const nothing = () => {}
