import { type Contender, type Setup, type Start, usingOf } from '../contenders/contender.js'
import { exponentOf, type Growth, inMs, inPercent, type Section, short, type Table } from '../report/section.js'
import { type ChangesFigure, openFloor, type Pace, type Staff } from './floor.js'

/** One measurement, from nothing. */
export const measureOnce = (start: Start, setup: Setup, staff: Staff, pace: Pace): Promise<ChangesFigure> =>
  usingOf(start(setup), async (contender) => {
    const [figure] = await measureRates(contender, staff, [pace])
    if (!figure) throw new Error('nothing was measured')
    return figure
  })

/** The same floor ever busier, until it cannot keep up: what comes after that says nothing. */
async function measureRates(contender: Contender, staff: Staff, paces: readonly Pace[]): Promise<ChangesFigure[]> {
  const figures: ChangesFigure[] = []
  const floor = await openFloor(contender, staff)
  try {
    for (const pace of paces) {
      await floor.warmUp({ ...pace, forMs: Math.min(2_000, pace.forMs) })
      const figure = await floor.measure(pace)
      figures.push(figure)
      if (!keepsUp(figure)) break
    }
  } finally {
    await floor.close()
  }
  return figures
}

/** Source: our own: whoever sees a change a second late sees the past. */
const TOO_LATE_MS = 1_000
export const keepsUp = (one: ChangesFigure): boolean =>
  one.p99Ms < TOO_LATE_MS && one.ackedPerSecond > 0.9 * one.perSecond && one.wrongs.length === 0

export interface Grid {
  readonly starts: readonly Start[]
  readonly setup: Setup
  readonly agents: number
  readonly watchers: readonly number[]
  readonly rates: readonly number[]
  readonly forMs: number
}

/** Every rate with every number of watchers, for each contender. */
export async function changesGrid({ starts, setup, agents, watchers, rates, forMs }: Grid): Promise<Section> {
  const figures: ChangesFigure[] = []
  for (const count of watchers)
    for (const start of starts)
      figures.push(
        ...(await usingOf(start(setup), (contender) =>
          measureRates(
            contender,
            { agents, watchers: count },
            rates.map((perSecond) => ({ perSecond, forMs })),
          ),
        )),
      )
  return {
    title: 'From a change to every screen',
    how: `${agents} agents with a tab each, ${setup.nodes} nodes, one Redis, frames of ${setup.frameMs} ms. Watchers of the hub ask for deflated frames, as the SDK's boards do; bytes are those on the wire. Latency is counted from when the change was due to when a watcher has it. A contender that cannot keep up on this machine (a second late, or a tenth behind) has its first such row and no further one.`,
    tables: [changesTable(figures)],
    targets: [],
    growths: growthsOf(figures),
    // Falling behind is a figure, and marked as such; a screen that is wrong is not.
    wrongs: figures
      .filter(keepsUpButWrong)
      .flatMap(({ contender, wrongs }) => wrongs.map((one) => `${contender}: ${one}`)),
  }
}

/** Of the first contender, along one side of the grid each: the calmest pace, and the fewest watchers. */
function growthsOf(figures: readonly ChangesFigure[]): Growth[] {
  const [corner] = figures
  const ours = figures.filter((one) => one.contender === corner?.contender && keepsUp(one))
  const growth = (
    what: string,
    withWhat: string,
    along: readonly ChangesFigure[],
    size: (one: ChangesFigure) => number,
  ) =>
    along.length < 2 ? [] : [{ what, withWhat, exponent: exponentOf(along.map((one) => [size(one), cpuAChange(one)])) }]
  return [
    ...growth(
      `CPU a change at ${corner?.perSecond} changes/s`,
      'watchers',
      ours.filter(({ perSecond }) => perSecond === corner?.perSecond),
      ({ staff }) => staff.watchers,
    ),
    ...growth(
      `CPU a change for ${corner?.staff.watchers} watchers`,
      'changes/s',
      ours.filter(({ staff }) => staff.watchers === corner?.staff.watchers),
      ({ perSecond }) => perSecond,
    ),
  ]
}

const cpuAChange = (one: ChangesFigure): number => one.cpuPerMillionDeliveredS * one.staff.watchers

const keepsUpButWrong = (one: ChangesFigure): boolean => one.p99Ms < TOO_LATE_MS && one.wrongs.length > 0

export const changesTable = (figures: readonly ChangesFigure[]): Table => ({
  head: [
    'contender',
    'watchers',
    'changes/s',
    'p50',
    'p99',
    'p99.9',
    'CPU s a million delivered',
    'Redis CPU s a million changes',
    'messages a change delivered',
    'bytes a change delivered',
    'keeps up',
    'others on the machine',
  ],
  rows: figures.map((one) => [
    one.contender,
    String(one.staff.watchers),
    String(one.perSecond),
    inMs(one.p50Ms),
    inMs(one.p99Ms),
    inMs(one.p999Ms),
    short(one.cpuPerMillionDeliveredS),
    short(one.redisCpuPerMillionChangesS),
    short(one.messagesPerChange),
    short(one.bytesPerChange),
    keepsUp(one) ? 'yes' : 'no',
    inPercent(one.othersBusy),
  ]),
})

/** One measurement for whoever works on it. */
export function changesText(one: ChangesFigure): string {
  const { staff } = one
  return [
    `${one.contender}: ${one.perSecond} changes/s, ${staff.watchers} watchers, ${staff.agents} agents`,
    `  change to screen   p50 ${inMs(one.p50Ms)}   p99 ${inMs(one.p99Ms)}   p99.9 ${inMs(one.p999Ms)}`,
    `  CPU                ${short(one.cpuPerMillionDeliveredS)} s a million delivered; Redis ${short(one.redisCpuPerMillionChangesS)} s a million changes`,
    `  in the window      nodes ${one.nodesCpuS.map(short).join(' + ')} s, Redis ${short(one.redisCpuS)} s in ${short(one.redisCommandsPerChange)} commands a change; ${short(one.ackedPerSecond)} acked/s, ${one.delivered} delivered`,
    ...(staff.apart ? [`  a node that hears  ${short(one.hearingCpuPerMillionChangesS)} s a million changes`] : []),
    `  on the wire        ${short(one.messagesPerChange)} messages and ${short(one.bytesPerChange)} bytes a change delivered`,
    `  the load itself    watchers busy ${inPercent(one.watchersBusy)}, agents busy ${inPercent(one.agentsBusy)}, driver late p99 ${inMs(one.driverLateP99Ms)}; others on this machine ${inPercent(one.othersBusy)}`,
    ...one.wrongs.map((wrong) => `  WRONG              ${wrong}`),
  ].join('\n')
}
