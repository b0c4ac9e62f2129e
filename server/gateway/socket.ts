import type { Socket } from 'node:net'
import type { Server, Socket as IoSocket } from 'socket.io'
import type { ClientToServer, EventBody, ServerToClient } from '../../protocol/messages.js'
import type { Identity } from '../auth/identity.js'
import type { AgentKey } from '../store/store.js'

/** What the handshake settled, kept with the socket. */
export interface Handshaken {
  readonly who: Identity
  readonly as: 'agent' | 'watcher'
}

/** What nodes say to each other. Not trusted: whoever can write to Redis can say it. */
export interface NodeToNode {
  session_ended: (signal: unknown) => void
}

export type HubServer = Server<ClientToServer, ServerToClient, NodeToNode, Handshaken>
export type HubSocket = IoSocket<ClientToServer, ServerToClient, NodeToNode, Handshaken>

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
  (conn.transport as unknown as { socket?: { readonly _socket?: Socket | null; readonly extensions: string } }).socket

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
 * The request a socket began with is read by now. Engine.IO holds on to it for as long as the socket lives; its headers
 * and the handshake made of them are a tenth of what an idle tab keeps in memory. The request itself stays: whoever
 * leaves and comes back over the same line is asked again who they are.
 */
export function forgetHandshake(socket: HubSocket): void {
  Object.assign(socket.conn.request, { headers: NOTHING_SAID, rawHeaders: NO_LINES, url: '', _query: NOTHING_SAID })
  Object.assign(socket, { handshake: null })
}

const NOTHING_SAID = Object.freeze({})
const NO_LINES = Object.freeze([])
