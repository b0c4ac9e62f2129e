import type { SessionEndReason } from '../../protocol/vocabulary.js'
import type { Board } from '../../server/board/board.js'
import { refusalOf } from '../../server/edge/faults.js'
import type { Claims } from '../../server/gateway/claims.js'
import type { Sessions } from '../../server/gateway/sessions.js'
import type { TabSocket } from '../../server/gateway/socket.js'
import { ORG } from './database.js'
import type { SimProcess } from './sim-process.js'

/** The other end of a socket. */
export interface Caller {
  readonly agentId: string
  welcomed(): void
  /** The node closed the socket. */
  closed(ended: SessionEndReason | null): void
}

export interface Door {
  /** A tab comes, with a socket of this id. Gives back what its going away looks like from outside. */
  enter(id: string, caller: Caller): { leave(): void }
  close(): void
}

export interface DoorParts {
  readonly process: SimProcess
  readonly board: Board
  readonly claims: Claims
  readonly sessions: Sessions
  readonly onBug: (why: unknown) => void
}

/** What gateway.ts does for an agent's tab, in the same order. */
export function createDoor({ process, board, claims, sessions, onBug }: DoorParts): Door {
  const inside = new Set<() => void>()

  return {
    enter(id, caller) {
      const key = { org: ORG, agentId: caller.agentId }
      let open = true
      let ended: SessionEndReason | null = null
      const close = (tell: boolean) => {
        if (!open) return
        open = false
        sessions.remove({ socket, key })
        inside.delete(hangUp)
        if (tell) caller.closed(ended)
        claims.close({ socket, key })
      }
      const hangUp = () => close(true)
      const socket: TabSocket = {
        id,
        get disconnected() {
          return !open
        },
        data: { who: { org: ORG, sub: caller.agentId, roles: ['agent'], name: caller.agentId }, as: 'agent' },
        emit: (_event, { reason }) => (ended = reason),
        disconnect: hangUp,
      }
      sessions.add({ socket, key })
      inside.add(hangUp)

      const welcome = async () => {
        await board.open(ORG)
        if (!open) return
        await claims.open({ socket, key })
        if (open) caller.welcomed()
      }
      welcome().catch((why: unknown) => {
        if (!refusalOf(why)) onBug(why)
        hangUp()
      })
      return { leave: () => process.does(() => close(false)) }
    },
    close() {
      for (const hangUp of [...inside]) hangUp()
    },
  }
}
