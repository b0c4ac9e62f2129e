import { io, type Socket } from 'socket.io-client'
import type { ClientToServer, ServerToClient } from '../../protocol/messages.js'
import type { Presence } from '../../protocol/presence.js'
import { lasting } from './eventually.js'
import { timed } from './stopwatch.js'

/** An answer to a command of a desk. */
export interface Answered {
  /** Which change of this desk, from 1 on. */
  readonly change: number
  readonly at: number
  /** Until the answer, by the stopwatch. */
  readonly ms: number
  /** `silent`: no answer came in time, or the line broke meanwhile. */
  readonly outcome: 'ok' | 'silent' | (string & {})
  readonly presence: Presence | null
}

/** An agent's tab that comes back by itself, and an agent who never rests: each change is repeated until it is acked. */
export interface BusyDesk {
  readonly agentId: string
  readonly answers: readonly Answered[]
  /** The hub took this tab in: not only a line to it, its welcome too. */
  readonly welcomed: boolean
  /** The presence of the newest ack. */
  readonly acked: Presence | null
  /** Changes, one after another, until told to rest. */
  work(everyMs: number): void
  /** Resolves when the last change is acked. */
  rest(): Promise<void>
  /** One change; resolves to the ack's presence, whatever it takes. */
  change(): Promise<Presence>
  /** One try of one change, without another. */
  tryOnce(): Promise<Answered>
  /** Closes the tab and opens it anew. */
  refresh(): void
  close(): void
}

/** Longer than the hub may take, so that a missing answer is the hub's. */
const ACK_MS = 8_000
const AGAIN_MS = 100
/** No two neighbours are the same, so each change is seen and has a row of its own in the timeline. */
const STATUSES = ['busy', 'away', 'available', 'dnd'] as const

export async function openDesk(url: () => string, token: string, agentId: string): Promise<BusyDesk> {
  const answers: Answered[] = []
  let welcomed = false
  let socket = connect()
  let change = 0
  let acked: Presence | null = null
  let working = false
  let closed = false
  let finished = Promise.resolve()

  function connect(): Socket<ServerToClient, ClientToServer> {
    const opened: Socket<ServerToClient, ClientToServer> = io(url(), {
      auth: { token, as: 'agent' },
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 100,
      reconnectionDelayMax: 500,
    })
    opened.on('welcome', () => (welcomed = true))
    opened.on('disconnect', () => (welcomed = false))
    return opened
  }

  async function attempt(): Promise<Answered> {
    const status = STATUSES[(change - 1) % STATUSES.length] ?? 'busy'
    const command = { status, note: `${agentId} ${change}`, commandId: `${agentId}-${change}` }
    const at = performance.now()
    const { value: answer, ms } = await timed(() =>
      socket
        .timeout(ACK_MS)
        .emitWithAck('presence:set', command)
        .catch(() => null),
    )
    const presence = answer?.ok ? answer.presence : null
    const outcome = !answer ? 'silent' : answer.ok ? 'ok' : answer.error.code
    const answered = { change, at, ms, outcome, presence }
    answers.push(answered)
    if (presence && (!acked || presence.version > acked.version)) acked = presence
    return answered
  }

  /** Null if the desk is closed before anybody answers. */
  async function changed(): Promise<Presence | null> {
    change += 1
    while (!closed) {
      const { presence } = await attempt()
      if (presence) return presence
      await lasting(AGAIN_MS)
    }
    return null
  }

  await new Promise<void>((resolve) => socket.once('welcome', () => resolve()))
  return {
    agentId,
    answers,
    get welcomed() {
      return welcomed
    },
    get acked() {
      return acked
    },
    work(everyMs) {
      working = true
      finished = (async () => {
        while (working && !closed) {
          await changed()
          await lasting(everyMs)
        }
      })()
    },
    async rest() {
      working = false
      await finished
    },
    async change() {
      const presence = await changed()
      if (!presence) throw new Error(`the desk of ${agentId} was closed`)
      return presence
    },
    tryOnce() {
      change += 1
      return attempt()
    },
    refresh() {
      socket.disconnect()
      socket = connect()
    },
    close() {
      closed = true
      socket.disconnect()
    },
  }
}
