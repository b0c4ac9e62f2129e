import { eventually } from '../../test/support/eventually.js'
import { usingOf } from '../contenders/contender.js'
import { type HubContender, startHubs } from '../contenders/hub.js'
import { openLine } from '../load/line.js'
import { newTally, Screen } from '../load/screen.js'
import { createFrameReader } from '../load/screen-frames.js'
import { agentIndex, nowUs } from '../load/stamp.js'
import type { Presence } from '../../protocol/presence.js'
import { chooseInBatches } from './batches.js'
import { signInAll } from './staff.js'

interface Scale {
  readonly agents: number
  readonly stalledChanges: number
}

/** However slow the machine is, ms; fewer changes are then said. */
const MOST_MS = 60_000
const LOOK_MS = 200
const LEVEL_MS = 10_000
/** A heartbeat is not read either: with the usual one the hub would have hung up by then. */
const HEARTBEAT_MS = 120_000

/** A watcher whose line is open and who reads nothing, while many changes go by. */
export const stalledWatcher = ({ agents, stalledChanges }: Scale) =>
  usingOf(startHubs({ nodes: 1, frameMs: 20, env: { PRESENCE_HEARTBEAT_MS: String(HEARTBEAT_MS) } }), async (hub) => {
    const staff = await signInAll(hub, agents)
    const tally = newTally()
    const screen = new Screen(agents, tally)
    const readFrame = createFrameReader()
    const url = hub.nodes[0]?.url ?? ''
    const line = await openLine({
      url,
      auth: { token: await hub.token('sam', 'supervisor'), as: 'watcher' },
      // Deflated, all of it fits into the kernel's buffers, and nothing would wait in the hub.
      deflates: false,
      onEvent: (frame) => screen.take(readFrame(frame), frame.length, nowUs()),
    })
    try {
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
      const levelMs = await level(hub, screen)
      return { changes, mostBytes, levelMs, wrongs: tally.wrongs }
    } finally {
      line.close()
      await staff.leave()
    }
  })

async function level(hub: HubContender, screen: Screen): Promise<number> {
  const stored = [...(await hub.versions())].map(([agentId, version]) => [agentIndex(agentId), version] as const)
  const began = performance.now()
  await eventually(
    'it is level with the store',
    () => {
      const behind = screen.behind(stored)
      return behind === 0 ? null : `${behind} agents are behind`
    },
    LEVEL_MS,
  )
  return performance.now() - began
}

/** What waits in the hub; its other sockets read, so that this is the stalled one's. */
async function backlogOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/^presence_backlog_bytes (\S+)/m.exec(text)?.[1] ?? Number.NaN)
}
