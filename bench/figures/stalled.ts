import { eventually } from '../../test/support/eventually.js'
import { usingOf } from '../contenders/contender.js'
import { startHubs } from '../contenders/hub.js'
import type { WatcherOrders } from '../load/boards.js'
import { openLine } from '../load/line.js'
import { startCrew } from '../load/orders.js'
import { newTally, Screen } from '../load/screen.js'
import { createFrameReader } from '../load/screen-frames.js'
import { nowUs } from '../load/stamp.js'
import type { Presence } from '../../protocol/presence.js'
import { chooseInBatches } from './batches.js'
import { signInAll } from './staff.js'
import { storedIn } from './stored.js'
import { timeUntil } from './time-until.js'

interface Scale {
  readonly agents: number
  /** Who read, in a process of their own. */
  readonly stalledAmong: number
  readonly stalledChanges: number
}

/** However slow the machine is, ms; fewer changes are then said. */
const MOST_MS = 120_000
const LOOK_MS = 200
const LEVEL_MS = 20_000
/** A heartbeat is not read either: with the usual one the hub would have hung up by then. */
const HEARTBEAT_MS = 120_000

/** A watcher whose line is open and who reads nothing, among many who do, while many changes go by. */
export const stalledWatcher = ({ agents, stalledAmong, stalledChanges }: Scale) =>
  usingOf(startHubs({ nodes: 1, frameMs: 20, env: { PRESENCE_HEARTBEAT_MS: String(HEARTBEAT_MS) } }), async (hub) => {
    const staff = await signInAll(hub, agents)
    const others = startCrew<WatcherOrders>(hub.crews.watchers)
    const tally = newTally()
    const screen = new Screen(agents, tally)
    const readFrame = createFrameReader()
    const url = hub.nodes[0]?.url ?? ''
    const token = await hub.token('sam', 'supervisor')
    const line = await openLine({
      url,
      auth: { token, as: 'watcher' },
      // Deflated, all of it fits into the kernel's buffers, and nothing would wait in the hub.
      deflates: false,
      onEvent: (frame) => screen.take(readFrame(frame), frame.length, nowUs()),
    }).catch(async (why: unknown) => {
      await Promise.all([others.stop(), staff.leave()])
      throw why
    })
    try {
      await others.open({ urls: [url], token, count: stalledAmong, agents })
      const answer = await line.ask('room:watch', { room: 'org' })
      const body = answer.read()
      const { snapshot, cursor } = body as { snapshot: readonly Presence[]; cursor: string }
      screen.replace(snapshot, cursor)
      line.socket.pause()
      let mostBytes = 0
      const looking = setInterval(() => {
        void backlogOf(url).then((bytes) => (mostBytes = Math.max(mostBytes, bytes)))
      }, LOOK_MS)
      const { changes } = await chooseInBatches(hub, staff.names, {
        changes: stalledChanges,
        withinMs: MOST_MS,
      }).finally(() => clearInterval(looking))
      line.socket.resume()
      const stored = await storedIn(hub)
      const levelMs = await timeUntil('it is level with the store', () => behindWords(screen.behind(stored)), LEVEL_MS)
      await eventually('so are the others', async () => behindWords(await others.behind(stored)), LEVEL_MS)
      return { changes, mostBytes, levelMs, wrongs: [...tally.wrongs, ...(await others.seen()).wrongs] }
    } finally {
      line.close()
      await Promise.all([others.stop(), staff.leave()])
    }
  })

const behindWords = (agents: number): string | null => (agents === 0 ? null : `${agents} agents are behind`)

/** The most that waits in the hub for one socket. */
async function backlogOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/^presence_backlog_most_bytes (\S+)/m.exec(text)?.[1] ?? Number.NaN)
}
