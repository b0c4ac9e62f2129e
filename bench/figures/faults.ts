import type { Presence } from '../../protocol/presence.js'
import { eventually } from '../../test/support/eventually.js'
import { usingOf } from '../contenders/contender.js'
import { type HubContender, startHubs, storedPresences } from '../contenders/hub.js'
import { type Crew, startCrew } from '../load/orders.js'
import { agentIndex, nowUs } from '../load/stamp.js'
import type { WatcherOrders } from '../load/boards.js'
import { inMs, type Section } from '../report/section.js'
import { allAcked } from './floor.js'
import { signInAll } from './staff.js'
import { stalledWatcher } from './stalled.js'
import { storedIn } from './stored.js'
import { timeUntil } from './time-until.js'

export interface FaultsScale {
  readonly agents: number
  readonly watchers: number
  readonly stalledAmong: number
  readonly stalledChanges: number
  readonly leaseMs: number
}

interface Told {
  readonly tookMs: number
  readonly wrongs: readonly string[]
}

const PATIENCE_MS = 40_000

/** What is seen of faults, and when. */
export async function faultsFigure(scale: FaultsScale): Promise<Section> {
  const killed = await nodeKilled(scale)
  const emptied = await redisEmptied(scale)
  const stalled = await stalledWatcher(scale)
  return {
    title: 'Faults',
    how: `${scale.agents} agents with a tab each on three hubs, ${scale.watchers} watchers. One of the hubs is killed, and its agents do not come back. Redis is emptied under two hubs. One watcher of ${scale.stalledAmong + 1} stops reading while ${stalled.changes} changes go by.`,
    tables: [
      {
        head: ['fault', 'figure'],
        rows: [
          ['a node is killed: every watcher shows each of its agents as gone', inMs(killed.tookMs)],
          ['Redis is emptied: all is there again, and on every screen', inMs(emptied.tookMs)],
          ['statuses that were wrong after that', String(emptied.wrong)],
          [
            'a watcher that reads nothing: most that waited for it in the hub',
            `${Math.round(stalled.mostBytes / 1_024)} KiB`,
          ],
          ['that watcher level again after it reads', inMs(stalled.levelMs)],
        ],
      },
    ],
    targets: [
      target('a node is killed: every watcher is told', killed.tookMs, 12_000, 'ms'),
      target('Redis is emptied: all converged', emptied.tookMs, 3_000, 'ms'),
      target('wrong statuses after Redis was emptied', emptied.wrong, 0, 'wrong'),
      target('waiting for a watcher that reads nothing', stalled.mostBytes / 1_024, 512, 'KiB'),
    ],
    wrongs: [...killed.wrongs, ...emptied.wrongs, ...stalled.wrongs],
  }
}

const target = (what: string, value: number, limit: number, unit: 'ms' | 'wrong' | 'KiB') =>
  ({ what, values: [value], limit, kind: 'at most', unit }) as const

/** Everybody signed in, over all hubs; every watcher with its snapshot, on the first of them. */
async function openHouse<R>(
  hubs: HubContender,
  { agents, watchers }: FaultsScale,
  watchersOn: number,
  use: (crew: Crew<WatcherOrders>, staff: Awaited<ReturnType<typeof signInAll>>) => Promise<R>,
): Promise<R> {
  const staff = await signInAll(hubs, agents)
  const crew = startCrew<WatcherOrders>(hubs.crews.watchers)
  try {
    const urls = hubs.nodes.slice(0, watchersOn).map(({ url }) => url)
    await crew.open({ urls, token: await hubs.token('sam', 'supervisor'), count: watchers, agents })
    return await use(crew, staff)
  } finally {
    await Promise.all([crew.stop(), staff.leave()])
  }
}

/** ms from the SIGKILL to the last screen on which the last of its agents is not connected any more. */
const nodeKilled = (scale: FaultsScale): Promise<Told> =>
  usingOf(startHubs({ nodes: 3, frameMs: 20, env: { PRESENCE_NODE_LEASE_MS: String(scale.leaseMs) } }), (hubs) =>
    openHouse(hubs, scale, 2, async (crew, { names }) => {
      const doomed = names.map(agentIndex).filter((index) => index % hubs.nodes.length === 2)
      await eventually(
        'everybody is there',
        async () => {
          const shown = await crew.connected(doomed)
          return shown === doomed.length ? null : `${shown} of ${doomed.length} are`
        },
        PATIENCE_MS,
      )
      await hubs.nodes[2]?.kill()
      const tookMs = await timeUntil(
        'every watcher is told',
        async () => {
          const shown = await crew.connected(doomed)
          return shown === 0 ? null : `one still shows ${shown} of ${doomed.length} as connected`
        },
        PATIENCE_MS,
      )
      return { tookMs, wrongs: (await crew.seen()).wrongs }
    }),
  )

const redisEmptied = (scale: FaultsScale): Promise<Told & { readonly wrong: number }> =>
  usingOf(startHubs({ nodes: 2, frameMs: 20 }), (hubs) =>
    openHouse(hubs, scale, 2, async (crew, { crew: agents, names }) => {
      // Three of four have chosen something, so that a status that was lost is seen.
      await agents.drive({ perSecond: names.length / 2, startUs: nowUs(), forMs: 1_500 })
      await allAcked(agents, PATIENCE_MS)
      const before = statuses(await storedPresences(hubs.redis))
      await hubs.redis.flush()
      const tookMs = await timeUntil(
        'all is there again',
        async () => {
          const stored = await storedIn(hubs)
          if (stored.length < before.size) return `${before.size - stored.length} agents are not stored`
          const behind = await crew.behind(stored)
          return behind === 0 ? null : `${behind} are not as stored`
        },
        PATIENCE_MS,
      )
      const after = statuses(await storedPresences(hubs.redis))
      const wrong = [...before].filter(([agentId, status]) => after.get(agentId) !== status).length
      return { tookMs, wrong, wrongs: (await crew.seen()).wrongs }
    }),
  )

const statuses = (presences: readonly Presence[]) =>
  new Map(presences.map(({ agentId, status, connection }) => [agentId, `${status} ${connection}`]))
