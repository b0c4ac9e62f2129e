import { startSocketIo } from '../contenders/by-hand.js'
import { type Start, usingOf } from '../contenders/contender.js'
import { type HubContender, startHubs } from '../contenders/hub.js'
import { Latencies } from '../load/latencies.js'
import { type Crew, startCrew } from '../load/orders.js'
import { nowUs } from '../load/stamp.js'
import type { Visit, Visited, VisitorOrders } from '../load/visitors.js'
import { inMs, interleaved, type Section, short, spreadOf } from '../report/section.js'
import { sum, usedBetween, usedBy } from './cost.js'
import { signInAll } from './staff.js'

export interface ReturnsScale {
  readonly watchers: number
  readonly agents: number
  readonly tabs: number
  readonly times: number
}

interface Measured extends Visited {
  readonly cpuS: number
}

/** Watchers who come, and who come back; and all the tabs of a floor at once. */
export async function returnsFigure({ watchers, agents, tabs, times }: ReturnsScale): Promise<Section> {
  const visits = await usingOf(startHubs({ nodes: 1, frameMs: 20 }), async (hub) => {
    const staff = await signInAll(hub, agents)
    const visitors = startCrew<VisitorOrders>('visitors.ts')
    try {
      const come = (ask: Visit['ask']) => measureVisit(hub, visitors, watchers, ask)
      const { bytes, cursor } = await come('snapshot')
      await staff.crew.drive({ perSecond: 100, startUs: nowUs(), forMs: agents / 10 })
      const resumes = await interleaved(
        times,
        () => come({ after: cursor ?? '' }),
        () => come('nothing'),
      )
      const colds = await interleaved(
        times,
        () => come('snapshot'),
        () => come('nothing'),
      )
      return { snapshotBytes: bytes, resumes, colds }
    } finally {
      await visitors.stop()
      await staff.leave()
    }
  })
  const storms = await interleaved(
    1,
    () => storm(startHubs, tabs),
    () => storm(startSocketIo, tabs),
  )
  const { snapshotBytes, resumes, colds } = visits
  const row = (what: string, of: readonly Measured[]) => [
    what,
    inMs(spreadOf(of.map(({ tookMs }) => tookMs)).median),
    short(spreadOf(of.map(({ cpuS }) => cpuS)).median),
    String(of[0]?.bytes ?? 0),
  ]
  return {
    title: 'Coming and coming back',
    how: `One hub, ${agents} agents, ${watchers} watchers: who connect and ask for nothing, who ask for the room, and who come back with a cursor after 1 % of it changed. How long they were away makes no difference: what they are told is what changed. Then ${tabs} tabs whose lines all break at the same moment, on three nodes.`,
    tables: [
      {
        head: [`${watchers} watchers`, 'until the last has it', 'CPU s of the node', 'bytes each'],
        rows: [
          row(
            'connect only',
            resumes.map(([, bare]) => bare),
          ),
          row(
            'connect and watch',
            colds.map(([cold]) => cold),
          ),
          row(
            'come back',
            resumes.map(([back]) => back),
          ),
        ],
      },
      {
        head: [`${tabs} tabs back at once`, 'p50', 'p99', 'until the last', 'CPU s of nodes and Redis'],
        rows: storms
          .flat()
          .map(({ name, p50Ms, p99Ms, lastMs, cpuS }) => [name, ...[p50Ms, p99Ms, lastMs].map(inMs), short(cpuS)]),
      },
    ],
    targets: [
      {
        what: 'bytes to come back / snapshot, 1 % changed',
        values: resumes.map(([back]) => back.bytes / snapshotBytes),
        limit: 0.015,
        kind: 'at most',
        unit: '',
      },
      {
        what: 'CPU to come back / bare connect',
        values: resumes.map(([back, bare]) => back.cpuS / bare.cpuS),
        limit: 1.05,
        kind: 'at most',
        unit: '',
      },
      {
        what: 'time of connect and watch / bare connect',
        values: colds.map(([cold, bare]) => cold.tookMs / bare.tookMs),
        limit: 1.3,
        kind: 'at most',
        unit: '',
      },
    ],
    wrongs: [],
  }
}

async function measureVisit(
  hub: HubContender,
  visitors: Crew<VisitorOrders>,
  count: number,
  ask: Visit['ask'],
): Promise<Measured> {
  const token = await hub.token('sam', 'supervisor')
  const before = await usedBy(hub)
  const visited = await visitors.visit({ urls: hub.nodes.map(({ url }) => url), token, count, atOnce: 100, ask })
  const used = usedBetween(before, await usedBy(hub))
  await visitors.leave()
  return { ...visited, cpuS: sum(used.nodesS) }
}

const storm = (start: Start, tabs: number) =>
  usingOf(start({ nodes: 3, frameMs: 20 }), async (contender) => {
    const staff = await signInAll(contender, tabs)
    try {
      const tokens = await Promise.all(staff.names.map((name) => contender.token(name, 'agent')))
      const before = await usedBy(contender)
      const back = new Latencies()
      back.merge(await staff.crew.comeBack({ urls: contender.nodes.map(({ url }) => url), tokens }))
      const used = usedBetween(before, await usedBy(contender))
      return {
        name: contender.name,
        p50Ms: back.percentile(0.5),
        p99Ms: back.percentile(0.99),
        lastMs: back.percentile(1),
        cpuS: sum(used.nodesS) + used.redisS,
      }
    } finally {
      await staff.leave()
    }
  })
