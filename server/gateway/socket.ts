import type { Socket } from 'node:net'
import type { Server, Socket as IoSocket } from 'socket.io'
import type { ClientToServer, EventBody, Resumable, ServerToClient } from '../../protocol/messages.js'
import type { Identity } from '../auth/identity.js'
import type { AgentKey } from '../store/store.js'

/** What the handshake settled, kept with the socket. */
export interface Handshaken {
  readonly who: Identity
  readonly as: 'agent' | 'watcher'
}

interface Kept extends Handshaken {
  /** Rooms it wants to go on with; gone once it is welcomed. */
  rooms?: readonly Resumable[] | undefined
  /** It was told where it is, and is told all that happens from here on. */
  welcomed?: boolean
}

/** What nodes say to each other. Not trusted: whoever can write to Redis can say it. */
export interface NodeToNode {
  session_ended: (signal: unknown) => void
}

export type HubServer = Server<ClientToServer, ServerToClient, NodeToNode, Kept>
export type HubSocket = IoSocket<ClientToServer, ServerToClient, NodeToNode, Kept>

/** What it takes of a socket to hold an agent's session. */
export interface TabSocket {
  readonly id: string
  readonly disconnected: boolean
  readonly data: Handshaken
  emit(event: 'session:ended', body: EventBody<'session:ended'>): unknown
  disconnect(close: boolean): unknown
}

export interface AgentTab {
  readonly socket: TabSocket
  readonly key: AgentKey
}

/** Rooms of different organisations never share a name. */
export const channelOf = (org: string, room: string): string => `${org}|${room}`

/** Engine.IO's own buffer: it grows while the transport waits for the other side to read. `bufferedAmount` stays at 0. */
const waitingIn = (socket: HubSocket) => socket.conn['writeBuffer'] as readonly WaitingPacket[]

interface WaitingPacket {
  readonly data?: unknown
  readonly options?: { readonly wsPreEncodedFrame?: readonly Buffer[] }
}

export const packetsWaiting = (socket: HubSocket): number => waitingIn(socket).length

/** Undefined while a client polls. */
export const webSocketOf = (conn: HubSocket['conn']) =>
  (conn.transport as unknown as { socket?: WebSocketParts }).socket

/** What the hub needs to know of `ws` inside. */
interface WebSocketParts {
  readonly _socket?: Socket | null
  readonly _receiver?: { readonly _state: number; _mask: Buffer | undefined } | null
  readonly extensions: string
}

/** Whether the client asked to be sent what is deflated once for all. */
export const takesDeflated = (socket: HubSocket): boolean =>
  webSocketOf(socket.conn)?.extensions.includes('permessage-deflate') ?? false

/** What waits for one socket. Frames are shared between sockets, so the sum over all of them is an upper bound. */
export const bytesWaiting = (socket: HubSocket): number =>
  waitingIn(socket).reduce((sum, packet) => sum + bytesOf(packet), 0)

function bytesOf({ data, options }: WaitingPacket): number {
  if (options?.wsPreEncodedFrame) return options.wsPreEncodedFrame.reduce((sum, piece) => sum + piece.length, 0)
  return typeof data === 'string' ? data.length : 0
}

/**
 * The request a socket began with is read by now, and Engine.IO holds on to it for as long as the socket lives: a tenth of
 * what an idle tab keeps in memory. Whoever leaves and comes back over the same line is asked again who they are.
 */
export function forgetHandshake(socket: HubSocket): void {
  Object.assign(socket.conn, { request: FORGOTTEN })
  Object.assign(socket, { handshake: null })
  forgetMask(socket)
}

/** What Socket.IO makes a handshake of. */
const FORGOTTEN = Object.freeze({ headers: {}, connection: {}, url: '', _query: {} })

/**
 * The mask of the last message that was read is a piece of what came over the line, and keeps all of that in memory. While
 * a message is only half here it is needed.
 */
export function forgetMask({ conn }: HubSocket): void {
  const receiver = webSocketOf(conn)?._receiver
  if (receiver?._state === BETWEEN_MESSAGES) receiver._mask = undefined
}

/** GET_INFO in the receiver of `ws`. */
const BETWEEN_MESSAGES = 0
