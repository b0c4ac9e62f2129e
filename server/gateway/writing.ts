import type { Packed, PackedInOne } from './shared.js'
import { type HubSocket, webSocketOf } from './socket.js'

/** Behind what waits for this socket. */
export const write = ({ conn }: HubSocket, { text, options }: Packed): void => void conn.write(text, options)

/**
 * To a WebSocket for which nothing waits: straight to the TCP connection below, past queues and events of Engine.IO that
 * cost as much as the write itself. False: something waits, or a client polls; nothing was written.
 */
export function writeAtOnce(socket: HubSocket, { frame }: PackedInOne): boolean {
  const { conn } = socket
  const line = webSocketOf(socket)?._socket
  const isIdle = conn.transport.writable && line?.writable && line.writableLength === 0 && conn.readyState === 'open'
  if (isIdle) line.write(frame)
  return isIdle ?? false
}
