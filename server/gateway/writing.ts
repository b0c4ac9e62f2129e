import type { Socket } from 'node:net'
import type { Packed } from './shared.js'
import { type HubSocket, webSocketOf } from './socket.js'

/**
 * How a socket is written to. Kept by those who write often: to find the TCP connection below takes longer than to use it,
 * as thousands of them do not fit the processor's cache.
 */
export class Line {
  readonly #conn: HubSocket['conn']
  /** Undefined until it is needed, and while a client polls. */
  #tcp: Socket | null | undefined

  constructor({ conn }: HubSocket) {
    this.#conn = conn
  }

  /** Behind what waits for this socket. */
  write({ text, options }: Packed): void {
    this.#conn.write(text, options)
  }

  /**
   * Past the queues and events of Engine.IO, which cost as much as the write itself: to a WebSocket for which nothing waits.
   * False: something waits, or a client polls; nothing was written.
   */
  writeAtOnce({ options }: Packed): boolean {
    const tcp = (this.#tcp ??= webSocketOf(this.#conn)?._socket)
    const isIdle =
      tcp?.writable && tcp.writableLength === 0 && this.#conn.transport.writable && this.#conn.readyState === 'open'
    if (!isIdle) return false
    const pieces = options.wsPreEncodedFrame
    if (pieces.length > 1) tcp.cork()
    for (const piece of pieces) tcp.write(piece)
    if (pieces.length > 1) tcp.uncork()
    return true
  }

  /** As soon as it may be: at once where nothing waits, else behind what does. */
  writeSoon(packed: Packed): void {
    if (!this.writeAtOnce(packed)) this.write(packed)
  }
}
