import { HOW_TO_INSTALL, startEjabberd, type Ejabberd } from '../contenders/ejabberd.js'
import { usingOf } from '../contenders/contender.js'
import { startHubs } from '../contenders/hub.js'
import { Latencies } from '../load/latencies.js'
import type { OccupantOrders } from '../load/occupants.js'
import { startCrew } from '../load/orders.js'
import { inMs, interleaved, type Section, short } from '../report/section.js'
import { cpuOf } from './cost.js'
import { openFloor } from './floor.js'

export interface XmppScale {
  readonly people: number
  readonly perSecond: number
  readonly forMs: number
  readonly times: number
}

const TITLE = 'Beside ejabberd'

/** A room of people who see each other's presence, in ejabberd and in the hub. */
export async function xmppFigure(scale: XmppScale): Promise<Section> {
  const ejabberd = await startEjabberd()
  if (!ejabberd) {
    const how = `Not measured: ejabberd is not installed. \`${HOW_TO_INSTALL}\` brings it; it need not run.`
    return { title: TITLE, how, tables: [], targets: [], wrongs: [] }
  }
  return usingOf(Promise.resolve(ejabberd), (theirs) => compare(theirs, scale))
}

interface Figure {
  readonly p50Ms: number
  readonly p99Ms: number
  /** A million deliveries, s. */
  readonly cpuS: number
  readonly bytes: number
  readonly wrongs: readonly string[]
}

async function compare(ejabberd: Ejabberd, { people, perSecond, forMs, times }: XmppScale): Promise<Section> {
  const crew = startCrew<OccupantOrders>('occupants.ts')
  try {
    await crew.open({ url: ejabberd.url, count: people })
    const pairs = await usingOf(startHubs({ nodes: 1, frameMs: 20 }), async (hub) => {
      const floor = await openFloor(hub, { agents: people, watchers: people })
      try {
        await crew.drive({ perSecond, forMs })
        await floor.warmUp({ perSecond, forMs })
        const ours = async (): Promise<Figure> => {
          const { p50Ms, p99Ms, cpuPerMillionDeliveredS, bytesPerChange, wrongs } = await floor.measure({
            perSecond,
            forMs,
          })
          return { p50Ms, p99Ms, cpuS: cpuPerMillionDeliveredS, bytes: bytesPerChange, wrongs }
        }
        const theirs = async (): Promise<Figure> => {
          const before = cpuOf(ejabberd.pid)
          const { latencies, delivered, bytes, wrongs } = await crew.drive({ perSecond, forMs })
          const all = new Latencies()
          all.merge(latencies)
          return {
            p50Ms: all.percentile(0.5),
            p99Ms: all.percentile(0.99),
            cpuS: ((cpuOf(ejabberd.pid) - before) / delivered) * 1e6,
            bytes: bytes / delivered,
            wrongs,
          }
        }
        return await interleaved(times, ours, theirs)
      } finally {
        await floor.close()
      }
    })
    const row = (name: string, { p50Ms, p99Ms, cpuS, bytes }: Figure) => [
      name,
      inMs(p50Ms),
      inMs(p99Ms),
      short(cpuS),
      short(bytes),
    ]
    return {
      title: TITLE,
      how: `ejabberd ${ejabberd.version} (Debian, schedulers that do not spin), a room of ${people} over WebSockets, everybody seeing everybody's presence; the hub with ${people} agents and ${people} watchers, one node, Redis included. ${perSecond} changes/s in both.`,
      tables: [
        {
          head: ['', 'p50', 'p99', 'CPU s a million delivered', 'bytes a change delivered'],
          rows: pairs.flatMap(([ours, theirs]) => [row('hub', ours), row('ejabberd', theirs)]),
        },
      ],
      targets: [
        {
          what: 'CPU a delivery, ejabberd / hub',
          values: pairs.map(([ours, theirs]) => theirs.cpuS / ours.cpuS),
          limit: 3,
          kind: 'at least',
          unit: '',
        },
      ],
      wrongs: pairs.flat().flatMap(({ wrongs }) => wrongs),
    }
  } finally {
    await crew.stop()
  }
}
