import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** Keeps a keyboard user's place: when what had the focus is gone (an offer that was answered), it goes somewhere near. */
export class FocusKeeper implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #near: () => HTMLElement | null | undefined
  #had: Element | undefined

  constructor(host: ReactiveControllerHost & HTMLElement, near: () => HTMLElement | null | undefined) {
    this.#host = host
    this.#near = near
    host.addController(this)
  }

  hostConnected(): void {
    this.#host.addEventListener('focusin', this.#onFocus)
  }

  hostDisconnected(): void {
    this.#host.removeEventListener('focusin', this.#onFocus)
    this.#had = undefined
  }

  hostUpdated(): void {
    // The elements within draw themselves after their host.
    requestAnimationFrame(this.#look)
  }

  readonly #look = (): void => {
    if (!this.#had || this.#had.isConnected) return
    this.#had = undefined
    if (document.activeElement === document.body) this.#near()?.focus()
  }

  readonly #onFocus = (event: Event): void => {
    const [target] = event.composedPath()
    if (target instanceof Element) this.#had = target
  }
}
