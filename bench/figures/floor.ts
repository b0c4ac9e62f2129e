import { eventually } from '../../test/support/eventually.js'
import type { Contender } from '../contenders/contender.js'
import type { WatcherOrders } from '../load/boards.js'
import type { Driven, DriverOrders } from '../load/drivers.js'
import { Latencies, type Pairs } from '../load/latencies.js'
import { type Crew, startCrew } from '../load/orders.js'
import { agentName, nowUs } from '../load/stamp.js'
import { machineCpu, sum, usedBetween, usedBy } from './cost.js'
import { storedIn } from './stored.js'

/** Who is there. */
export interface Staff {
  readonly agents: number
  readonly watchers: number
  /** Agents on the first node, watchers on all others: what a node costs that only hears. */
  readonly apart?: boolean
}

export interface Pace {
  readonly perSecond: number
  readonly forMs: number
}

/** From a change, when it was due, to a screen; and what it cost. */
export interface ChangesFigure extends Pace {
  readonly contender: string
  readonly staff: Staff
  readonly p50Ms: number
  readonly p99Ms: number
  readonly p999Ms: number
  readonly ackedPerSecond: number
  /** Changes on screens in the window, all watchers together. */
  readonly delivered: number
  /** Of the nodes and of Redis together. */
  readonly cpuPerMillionDeliveredS: number
  /** Of the nodes that take no agents, each; where agents are apart. */
  readonly hearingCpuPerMillionChangesS: number
  readonly redisCpuPerMillionChangesS: number
  readonly nodesCpuS: readonly number[]
  readonly redisCpuS: number
  readonly redisCommandsPerChange: number
  readonly messagesPerChange: number
  readonly bytesPerChange: number
  /** Of one core, in the window. At 1 it is the load that is measured. */
  readonly watchersBusy: number
  readonly agentsBusy: number
  readonly driverLateP99Ms: number
  /** Cores that somebody else on this machine used meanwhile. Above a few hundredths, take the figures for what they are. */
  readonly othersBusy: number
  /** What must not happen. Empty: every screen ended as stored, and none went back. */
  readonly wrongs: readonly string[]
}

export interface RunningFloor {
  /** Drives it for a while without looking, so that what is measured next is a floor that runs, not one that wakes up. */
  warmUp(pace: Pace): Promise<void>
  measure(pace: Pace): Promise<ChangesFigure>
  close(): Promise<void>
}

/** Time until the first change is due, ms: the order must have arrived by then. */
const LEAD_MS = 50
/** How long the last change may take to every screen. Whoever cannot keep up takes long. */
const DRAIN_MS = 15_000

/** Puts everybody in their place: every agent with a tab, every watcher with its snapshot. */
export async function openFloor(contender: Contender, staff: Staff): Promise<RunningFloor> {
  const agents = startCrew<DriverOrders>(contender.crews.agents)
  const watchers = startCrew<WatcherOrders>(contender.crews.watchers)
  const close = async () => void (await Promise.all([agents.stop(), watchers.stop()]))
  try {
    const urls = contender.nodes.map(({ url }) => url)
    const names = Array.from({ length: staff.agents }, (_, n) => agentName(n))
    const tokens = await Promise.all(names.map((name) => contender.token(name, 'agent')))
    await agents.open({ urls: staff.apart ? urls.slice(0, 1) : urls, tokens })
    await watchers.open({
      urls: staff.apart ? urls.slice(1) : urls,
      token: await contender.token('sam', 'supervisor'),
      count: staff.watchers,
      agents: staff.agents,
    })
  } catch (why) {
    await close()
    throw why
  }
  return {
    async warmUp({ perSecond, forMs }) {
      await agents.drive({ perSecond, startUs: nowUs() + LEAD_MS * 1e3, forMs })
      // Whoever cannot keep up shows it in what is measured.
      await allAcked(agents).catch(() => undefined)
    },
    measure: (pace) => measure(contender, staff, pace, agents, watchers),
    close,
  }
}

