import { storedBlock } from './deflate.js'
import { Payload } from './payload.js'
import { frameInTwo, frameOf } from './web-socket-frame.js'

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
export interface PackedEvent extends Packed {
  readonly frame: Buffer
}

/** What Engine.IO puts before a packet of Socket.IO, which begins with its kind. */
const MESSAGE = '4'
const EVENT = '2'
const ACK = '3'

/** An event for many sockets, encoded once. */
export class SharedEvent {
  readonly #text: string
  readonly #payload: Payload
  #plain: PackedEvent | undefined
  #deflated: PackedEvent | undefined

  constructor(event: string, json: string) {
    this.#text = `${EVENT}["${event}",${json}]`
    this.#payload = new Payload(MESSAGE + this.#text)
  }

  ready(deflates: boolean): Promise<void> | null {
    return this.#payload.ready(deflates)
  }

  packed(deflates: boolean): PackedEvent {
    if (this.#payload.isDeflated(deflates)) return (this.#deflated ??= this.#pack(true))
    return (this.#plain ??= this.#pack(false))
  }

  #pack(deflates: boolean): PackedEvent {
    const frame = frameOf(this.#payload.bytes(deflates), deflates)
    return { ...packed(this.#text, [frame]), frame }
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
    return packed(begin + this.#text, frameInTwo(own, this.#payload.bytes(deflates), isDeflated))
  }
}
