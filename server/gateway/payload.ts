import { type Text, textOf } from '../board/listed.js'
import { deflated } from './deflate.js'
import { bytesOf } from './slices.js'

/** Below, deflate saves no packet on the wire. Source: 1,500 bytes of Ethernet without the headers of IP, TCP and TLS. */
const DEFLATED_FROM = 1_400

type Form = 'plain' | 'deflated'

/** What goes over the lines of many: made once in either form, and only if one of them takes it so. */
export class Payload {
  readonly #text: Text
  readonly #made: Partial<Record<Form, Buffer>> = {}
  readonly #making: Partial<Record<Form, Promise<void>>> = {}

  constructor(text: Text) {
    this.#text = text
  }

  /** Resolves when a long list is ready to be sent in this form; who does not wait, or cannot, sends it plain. Null: it is ready. */
  ready(deflates: boolean): Promise<void> | null {
    const text = this.#text
    const form = deflates ? 'deflated' : 'plain'
    if (typeof text === 'string' || this.#made[form]) return null
    return (this.#making[form] ??= bytesOf(text, deflates).then(
      (bytes) => void (this.#made[form] = bytes),
      () => {},
    ))
  }

  isDeflated(deflates: boolean): boolean {
    if (!deflates) return false
    const text = this.#text
    if (typeof text !== 'string') return this.#made.deflated !== undefined
    return text.length >= DEFLATED_FROM
  }

  bytes(deflates: boolean): Buffer {
    if (this.isDeflated(deflates)) return (this.#made.deflated ??= deflated(textOf(this.#text)))
    return (this.#made.plain ??= Buffer.from(textOf(this.#text)))
  }
}
