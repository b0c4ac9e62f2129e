/** What every process of watchers can be told, whatever its wire is; and all of it that is not the wire. */
import type { Pairs } from './latencies.js'
import { answerParent } from './orders.js'
import { ownCpuUs } from './own-cpu.js'
import { countAnew, newTally, Screen, type Tally } from './screen.js'

export interface OpenWatchers {
  readonly urls: readonly string[]
  readonly token: string
  readonly count: number
  /** Agents there are at most. */
  readonly agents: number
}

export interface Seen {
  readonly latencies: Pairs
  readonly delivered: number
  readonly messages: number
  readonly bytes: number
  readonly wrongs: readonly string[]
}

export type WatcherOrders = {
  /** Resolves when each has its snapshot. */
  open(order: OpenWatchers): Promise<void>
  begin(window: { readonly fromUs: number; readonly toUs: number }): void
  /** Stops counting what is delivered; what was due in the window is still timed. */
  pause(): void
  /** Of all screens together: agents that are not as stored. */
  behind(stored: readonly (readonly [number, number])[]): number
  /** On the screen that shows most of these as connected: how many. */
  connected(agents: readonly number[]): number
  seen(): Seen
  /** User and system time of this process, us. */
  cpuUs(): number
}

/** One watcher on its way: fills `screen`, and says so when its line is gone. Resolves when it has its snapshot. */
export type OpenWatcher = (
  at: { readonly url: string; readonly token: string },
  screen: Screen,
  onLost: () => void,
) => Promise<void>

/** Handshakes at once. */
const AT_ONCE = 50

export function answerAsWatchers(openWatcher: OpenWatcher): void {
  const screens: Screen[] = []
  const tally: Tally = newTally()
  let lost = 0
  const open = async (url: string, token: string, agents: number) => {
    const screen = new Screen(agents, tally)
    await openWatcher({ url, token }, screen, () => lost++)
    screens.push(screen)
  }
  answerParent<WatcherOrders>({
    async open({ urls, token, count, agents }) {
      for (let from = 0; from < count; from += AT_ONCE) {
        const some = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, n) => urls[(from + n) % urls.length])
        await Promise.all(some.map((url = '') => open(url, token, agents)))
      }
    },
    begin: (window) => countAnew(tally, window),
    pause() {
      tally.counting = false
    },
    behind: (stored) => screens.reduce((sum, screen) => sum + screen.behind(stored), 0),
    connected: (agents) => Math.max(...screens.map((screen) => screen.connected(agents))),
    seen: () => ({
      latencies: tally.latencies.pairs(),
      delivered: tally.delivered,
      messages: tally.messages,
      bytes: tally.bytes,
      wrongs: [...tally.wrongs, ...(lost > 0 ? [`${lost} watchers lost their line`] : [])],
    }),
    cpuUs: ownCpuUs,
  })
}
