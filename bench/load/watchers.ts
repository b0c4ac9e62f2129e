/** A process of watchers: opens them, lets their screens be filled, and says what they saw. Told what to do by its parent. */
import type { Presence } from '../../protocol/presence.js'
import { wireBytesOf } from './inflate.js'
import type { Pairs } from './latencies.js'
import { type Line, openLine } from './line.js'
import { answerParent } from './orders.js'
import { countAnew, newTally, Screen } from './screen.js'
import { createFrameReader } from './screen-frames.js'
import { nowUs } from './stamp.js'

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

/** Handshakes at once. */
const AT_ONCE = 50

interface Watcher {
  readonly line: Line
  readonly screen: Screen
}

const watchers: Watcher[] = []
const readFrame = createFrameReader()
let lost = 0
const tally = newTally()

answerParent<WatcherOrders>({
  async open({ urls, token, count, agents }) {
    for (let from = 0; from < count; from += AT_ONCE) {
      const some = Array.from(
        { length: Math.min(AT_ONCE, count - from) },
        (_, n) => urls[(from + n) % urls.length] ?? '',
      )
      watchers.push(...(await Promise.all(some.map((url) => openWatcher(url, token, agents)))))
    }
  },
  begin: (window) => countAnew(tally, window),
  pause() {
    tally.counting = false
  },
  behind: (stored) => watchers.reduce((sum, { screen }) => sum + screen.behind(stored), 0),
  connected: (agents) => Math.max(...watchers.map(({ screen }) => screen.connected(agents))),
  seen: () => ({
    latencies: tally.latencies.pairs(),
    delivered: tally.delivered,
    messages: tally.messages,
    bytes: tally.bytes,
    wrongs: [...tally.wrongs, ...(lost > 0 ? [`${lost} watchers lost their line`] : [])],
  }),
  cpuUs: () => {
    const { user, system } = process.cpuUsage()
    return user + system
  },
})

async function openWatcher(url: string, token: string, agents: number): Promise<Watcher> {
  const screen = new Screen(agents, tally)
  const line = await openLine({
    url,
    auth: { token, as: 'watcher' },
    onEvent: (frame) => screen.take(readFrame(frame), wireBytesOf(frame), nowUs()),
    onClose: () => lost++,
  })
  const answer = await line.ask('room:watch', { room: 'org' })
  const body = answer.read()
  const { snapshot, cursor } = body as { snapshot?: readonly Presence[]; cursor?: string }
  if (!snapshot) throw new Error(`no snapshot, but ${JSON.stringify(body)}`)
  screen.replace(snapshot, cursor)
  return { line, screen }
}
