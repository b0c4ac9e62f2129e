import { storedBlock } from './deflate.js'
import { Payload } from './payload.js'
import { deflatedFrame, frameBegin, textFrame } from './web-socket-frame.js'

/** A packet of Engine.IO, and the pieces in which it goes over a WebSocket. */
export interface Packed {
  readonly text: string
  readonly options: { readonly compress: false; readonly wsPreEncodedFrame: readonly Buffer[] }
}

const packed = (text: string, wsPreEncodedFrame: readonly Buffer[]): Packed => ({
  text,
  options: { compress: false, wsPreEncodedFrame },
})

/** In one piece: it can be written without a list of buffers for each socket. */
export interface PackedInOne extends Packed {
  readonly frame: Buffer
}

/** What Engine.IO puts before a packet of Socket.IO, which begins with its kind. */
const MESSAGE = '4'
const EVENT = '2'
const ACK = '3'

/** A packet for one socket. */
export function packedAnswer(id: number, json: string): PackedInOne {
  const text = `${ACK}${id}[${json}]`
  return inOne(text, textFrame(MESSAGE + text))
}

const inOne = (text: string, frame: Buffer): PackedInOne => ({ ...packed(text, [frame]), frame })

/** An event for many sockets, encoded once. */
export class SharedEvent {
  readonly #text: string
  readonly #payload: Payload
  #plain: PackedInOne | undefined
  #deflated: PackedInOne | undefined

  constructor(event: string, json: string) {
    this.#text = `${EVENT}["${event}",${json}]`
    this.#payload = new Payload(MESSAGE + this.#text)
  }

  ready(deflates: boolean): Promise<void> | null {
    return this.#payload.ready(deflates)
  }

  packed(deflates: boolean): PackedInOne {
    if (this.#payload.isDeflated(deflates))
      return (this.#deflated ??= inOne(this.#text, deflatedFrame(this.#payload.bytes(true))))
    return (this.#plain ??= inOne(this.#text, textFrame(MESSAGE + this.#text)))
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
    return packed(begin + this.#text, [frameBegin(own, shared.length, isDeflated), shared])
  }
}