async function measure(
  contender: Contender,
  staff: Staff,
  { perSecond, forMs }: Pace,
  agents: Crew<DriverOrders>,
  watchers: Crew<WatcherOrders>,
): Promise<ChangesFigure> {
  const look = () => Promise.all([usedBy(contender), watchers.cpuUs(), agents.cpuUs(), agents.driven()])
  const [usedBefore, watchersBefore, agentsBefore, drivenBefore] = await look()
  const startUs = nowUs() + LEAD_MS * 1e3
  await watchers.begin({ fromUs: startUs, toUs: startUs + forMs * 1e3 })
  const [beganUs, machineBefore] = [nowUs(), machineCpu()]
  await agents.drive({ perSecond, startUs, forMs })
  await watchers.pause()
  const [wallUs, machineS] = [nowUs() - beganUs, machineCpu() - machineBefore]
  const [usedAfter, watchersAfter, agentsAfter, drivenAfter] = await look()

  const wrongs = await untilLevel(contender, staff, agents, watchers)
  const seen = await watchers.seen()
  const [watchersBusy, agentsBusy] = [(watchersAfter - watchersBefore) / wallUs, (agentsAfter - agentsBefore) / wallUs]
  const { nodesS, redisS, redisCommands } = usedBetween(usedBefore, usedAfter)
  const acked = drivenAfter.acked - drivenBefore.acked
  const hearing = nodesS.slice(1)
  return {
    contender: contender.name,
    staff,
    perSecond,
    forMs,
    ...times(seen.latencies),
    ackedPerSecond: (acked / wallUs) * 1e6,
    delivered: seen.delivered,
    cpuPerMillionDeliveredS: ((sum(nodesS) + redisS) / seen.delivered) * 1e6,
    hearingCpuPerMillionChangesS: (sum(hearing) / hearing.length / acked) * 1e6,
    redisCpuPerMillionChangesS: (redisS / acked) * 1e6,
    nodesCpuS: nodesS,
    redisCpuS: redisS,
    redisCommandsPerChange: redisCommands / acked,
    messagesPerChange: seen.messages / seen.delivered,
    bytesPerChange: seen.bytes / seen.delivered,
    watchersBusy,
    agentsBusy,
    driverLateP99Ms: lateness(drivenAfter),
    othersBusy: Math.max(0, ((machineS - sum(nodesS) - redisS) / wallUs) * 1e6 - watchersBusy - agentsBusy),
    wrongs: [...wrongs, ...seen.wrongs, ...drivenAfter.refused],
  }
}

function times(latencies: Pairs) {
  const all = new Latencies()
  all.merge(latencies)
  return { p50Ms: all.percentile(0.5), p99Ms: all.percentile(0.99), p999Ms: all.percentile(0.999) }
}

const lateness = ({ late }: Driven): number => times(late).p99Ms

/** Waits until all is acked and every screen shows what is stored; sentences, if that never comes. */
async function untilLevel(
  contender: Contender,
  staff: Staff,
  agents: Crew<DriverOrders>,
  watchers: Crew<WatcherOrders>,
): Promise<string[]> {
  try {
    await allAcked(agents)
    const stored = await storedIn(contender)
    await eventually(
      'every screen shows what is stored',
      async () => {
        const behind = await watchers.behind(stored)
        return behind === 0 ? null : `${behind} of ${stored.length * staff.watchers} are not as stored`
      },
      DRAIN_MS,
    )
    return []
  } catch (why) {
    return [why instanceof Error ? why.message : String(why)]
  }
}

/** Rejects with how many are not. */
export const allAcked = (agents: Pick<Crew<DriverOrders>, 'driven'>, withinMs = DRAIN_MS): Promise<number> =>
  eventually(
    'every change is acked',
    async () => {
      const { sent, acked } = await agents.driven()
      return sent === acked ? null : `${sent - acked} are not`
    },
    withinMs,
  )
