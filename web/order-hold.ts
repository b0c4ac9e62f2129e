import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** How long after a touch rows still keep their places, ms: a finger comes down where a row was when it was aimed at. */
const AFTER_TOUCH_MS = 3_000

/**
 * Whether rows must keep their places: the pointer is among them, or the keyboard's focus. What was under the pointer when
 * somebody decided to click must be there when they do.
 */
export class OrderHold implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly renderRoot: ParentNode }
  readonly #onRelease: () => void
  #pointed = false
  #touch: ReturnType<typeof setTimeout> | undefined

  constructor(host: ReactiveControllerHost & { readonly renderRoot: ParentNode }, onRelease: () => void) {
    this.#host = host
    this.#onRelease = onRelease
    host.addController(this)
  }

  get held(): boolean {
    return this.#pointed || this.#focused() !== null
  }

  hostDisconnected(): void {
    clearTimeout(this.#touch)
    this.#pointed = false
  }

  readonly pointed = (): void => {
    clearTimeout(this.#touch)
    if (this.#pointed) return
    this.#pointed = true
    this.#host.requestUpdate()
  }

  readonly left = ({ pointerType }: PointerEvent): void => {
    clearTimeout(this.#touch)
    if (pointerType === 'touch') this.#touch = setTimeout(this.#release, AFTER_TOUCH_MS)
    else this.#release()
  }

  readonly blurred = (): void => this.#onRelease()

  readonly #release = (): void => {
    this.#pointed = false
    // What was only clicked keeps the focus without anybody seeing it; the rows need not wait for that.
    const focused = this.#focused()
    if (focused?.matches(':focus-visible') === false) focused.blur()
    this.#onRelease()
  }

  #focused(): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>('tbody :focus')
  }
}
