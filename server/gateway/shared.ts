import { type Text, wrapped } from '../board/listed.js'
import { storedBlock } from './deflate.js'
import { Payload } from './payload.js'
import { frameBegin, textFrame } from './web-socket-frame.js'

/** A packet of Engine.IO, and the pieces in which it goes over a WebSocket. */
export interface Packed {
  readonly text: Text
  readonly options: { readonly compress: false; readonly wsPreEncodedFrame: readonly Buffer[] }
}

const packed = (text: Text, ...wsPreEncodedFrame: readonly Buffer[]): Packed => ({
  text,
  options: { compress: false, wsPreEncodedFrame },
})

/** Up to here it costs less to copy what is shared, bytes, than to write two pieces of memory. */
const COPIED_UP_TO = 16 * 1_024

/** As one piece where that costs less. */
export const joined = (pieces: readonly Buffer[]): readonly Buffer[] =>
  pieces.length > 1 && bytesOf(pieces) <= COPIED_UP_TO ? [Buffer.concat(pieces)] : pieces

const NOTHING = Buffer.alloc(0)

/** `own`: what stands before the payload in this frame alone. */
function framed(own: Buffer, payload: Payload, deflates: boolean): readonly Buffer[] {
  const bytes = payload.bytes(deflates)
  return joined([frameBegin(own, bytes.length, payload.isDeflated(deflates)), bytes])
}

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
  readonly #text: Text
  readonly #payload: Payload
  #plain: Packed | undefined
  #deflated: Packed | undefined

  constructor(event: string, json: Text) {
    this.#text = wrapped(`${EVENT}["${event}",`, json, ']')
    this.#payload = new Payload(wrapped(MESSAGE, this.#text, ''))
  }

  ready(deflates: boolean): Promise<void> | null {
    return this.#payload.ready(deflates)
  }

  packed(deflates: boolean): Packed {
    const text = this.#text
    if (this.#payload.isDeflated(deflates))
      return (this.#deflated ??= packed(text, ...framed(NOTHING, this.#payload, true)))
    if (typeof text === 'string') return (this.#plain ??= packed(text, textFrame(MESSAGE + text)))
    return (this.#plain ??= packed(text, ...framed(NOTHING, this.#payload, false)))
  }
}

/** The same answer to many questions: they differ in a few bytes at the beginning. */
export class SharedAnswer {
  readonly #text: Text
  readonly #payload: Payload

  constructor(json: Text) {
    this.#text = wrapped('', json, ']')
    this.#payload = new Payload(this.#text)
  }

  ready(deflates: boolean): Promise<void> | null {
    return this.#payload.ready(deflates)
  }

  packed(id: number, deflates: boolean): Packed {
    const isDeflated = this.#payload.isDeflated(deflates)
    const begin = `${ACK}${id}[`
    const own = isDeflated ? storedBlock(MESSAGE + begin) : Buffer.from(MESSAGE + begin)
    return packed(wrapped(begin, this.#text, ''), ...framed(own, this.#payload, deflates))
  }
}
