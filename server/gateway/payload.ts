import { deflated, deflatedAside } from './deflate.js'

/** Below, deflate saves no packet on the wire. Source: 1,500 bytes of Ethernet without the headers of IP, TCP and TLS. */
const DEFLATED_FROM = 1_400
/** Characters that take the event loop less than a millisecond to deflate; a frame of 50 changes takes 50 µs. */
const DEFLATED_AT_ONCE = 256 * 1_024

/** What goes over the lines of many: made once in either form, and only if one of them takes it so. */
export class Payload {
  readonly #text: string
  #plain: Buffer | undefined
  #deflated: Buffer | undefined
  #aside: Promise<void> | undefined

  constructor(text: string) {
    this.#text = text
  }

  /** Resolves when a large one is ready to be sent deflated; who does not wait, or cannot, sends it plain. Null: it is ready. */
  ready(deflates: boolean): Promise<void> | null {
    if (this.#deflated || !deflates || this.#text.length <= DEFLATED_AT_ONCE) return null
    return (this.#aside ??= deflatedAside(this.#text).then(
      (bytes) => void (this.#deflated = bytes),
      () => {},
    ))
  }

  isDeflated(deflates: boolean): boolean {
    if (!deflates || this.#text.length < DEFLATED_FROM) return false
    return this.#deflated !== undefined || this.#text.length <= DEFLATED_AT_ONCE
  }

  bytes(deflates: boolean): Buffer {
    if (this.isDeflated(deflates)) return (this.#deflated ??= deflated(this.#text))
    return (this.#plain ??= Buffer.from(this.#text))
  }
}
