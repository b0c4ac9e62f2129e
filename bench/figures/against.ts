import { startBareFrames, startBareWs, startSocketIo } from '../contenders/by-hand.js'
import { centrifugoLeftOut, startCentrifugo } from '../contenders/centrifugo.js'
import { type Setup, type Start, usingOf } from '../contenders/contender.js'
import { startHubs } from '../contenders/hub.js'
import { interleaved, type Section, type Target } from '../report/section.js'
import { changesTable } from './changes.js'
import { type ChangesFigure, openFloor, type Pace, type Staff } from './floor.js'

/** One contender with a floor of its own. */
export interface Side {
  readonly start: Start
  readonly setup: Setup
  readonly pace: Pace
}

type Ratio = Pick<Target, 'what' | 'limit' | 'kind'> & { readonly of: (figure: ChangesFigure) => number }

/** A duel: two floors alike on two sets of servers, driven in turns, so that whatever the machine does happens to both. */
export interface Duel {
  readonly title: string
  readonly how: string
  readonly staff: Staff
  readonly ours: Side
  readonly theirs: Side
  readonly ratios: readonly Ratio[]
  /** Of our side alone. */
  readonly figures?: readonly (Ratio & Pick<Target, 'unit'>)[]
  /** A sentence, where the opponent is not to be had here. */
  readonly leftOut?: () => string | null
}

export interface Fight {
  readonly times: number
  /** Until what runs often is compiled: that is a fifth of a node's CPU in its first seconds, and a hundredth later. */
  readonly warmUpMs: number
}

/** Changes/s, and changes/s on screens, of a warm-up at most: nobody may begin with a queue. */
const [WARM_UP_RATE, WARM_UP_DELIVERIES] = [500, 20_000]
const warmUpRate = ({ perSecond }: Pace, { watchers }: Staff): number =>
  Math.min(Math.max(perSecond, WARM_UP_DELIVERIES / watchers), WARM_UP_RATE)

export async function fight(duel: Duel, how: Fight): Promise<Section> {
  const why = duel.leftOut?.() ?? null
  return why === null ? fought(duel, how) : { title: duel.title, how: why, tables: [], targets: [], wrongs: [] }
}

const fought = (duel: Duel, { times, warmUpMs }: Fight): Promise<Section> =>
  usingOf(duel.ours.start(duel.ours.setup), (ours) =>
    usingOf(duel.theirs.start(duel.theirs.setup), async (theirs) => {
      const ourFloor = await openFloor(ours, duel.staff)
      const theirFloor = await openFloor(theirs, duel.staff).catch(async (why: unknown) => {
        await ourFloor.close()
        throw why
      })
      try {
        await ourFloor.warmUp({ perSecond: warmUpRate(duel.ours.pace, duel.staff), forMs: warmUpMs })
        await theirFloor.warmUp({ perSecond: warmUpRate(duel.theirs.pace, duel.staff), forMs: warmUpMs })
        const pairs = await interleaved(
          times,
          () => ourFloor.measure(duel.ours.pace),
          () => theirFloor.measure(duel.theirs.pace),
        )
        return sectionOf(duel, pairs)
      } finally {
        await Promise.all([ourFloor.close(), theirFloor.close()])
      }
    }),
  )

function sectionOf(duel: Duel, pairs: readonly (readonly [ChangesFigure, ChangesFigure])[]): Section {
  return {
    title: duel.title,
    how: duel.how,
    tables: [changesTable(pairs.flat())],
    targets: [
      ...duel.ratios.map(({ what, limit, kind, of }): Target => ({
        what,
        limit,
        kind,
        unit: '',
        values: pairs.map(([ours, theirs]) => of(ours) / of(theirs)),
      })),
      ...(duel.figures ?? []).map(({ what, limit, kind, unit, of }): Target => ({
        what,
        limit,
        kind,
        unit,
        values: pairs.map(([ours]) => of(ours)),
      })),
    ],
    wrongs: pairs.flat().flatMap(({ contender, wrongs }) => wrongs.map((wrong) => `${contender}: ${wrong}`)),
  }
}

const cpu = (figure: ChangesFigure) => figure.cpuPerMillionDeliveredS
const p99 = (figure: ChangesFigure) => figure.p99Ms
const forMs = 2_000

