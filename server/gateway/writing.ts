import type { Socket } from 'node:net'
import { textOf } from '../board/listed.js'
import { joined, type Packed } from './shared.js'
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
    // A WebSocket takes what is framed already.
    this.#conn.write(webSocketOf(this.#conn) ? '' : textOf(text), options)
  }

  /**
   * Past the queues and events of Engine.IO, which cost as much as the write itself: to a WebSocket for which nothing waits.
   * False: something waits, or a client polls; nothing was written.
   */
  writeAtOnce(packed: Packed): boolean {
    return this.#put(piecesOf(packed))
  }

  /** As soon as it may be: at once where nothing waits, else behind what does. */
  writeSoon(packed: Packed): void {
    if (!this.writeAtOnce(packed)) this.write(packed)
  }

  /** Likewise several, in one write. */
  writeTogether(packed: readonly Packed[]): void {
    if (!this.#put(joined(packed.flatMap(piecesOf)))) for (const one of packed) this.write(one)
  }

  #put(pieces: readonly Buffer[]): boolean {
    const tcp = (this.#tcp ??= webSocketOf(this.#conn)?._socket)
    const isIdle =
      tcp?.writable && tcp.writableLength === 0 && this.#conn.transport.writable && this.#conn.readyState === 'open'
    if (!isIdle) return false
    if (pieces.length > 1) tcp.cork()
    for (const piece of pieces) tcp.write(piece)
    if (pieces.length > 1) tcp.uncork()
    return true
  }
}

const piecesOf = ({ options }: Packed): readonly Buffer[] => options.wsPreEncodedFrame
