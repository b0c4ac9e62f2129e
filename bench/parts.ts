import { startSocketIo } from './contenders/by-hand.js'
import { startHubs } from './contenders/hub.js'
import { type Duel, DUELS, fight } from './figures/against.js'
import { changesGrid } from './figures/changes.js'
import { commitsFigure } from './figures/commits.js'
import { faultsFigure } from './figures/faults.js'
import type { Pace } from './figures/floor.js'
import { returnsFigure } from './figures/returns.js'
import { roomsFigure } from './figures/rooms.js'
import { tabsFigure } from './figures/tabs.js'
import { xmppFigure } from './figures/xmpp.js'
import type { Section } from './report/section.js'

/** `quick`: does it still run, and is every screen right? Its figures say nothing. */
export type Scale = 'quick' | 'full'

const FIGHTS = { quick: { times: 1, warmUpMs: 1_000 }, full: { times: 5, warmUpMs: 10_000 } } as const

const duels = Object.fromEntries(
  Object.entries(DUELS).map(([name, duel]) => [
    name,
    (scale: Scale) => fight(scale === 'quick' ? small(duel) : duel, FIGHTS[scale]),
  ]),
)

/** As many processes, a fraction of the people. */
const small = (duel: Duel): Duel => ({
  ...duel,
  staff: { ...duel.staff, agents: 50, watchers: 20 },
  ours: { ...duel.ours, pace: smallPace(duel.ours.pace) },
  theirs: { ...duel.theirs, pace: smallPace(duel.theirs.pace) },
})
const smallPace = ({ perSecond }: Pace): Pace => ({ perSecond: Math.min(perSecond, 200), forMs: 1_000 })

/** In the order of the page. */
export const PARTS: Readonly<Record<string, (scale: Scale) => Promise<Section>>> = {
  changes: (scale) =>
    changesGrid({
      starts: [startHubs, startSocketIo],
      setup: { nodes: 2, frameMs: 20 },
      agents: scale === 'quick' ? 50 : 1_000,
      watchers: scale === 'quick' ? [10] : [10, 100, 1_000],
      rates: scale === 'quick' ? [100] : [100, 1_000, 3_000, 10_000],
      forMs: scale === 'quick' ? 1_000 : 2_000,
    }),
  ...duels,
  ejabberd: (scale) =>
    xmppFigure(
      scale === 'quick'
        ? { people: 30, perSecond: 50, forMs: 1_000, times: 1 }
        : { people: 300, perSecond: 100, forMs: 3_000, times: 5 },
    ),
  commits: (scale) =>
    commitsFigure(
      scale === 'quick'
        ? { agents: 100, rounds: 5, empty: 1_000, times: 1, hubMs: 500 }
        : { agents: 1_000, rounds: 20, empty: 200_000, times: 5, hubMs: 3_000 },
    ),
  rooms: (scale) =>
    roomsFigure(scale === 'quick' ? { sizes: [100, 1_000], times: 3 } : { sizes: [1_000, 10_000, 100_000], times: 20 }),
  returns: (scale) =>
    returnsFigure(
      scale === 'quick'
        ? { watchers: 50, agents: 200, tabs: 100, times: 1 }
        : { watchers: 2_000, agents: 1_000, tabs: 2_000, times: 5 },
    ),
  tabs: (scale) =>
    tabsFigure(
      scale === 'quick'
        ? { tabs: 100, idleAgents: 50, idleMs: 1_000, times: 1 }
        : { tabs: 5_000, idleAgents: 4_000, idleMs: 30_000, times: 5 },
    ),
  faults: (scale) =>
    faultsFigure(
      scale === 'quick'
        ? { agents: 90, watchers: 10, stalledAmong: 10, stalledChanges: 2_000, leaseMs: 2_000 }
        : { agents: 1_000, watchers: 50, stalledAmong: 999, stalledChanges: 100_000, leaseMs: 10_000 },
    ),
}

/** One of each kind, where a quick run is asked for and no part is named. */
export const SMOKE = ['changes', 'limit', 'centrifugo', 'ejabberd', 'commits', 'rooms', 'returns', 'tabs', 'faults']
