import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type DefaultEventsMap, type Socket } from 'socket.io'
import type { ErrorCode } from '../../protocol/errors.js'
import type {
  ClientToServer,
  CommandName,
  EventBody,
  EventName,
  Resumable,
  ServerToClient,
} from '../../protocol/messages.js'
import type { Presence } from '../../protocol/presence.js'
import { PATIENCE_MS } from '../support/eventually.js'

export type Script = (payload: Record<string, unknown>, nth: number) => unknown
type HubSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, unknown>

export interface Heard {
  readonly command: string
  readonly payload: Record<string, unknown>
}

export type ScriptedHub = Awaited<ReturnType<typeof scriptHub>>

/**
 * The network's bad days: a real socket.io server that speaks the contract, answers only what the test says, and
 * loses, reorders or refuses the rest. What the hub decides is tested against the hub itself.
 */
export async function scriptHub({ presence, room }: { presence?: Presence; room?: string } = {}) {
  const http = createServer()
  const io: Server<ClientToServer, ServerToClient> = new Server(http, { transports: ['websocket'], serveClient: false })
  const heard: Heard[] = []
  const tokens: unknown[] = []
  const answers = new Map<string, Script>()
  const watchers = new Set<() => void>()
  let refusal: ErrorCode | undefined
  let now = presence
  let line: HubSocket | undefined
  let welcomes = 0

  const changed = () => {
    for (const look of [...watchers]) look()
  }

  io.use((socket, next) => {
    tokens.push(socket.handshake.auth['token'])
    changed()
    if (!refusal) return next()
    next(Object.assign(new Error(refusal), { data: { code: refusal, message: `scripted ${refusal}` } }))
  })
  io.on('connection', (socket) => {
    line = socket
    socket.onAny((command: string, payload: Record<string, unknown>, ack?: (answer: unknown) => void) => {
      heard.push({ command, payload })
      const nth = heard.filter((one) => one.command === command).length
      const answer = command === 'probe' && !answers.has('probe') ? PROBED : answers.get(command)?.(payload, nth)
      void Promise.resolve(answer).then((said) => said !== undefined && ack?.(said))
      changed()
    })
    socket.emit('welcome', {
      protocol: 1,
      serverTime: new Date().toISOString(),
      heartbeatMs: 10_000,
      statuses: [],
      ...(now && { presence: now }),
      ...(room !== undefined && { rooms: [{ room, cursor: 'c0' }] }),
      ...resumedIn(socket.handshake.auth),
    })
    welcomes++
    changed()
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))

  const until = (what: string, holds: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        watchers.delete(look)
        reject(new Error(`the hub waited for ${what}; it heard ${JSON.stringify(heard.slice(-5))}`))
      }, PATIENCE_MS)
      const look = () => {
        if (!holds()) return
        clearTimeout(late)
        watchers.delete(look)
        resolve()
      }
      watchers.add(look)
      look()
    })
  const count = (command: CommandName) => heard.filter((one) => one.command === command).length

  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    heard,
    tokens,
    count,
    get welcomes() {
      return welcomes
    },
    /** How a command is answered, a promise: later; `undefined` is silence. */
    on: (command: CommandName, script: Script) => void answers.set(command, script),
    refuse(code: ErrorCode | undefined) {
      refusal = code
    },
    /** What the next welcome says. */
    becomes(next: Presence) {
      now = next
    },
    say<N extends EventName>(event: N, body: EventBody<N>) {
      line?.emit(event, ...([body] as never))
    },
    /** The transport breaks, as when a node dies. */
    drop: () => void line?.conn.close(),
    /** The server ends the socket; socket.io clients then stay away. */
    dismiss: () => void line?.disconnect(true),
    heardOf: (command: CommandName, times = 1) => until(`${times} x ${command}`, () => count(command) >= times),
    welcomed: (times: number) => until(`${times} welcomes`, () => welcomes >= times),
    asked: (times: number) => until(`${times} tokens`, () => tokens.length >= times),
    stop: () => io.close(),
  }
}

/** Nothing happened in any room meanwhile. */
function resumedIn({ rooms }: { rooms?: readonly Resumable[] }) {
  return rooms && { resumed: rooms.map(({ room, after }) => ({ room, cursor: after })) }
}

const PROBED = { ok: true, serverTime: new Date(0).toISOString() }
