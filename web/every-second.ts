import type { ReactiveController, ReactiveControllerHost } from 'lit'

const hosts = new Set<ReactiveControllerHost>()
let timer: ReturnType<typeof setInterval> | undefined

const tick = (): void => {
  // A hidden tab draws nothing; the first tick after it is shown catches up.
  if (document.hidden) return
  for (const host of hosts) host.requestUpdate()
}

/** Redraws its host every second: one timer for the page, none while nobody needs it. */
export class EverySecond implements ReactiveController {
  readonly #host: ReactiveControllerHost

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    hosts.add(this.#host)
    timer ??= setInterval(tick, 1_000)
  }

  hostDisconnected(): void {
    hosts.delete(this.#host)
    if (hosts.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}
