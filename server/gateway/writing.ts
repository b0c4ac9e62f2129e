import type { Socket } from 'node:net'
import type { Packed, PackedInOne } from './shared.js'
import { type HubSocket, webSocketOf } from './socket.js'

/** Behind what waits for this socket. */
export const write = ({ conn }: HubSocket, { text, options }: Packed): void => void conn.write(text, options)

/** As soon as it may be: at once where nothing waits, else behind what does. */
export function writeSoon(socket: HubSocket, packed: PackedInOne): void {
  if (!new Line(socket).writeAtOnce(packed)) write(socket, packed)
}

/**
 * The way past the queues and events of Engine.IO, which cost as much as the write itself. Kept by those who write often:
 * to find the TCP connection below takes longer than to use it, as thousands of them do not fit the processor's cache.
 */
export class Line {
  readonly #conn: HubSocket['conn']
  /** Undefined while a client polls. */
  #tcp: Socket | null | undefined

  constructor({ conn }: HubSocket) {
    this.#conn = conn
    this.#tcp = webSocketOf(conn)?._socket
  }

  /** To a WebSocket for which nothing waits. False: something waits, or a client polls; nothing was written. */
  writeAtOnce({ frame }: PackedInOne): boolean {
    const tcp = (this.#tcp ??= webSocketOf(this.#conn)?._socket)
    const isIdle =
      tcp?.writable && tcp.writableLength === 0 && this.#conn.transport.writable && this.#conn.readyState === 'open'
    if (isIdle) tcp.write(frame)
    return isIdle ?? false
  }
}
