import { storedBlock } from './deflate.js'
import { Payload } from './payload.js'
import { deflatedFrame, frameBegin, textFrame } from './web-socket-frame.js'

/** A packet of Engine.IO, and the pieces in which it goes over a WebSocket. */
export interface Packed {
  readonly text: string
  readonly options: { readonly compress: false; readonly wsPreEncodedFrame: readonly Buffer[] }
}

const packed = (text: string, ...wsPreEncodedFrame: readonly Buffer[]): Packed => ({
  text,
  options: { compress: false, wsPreEncodedFrame },
})

/** Up to here it costs less to copy what is shared, bytes, than to write two pieces of memory. */
const COPIED_UP_TO = 16 * 1_024

/** As one piece where that costs less. */
export const joined = (pieces: readonly Buffer[]): readonly Buffer[] =>
  pieces.length > 1 && bytesOf(pieces) <= COPIED_UP_TO ? [Buffer.concat(pieces)] : pieces

const bytesOf = (pieces: readonly Buffer[]): number => pieces.reduce((sum, { length }) => sum + length, 0)

/** What Engine.IO puts before a packet of Socket.IO, which begins with its kind. */
const MESSAGE = '4'
const EVENT = '2'
const ACK = '3'

/** A packet for one socket. */
export function packedAnswer(id: number, json: string): Packed {
  const text = `${ACK}${id}[${json}]`
  return packed(text, textFrame(MESSAGE + text))
}

/** An event for many sockets, encoded once. */
export class SharedEvent {
  readonly #text: string
  readonly #payload: Payload
  #plain: Packed | undefined
  #deflated: Packed | undefined

  constructor(event: string, json: string) {
    this.#text = `${EVENT}["${event}",${json}]`
    this.#payload = new Payload(MESSAGE + this.#text)
  }

  ready(deflates: boolean): Promise<void> | null {
    return this.#payload.ready(deflates)
  }

  packed(deflates: boolean): Packed {
    if (this.#payload.isDeflated(deflates))
      return (this.#deflated ??= packed(this.#text, deflatedFrame(this.#payload.bytes(true))))
    return (this.#plain ??= packed(this.#text, textFrame(MESSAGE + this.#text)))
  }
}

/** The same answer to many questions: they differ in a few bytes at the beginning. */
export class SharedAnswer {
  readonly #text: string
  readonly #payload: Payload

  constructor(json: string) {
    this.#text = `${json}]`
    this.#payload = new Payload(this.#text)
  }

  ready(deflates: boolean): Promise<void> | null {
    return this.#payload.ready(deflates)
  }

  packed(id: number, deflates: boolean): Packed {
    const isDeflated = this.#payload.isDeflated(deflates)
    const begin = `${ACK}${id}[`
    const own = isDeflated ? storedBlock(MESSAGE + begin) : Buffer.from(MESSAGE + begin)
    const shared = this.#payload.bytes(deflates)
    return packed(begin + this.#text, ...joined([frameBegin(own, shared.length, isDeflated), shared]))
  }
}
