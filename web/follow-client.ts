import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { PresenceClient } from '../client-sdk/index.js'

/** Redraws its host whenever the client it shows has news; follows the host to another client. */
export class FollowClient implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #clientOf: () => PresenceClient | undefined
  #followed: PresenceClient | undefined
  #off: (() => void) | undefined

  constructor(host: ReactiveControllerHost, clientOf: () => PresenceClient | undefined) {
    this.#host = host
    this.#clientOf = clientOf
    host.addController(this)
  }

  hostUpdate(): void {
    const client = this.#clientOf()
    if (client === this.#followed) return
    this.hostDisconnected()
    this.#followed = client
    this.#off = client?.subscribe(() => this.#host.requestUpdate())
  }

  hostDisconnected(): void {
    this.#off?.()
    this.#off = undefined
    this.#followed = undefined
  }
}