/** Source of the limits: the targets of the project's issue on speed. */
export const DUELS: Readonly<Record<string, Duel>> = {
  frames: {
    title: 'Delivering in frames of 50 changes, beside a send for each change',
    how: 'One node each; 500 agents, 1,500 watchers. The hub takes 1,000 changes/s in frames of 50 ms. The opponent takes 15, as it cannot send more. What is compared is CPU a change delivered, Redis included for the hub.',
    staff: { agents: 500, watchers: 1_500 },
    ours: { start: startHubs, setup: { nodes: 1, frameMs: 50 }, pace: { perSecond: 1_000, forMs } },
    theirs: { start: startBareWs, setup: { nodes: 1, frameMs: 50 }, pace: { perSecond: 15, forMs } },
    ratios: [{ what: 'CPU a change delivered / bare ws, frames of 50', limit: 1 / 30, kind: 'at most', of: cpu }],
  },
  'one-a-frame': {
    title: 'One change a frame',
    how: 'One node each, 1,500 watchers, 15 changes/s: so few that every change has its own frame.',
    staff: { agents: 100, watchers: 1_500 },
    ours: { start: startHubs, setup: { nodes: 1, frameMs: 0 }, pace: { perSecond: 15, forMs } },
    theirs: { start: startBareWs, setup: { nodes: 1, frameMs: 0 }, pace: { perSecond: 15, forMs } },
    ratios: [{ what: 'CPU a change delivered / bare ws, one a frame', limit: 1.2, kind: 'at most', of: cpu }],
  },
  limit: {
    title: 'The limit: the very same frames from bare ws',
    how: 'One node each, 300 watchers, 1,000 changes/s, frames of 50 ms. The opponent decides nothing and keeps nothing.',
    staff: { agents: 500, watchers: 300 },
    ours: { start: startHubs, setup: { nodes: 1, frameMs: 50 }, pace: { perSecond: 1_000, forMs } },
    theirs: { start: startBareFrames, setup: { nodes: 1, frameMs: 50 }, pace: { perSecond: 1_000, forMs } },
    ratios: [],
  },
  busy: {
    title: 'A busy floor, beside socket.io with its Redis adapter',
    how: 'Three nodes each, 1,000 agents, all on the first node; 60 watchers on the two others, 3,000 changes/s, frames of 10 ms.',
    staff: { agents: 1_000, watchers: 60, apart: true },
    ours: { start: startHubs, setup: { nodes: 3, frameMs: 10 }, pace: { perSecond: 3_000, forMs } },
    theirs: { start: startSocketIo, setup: { nodes: 3, frameMs: 10 }, pace: { perSecond: 3_000, forMs } },
    ratios: [
      { what: 'p99 change to screen / socket.io', limit: 1 / 10, kind: 'at most', of: p99 },
      {
        what: 'CPU a change of a node that hears / socket.io',
        limit: 0.4,
        kind: 'at most',
        of: (figure) => figure.hearingCpuPerMillionChangesS,
      },
      {
        what: 'Redis CPU a change / socket.io',
        limit: 0.7,
        kind: 'at most',
        of: (figure) => figure.redisCpuPerMillionChangesS,
      },
    ],
  },
  calm: {
    title: 'A calm floor, beside socket.io with its Redis adapter',
    how: 'Three nodes each, 1,000 agents, 60 watchers on all of them, 500 changes/s, frames of 10 ms.',
    staff: { agents: 1_000, watchers: 60 },
    ours: { start: startHubs, setup: { nodes: 3, frameMs: 10 }, pace: { perSecond: 500, forMs } },
    theirs: { start: startSocketIo, setup: { nodes: 3, frameMs: 10 }, pace: { perSecond: 500, forMs } },
    ratios: [{ what: 'p99 change to screen / socket.io, 500/s', limit: 0.7, kind: 'at most', of: p99 }],
  },
  quiet: {
    title: 'A quiet floor',
    how: 'Three nodes each, 1,000 agents, 60 watchers, 20 changes/s.',
    staff: { agents: 1_000, watchers: 60 },
    ours: { start: startHubs, setup: { nodes: 3, frameMs: 20 }, pace: { perSecond: 20, forMs } },
    theirs: { start: startSocketIo, setup: { nodes: 3, frameMs: 20 }, pace: { perSecond: 20, forMs } },
    ratios: [],
    figures: [{ what: 'p50 change to screen', limit: 3, kind: 'at most', unit: 'ms', of: (figure) => figure.p50Ms }],
  },
  centrifugo: {
    title: 'Beside Centrifugo',
    how: "One node each, with a Redis each; 300 agents, 300 watchers, 100 changes/s, frames of 20 ms. Centrifugo keeps the channel's history, so that its watchers could resume as the hub's can. Its changes are decided by the process that drives it, whose CPU is not counted, and published by its HTTP API; the hub decides by itself what its agents' tabs ask for. Messages are what each sends by default: plain from Centrifugo, deflated from the hub.",
    staff: { agents: 300, watchers: 300 },
    ours: { start: startHubs, setup: { nodes: 1, frameMs: 20 }, pace: { perSecond: 100, forMs: 3_000 } },
    theirs: { start: startCentrifugo, setup: { nodes: 1, frameMs: 20 }, pace: { perSecond: 100, forMs: 3_000 } },
    ratios: [],
    leftOut: centrifugoLeftOut,
  },
}
