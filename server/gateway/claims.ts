import type { Board } from '../board/board.js'
import type { Clock } from '../clock.js'
import { refusalOf } from '../edge/faults.js'
import type { Hub } from '../hub/hub.js'
import type { Answer } from '../hub/letters.js'
import type { Lease } from '../lease.js'
import type { AgentKey, Put } from '../store/store.js'
import type { Sessions } from './sessions.js'
import type { AgentTab } from './socket.js'

export interface ClaimsParts {
  readonly board: Board
  readonly hub: Hub
  readonly sessions: Sessions
  readonly lease: Lease
  readonly clock: Clock
  readonly leaseMs: number
  readonly onBug: (why: unknown) => void
}

/**
 * Makes the records say of this node's connections what is so.
 *
 *   open, close ──written──► so
 *        └── no answer ──► unsure: claimed and disclaimed by the board, again and again, until a lease went by without a
 *                          failure ──► so
 *
 * The same is needed when others may have spoken for this node: it was taken for dead, or the store lost what it was told.
 * Where nothing is wrong nothing is written.
 */
export interface Claims {
  open(tab: AgentTab): Promise<Answer>
  close(tab: AgentTab): void
  /** Under another id nothing is held yet. */
  all(): void
  /**
   * Before a command of this tab. A node that stood still goes on with what it knew, and hears of its own death later
   * than of what its tabs said meanwhile: a command of an agent who is not there would be refused, or do nothing.
   */
  beforeCommand(tab: AgentTab): void
  renewed(org: string): void
  /** As `renewed`, for one agent: after a loss another node may have put back what it knew from before these tabs came. */
  overruled(org: string, agentId: string): void
  /** Waits for what is being written. True: nothing that was said of this node's connections is unsure. */
  stop(): Promise<boolean>
}

/** Between two looks at what is unsure, ms. */
const LOOK_MS = 1_000

export function claimConnections({ board, hub, sessions, lease, clock, leaseMs, onBug }: ClaimsParts): Claims {
  /**
   * Organisations by when a call of ours last failed. What became of it is told by nobody else: while this node lives,
   * what it holds is its own affair. A call that was given up may still take effect, and is on the board a moment later.
   */
  const unsure = new Map<string, number>()
  let cancelLook: (() => void) | null = null
  let stopped = false
  const writing = new Set<Promise<unknown>>()

  function post(type: 'connection_opened' | 'connection_claimed', { key, socket }: AgentTab): Promise<Answer> {
    const { name, teams } = socket.data.who
    const opened = hub.post(key, {
      type,
      id: socket.id,
      node: lease.node,
      ...(name !== undefined && { name }),
      ...(teams && { teams }),
    })
    heard(key, opened)
    return opened
  }

  function disclaim(key: AgentKey, id: string) {
    heard(key, hub.post(key, { type: 'connection_closed', id }))
  }

  function heard(key: AgentKey, posted: Promise<unknown>) {
    const written = posted.then(
      () => {},
      (why: unknown) => failed(key, why),
    )
    writing.add(written)
    void written.then(() => writing.delete(written))
  }

  function claim(tab: AgentTab) {
    if (tab.socket.disconnected) return
    // Its own close may have come first.
    const closed = () => tab.socket.disconnected && disclaim(tab.key, tab.socket.id)
    post('connection_claimed', tab).then(closed, heardAlready)
  }

  const claimUnheld = (tab: AgentTab) => {
    if (!holds(tab.key, tab.socket.id)) claim(tab)
  }

  function holds({ org, agentId }: AgentKey, id: string): boolean {
    const link = board.peek(org)?.record(agentId)?.state.link
    return link?.state === 'connected' && link.connections.some((one) => one.id === id && one.node === lease.node)
  }

  function settle(org: string) {
    for (const tab of sessions.all()) if (tab.key.org === org) claimUnheld(tab)
    for (const put of board.peek(org)?.puts() ?? []) disclaimClosed(org, put)
  }

  function settleAgent(org: string, agentId: string) {
    // Whoever took this node for dead may still be at it, and would end under the old id what is claimed under it.
    if (!lease.held) return doubt(org)
    for (const tab of sessions.of(org, agentId)) claimUnheld(tab)
    const put = board.peek(org)?.put(agentId)
    if (put) disclaimClosed(org, put)
  }

  function disclaimClosed(org: string, put: Put) {
    // Most are not: their records need not be read.
    if (put.link !== 'connected') return
    const { agentId, state } = put.record
    if (state.link.state !== 'connected') return
    const isOpen = (id: string) => [...sessions.of(org, agentId)].some(({ socket }) => socket.id === id)
    for (const { id, node } of state.link.connections)
      if (node === lease.node && !isOpen(id)) disclaim({ org, agentId }, id)
  }

  function failed({ org }: AgentKey, why: unknown) {
    const refused = refusalOf(why)
    if (!refused) return onBug(why)
    // The agent was deleted meanwhile.
    if (refused.code === 'not_found') return
    doubt(org)
  }

  function doubt(org: string) {
    unsure.set(org, clock.now())
    lookAgain()
  }

  function look() {
    cancelLook = null
    for (const [org, failedAt] of unsure) {
      if (!lease.held) continue
      settle(org)
      if (clock.now() - failedAt > leaseMs) unsure.delete(org)
    }
    if (unsure.size > 0) lookAgain()
  }

  function lookAgain() {
    if (!stopped) cancelLook ??= clock.after(LOOK_MS, look)
  }

  return {
    open: (tab) => post('connection_opened', tab),
    close: ({ key, socket }) => disclaim(key, socket.id),
    all() {
      for (const tab of sessions.all()) claimUnheld(tab)
    },
    beforeCommand(tab) {
      if (!lease.held) claim(tab)
    },
    renewed: settle,
    overruled: settleAgent,
    async stop() {
      stopped = true
      cancelLook?.()
      while (writing.size > 0) await Promise.all(writing)
      return unsure.size === 0
    },
  }
}

/** By `failed`, where the call was made. */
const heardAlready = () => {}
