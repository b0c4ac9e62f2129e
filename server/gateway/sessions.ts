import type { SessionEndReason } from '../../protocol/vocabulary.js'
import type { Clock } from '../clock.js'
import type { AgentKey } from '../store/store.js'
import type { AgentTab, TabSocket } from './socket.js'

/** The sockets of this node by agent, and how a session ends in all of them. */
export interface Sessions {
  add(tab: AgentTab): void
  remove(tab: AgentTab): void
  /** Ends every socket of the agent on this node. */
  end(org: string, agentId: string, reason: SessionEndReason): void
  all(): Iterable<AgentTab>
  of(org: string, agentId: string): Iterable<AgentTab>
}

/** Long enough for `session:ended` and a pending ack to be written out before the socket closes. */
const LAST_WORDS_MS = 100

export function createSessions(clock: Clock): Sessions {
  // Lists, not sets: nearly everybody has one tab, and a set of one takes three times the memory. Made by concat, as a list
  // that anything is pushed to, spread or not, has room for sixteen more.
  const tabs = new Map<string, readonly AgentTab[]>()
  return {
    add(tab) {
      const name = nameOf(tab.key)
      tabs.set(name, (tabs.get(name) ?? []).concat(tab))
    },
    remove(tab) {
      const name = nameOf(tab.key)
      const left = (tabs.get(name) ?? []).filter(({ socket }) => socket !== tab.socket)
      if (left.length > 0) tabs.set(name, left)
      else tabs.delete(name)
    },
    end(org, agentId, reason) {
      // After the acks of this turn, so that whoever signed out hears the answer first.
      setImmediate(() => {
        for (const tab of tabs.get(nameOf({ org, agentId })) ?? []) endSession(tab.socket, reason, clock)
      })
    },
    *all() {
      for (const of of tabs.values()) yield* of
    },
    of: (org, agentId) => tabs.get(nameOf({ org, agentId })) ?? [],
  }
}

const nameOf = ({ org, agentId }: AgentKey): string => `${org}/${agentId}`

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

/** Ends sockets whose tokens expire. */
export function watchExpiry(clock: Clock) {
  const expiring = new Map<TabSocket, number>()
  const stop = clock.every(EXPIRY_LOOK_MS, () => {
    const now = clock.now()
    for (const [socket, expiresAt] of expiring) if (expiresAt <= now) endSession(socket, 'token_expired', clock)
  })
  return {
    add(socket: TabSocket, expiresAt: number | undefined): void {
      if (expiresAt !== undefined) expiring.set(socket, expiresAt)
    },
    remove(socket: TabSocket): void {
      expiring.delete(socket)
    },
    stop,
  }
}
