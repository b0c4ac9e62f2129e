import { eventually, lasting } from '../../test/support/eventually.js'
import { startRedis } from '../../test/support/redis-process.js'
import { usingOf } from '../contenders/contender.js'
import { type HubContender, startHubsOn } from '../contenders/hub.js'
import { Latencies } from '../load/latencies.js'
import { type Crew, startCrew } from '../load/orders.js'
import type { VisitorOrders } from '../load/visitors.js'
import { exponentOf, inMs, type Section, short } from '../report/section.js'
import { residentBytes, usedBy } from './cost.js'
import { fill } from './filled.js'

export interface RoomsScale {
  readonly sizes: readonly number[]
  readonly times: number
}

interface RoomFigure {
  readonly agents: number
  readonly startMs: number
  readonly firstMs: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Of somebody else who asks for one agent, all the time while these watch. */
  readonly othersMs: number
  readonly summaryMs: number
  readonly pageMs: number
  /** Resident, of the hub, once all that is done. */
  readonly residentBytes: number
  readonly bytes: number
  /** Beyond what the hub asks of Redis in the same time, for the same changes, when nobody watches. */
  readonly redisCommands: number
}

const READY_MS = 60_000
const IDLE_MS = 2_000
/** Source of the limits: the issue on speed; for sizes that it does not name there is none. */
const LIMITS: Readonly<Record<number, number>> = { 10_000: 150, 100_000: 1_500 }

/** Rooms by size: how soon a watcher has them, and how soon a hub that starts can give them. */
export async function roomsFigure({ sizes, times }: RoomsScale): Promise<Section> {
  const figures: RoomFigure[] = []
  const visitors = startCrew<VisitorOrders>('visitors.ts')
  const other = startCrew<VisitorOrders>('visitors.ts')
  try {
    for (const agents of sizes) figures.push(await measureRoom(agents, times, visitors, other))
  } finally {
    await Promise.all([visitors.stop(), other.stop()])
  }
  const growth = (what: string, of: (figure: RoomFigure) => number) => ({
    what,
    withWhat: 'agents',
    exponent: exponentOf(figures.map((one) => [one.agents, of(one)])),
  })
  return {
    title: 'Rooms of any size',
    how: `One hub on a Redis that holds so many agents. "Ready" is from the start of the process to \`/readyz\`; "first watch" loads the board from Redis; the watches after that are ${times} on one line, each after an agent changed, from asking to having read the snapshot. "Others" is the longest that somebody waited who asked for one agent every 3 ms meanwhile. REST answers are medians of ${times}.`,
    tables: [
      {
        head: [
          'agents',
          'start to ready',
          'first watch',
          'watch p50',
          'watch p99',
          'others',
          'bytes',
          'Redis commands a watch',
          'REST: summary',
          'REST: page of 50',
          'hub holds',
        ],
        rows: figures.map((one) => [
          String(one.agents),
          inMs(one.startMs),
          inMs(one.firstMs),
          inMs(one.p50Ms),
          inMs(one.p99Ms),
          inMs(one.othersMs),
          String(one.bytes),
          short(one.redisCommands),
          inMs(one.summaryMs),
          inMs(one.pageMs),
          `${(one.residentBytes / 1e6).toFixed(0)} MB`,
        ]),
      },
    ],
    targets: figures.flatMap(({ agents, p99Ms }) => {
      const limit = LIMITS[agents]
      return limit === undefined
        ? []
        : [{ what: `watch of ${agents} agents, p99`, values: [p99Ms], limit, kind: 'at most', unit: 'ms' } as const]
    }),
    growths: [
      growth('watch, ms', ({ p50Ms }) => p50Ms),
      growth('watch, bytes', ({ bytes }) => bytes),
      growth('first watch after a start, ms', ({ firstMs }) => firstMs),
      growth('start to ready, ms', ({ startMs }) => startMs),
    ],
    wrongs: [],
  }
}

const measureRoom = (
  agents: number,
  times: number,
  visitors: Crew<VisitorOrders>,
  other: Crew<VisitorOrders>,
): Promise<RoomFigure> =>
  usingOf(startRedis(), async (redis) => {
    await fill(redis, 'default', agents)
    const began = performance.now()
    return usingOf(startHubsOn(redis, { nodes: 1, frameMs: 20 }), async (hub) => {
      const url = hub.nodes[0]?.url ?? ''
      await eventually(
        'the hub is ready',
        async () => ((await fetch(`${url}/readyz`)).ok ? null : 'it is not'),
        READY_MS,
      )
      const startMs = performance.now() - began
      const token = await hub.token('sam', 'supervisor')
      const adminToken = await hub.token('adam', 'admin')
      const first = await visitors.watchAgain({ url, token, adminToken, times: 1 })
      if (first.agents !== agents) throw new Error(`the snapshot has ${first.agents} agents, not ${agents}`)
      const perIdleMs = (await commandsOf(hub, 0, () => lasting(IDLE_MS))).commands / IDLE_MS
      const forChanges = await commandsOf(hub, perIdleMs, () => visitors.change({ url, adminToken, times }))
      const asking = other.keepAsking({ url, token })
      const again = await commandsOf(hub, perIdleMs, () => visitors.watchAgain({ url, token, adminToken, times }))
      await other.leave()
      const others = new Latencies()
      others.merge(await asking)
      const latencies = new Latencies()
      latencies.merge(again.result.latencies)
      return {
        agents,
        startMs,
        firstMs: first.tookMs,
        p50Ms: latencies.percentile(0.5),
        p99Ms: latencies.percentile(0.99),
        othersMs: others.percentile(1),
        summaryMs: await restMs(`${url}/v1/rooms/org/summary`, token, times),
        pageMs: await restMs(`${url}/v1/agents?limit=50`, token, times),
        residentBytes: residentBytes(hub.nodes[0]?.pid ?? 0),
        bytes: again.result.bytes,
        redisCommands: Math.max(0, Math.round((again.commands - forChanges.commands) / times)),
      }
    })
  })

/** What Redis was asked meanwhile, beyond what it is asked anyway. */
async function commandsOf<T>(hub: HubContender, perIdleMs: number, run: () => Promise<T>) {
  const [before, beganMs] = [await usedBy(hub), performance.now()]
  const result = await run()
  const idle = perIdleMs * (performance.now() - beganMs)
  return { result, commands: (await usedBy(hub)).redisCommands - before.redisCommands - idle }
}

/** Median of so many answers, ms. */
async function restMs(address: string, token: string, times: number): Promise<number> {
  const latencies = new Latencies()
  for (let n = 0; n < times; n++) {
    const beganMs = performance.now()
    const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`${address} gave ${answer.status}`)
    latencies.add((performance.now() - beganMs) * 1e3)
  }
  return latencies.percentile(0.5)
}
