import { type Dice, diceOf } from './dice.js'

/** What happens in a schedule, faults among it. Numbers name agents, tabs, nodes and watchers, counted round. */
export type Deed =
  | { readonly do: 'open'; readonly agent: number; readonly node: number }
  | { readonly do: 'close'; readonly agent: number; readonly tab: number }
  | { readonly do: 'refresh'; readonly agent: number; readonly tab: number; readonly gapMs: number }
  | { readonly do: 'choose'; readonly agent: number; readonly node: number; readonly status: string }
  | { readonly do: 'reset'; readonly agent: number; readonly node: number }
  | { readonly do: 'sign out'; readonly agent: number; readonly node: number }
  | { readonly do: 'delete'; readonly agent: number; readonly node: number }
  | { readonly do: 'hire'; readonly agent: number; readonly node: number }
  | { readonly do: 'accept'; readonly agent: number; readonly node: number }
  | { readonly do: 'offer'; readonly agent: number; readonly node: number }
  | { readonly do: 'end work'; readonly agent: number; readonly node: number }
  | { readonly do: 'transfer'; readonly agent: number; readonly to: number; readonly node: number }
  | { readonly do: 'race'; readonly agent: number; readonly node: number; readonly other: number }
  | { readonly do: 'policy'; readonly node: number; readonly sessionLimit: number }
  | { readonly do: 'watch'; readonly watcher: number; readonly node: number }
  | { readonly do: 'start node' }
  | { readonly do: 'kill'; readonly node: number }
  | { readonly do: 'stop node'; readonly node: number }
  | { readonly do: 'freeze'; readonly node: number; readonly ms: number }
  | { readonly do: 'cut off'; readonly node: number; readonly ms: number; readonly gap: boolean }
  | { readonly do: 'lose entries'; readonly node: number; readonly entries: number }
  | { readonly do: 'bad weather'; readonly ms: number; readonly failing: number; readonly slowMs: number }
  | { readonly do: 'database away'; readonly ms: number; readonly gap: boolean }
  | { readonly do: 'database emptied' }
  | { readonly do: 'database goes back'; readonly ms: number }

export interface Step {
  readonly afterMs: number
  readonly deed: Deed
}

export interface Schedule {
  readonly seed: number
  readonly nodes: number
  readonly steps: readonly Step[]
}

const STATUSES = ['available', 'busy', 'dnd', 'away'] as const

type Throw = (dice: Dice) => Deed
const agent = (dice: Dice) => dice.upTo(3)
const node = (dice: Dice) => dice.upTo(5)

/** How often what happens, as parts of the whole. */
const DEEDS: readonly (readonly [parts: number, of: Throw])[] = [
  [12, (dice) => ({ do: 'open', agent: agent(dice), node: node(dice) })],
  [6, (dice) => ({ do: 'close', agent: agent(dice), tab: dice.upTo(2) })],
  [10, (dice) => ({ do: 'refresh', agent: agent(dice), tab: dice.upTo(2), gapMs: gapOf(dice) })],
  [9, (dice) => ({ do: 'choose', agent: agent(dice), node: node(dice), status: dice.pick(STATUSES) ?? 'busy' })],
  [2, (dice) => ({ do: 'reset', agent: agent(dice), node: node(dice) })],
  [2, (dice) => ({ do: 'sign out', agent: agent(dice), node: node(dice) })],
  [2, (dice) => ({ do: 'delete', agent: agent(dice), node: node(dice) })],
  [2, (dice) => ({ do: 'hire', agent: agent(dice), node: node(dice) })],
  [6, (dice) => ({ do: 'accept', agent: agent(dice), node: node(dice) })],
  [4, (dice) => ({ do: 'offer', agent: agent(dice), node: node(dice) })],
  [5, (dice) => ({ do: 'end work', agent: agent(dice), node: node(dice) })],
  [2, (dice) => ({ do: 'transfer', agent: agent(dice), to: agent(dice), node: node(dice) })],
  [4, (dice) => ({ do: 'race', agent: agent(dice), node: node(dice), other: node(dice) })],
  [2, (dice) => ({ do: 'policy', node: node(dice), sessionLimit: 3 + dice.upTo(20) })],
  [4, (dice) => ({ do: 'watch', watcher: dice.upTo(2), node: node(dice) })],
  [3, () => ({ do: 'start node' })],
  [4, (dice) => ({ do: 'kill', node: node(dice) })],
  [2, (dice) => ({ do: 'stop node', node: node(dice) })],
  [3, (dice) => ({ do: 'freeze', node: node(dice), ms: longOrShort(dice) })],
  [3, (dice) => ({ do: 'cut off', node: node(dice), ms: longOrShort(dice), gap: dice.chance(0.5) })],
  [3, (dice) => ({ do: 'lose entries', node: node(dice), entries: 1 + dice.upTo(2) })],
  [2, (dice) => ({ do: 'bad weather', ms: longOrShort(dice), failing: dice.next() / 3, slowMs: dice.upTo(400) })],
  [1, (dice) => ({ do: 'database away', ms: longOrShort(dice), gap: dice.chance(0.3) })],
  [1, () => ({ do: 'database emptied' })],
  [2, (dice) => ({ do: 'database goes back', ms: dice.upTo(dice.chance(0.5) ? 100 : 3_000) })],
]
const PARTS = DEEDS.reduce((sum, [parts]) => sum + parts, 0)

/** Within the grace and beyond, and often at its very end. */
const gapOf = (dice: Dice) => (dice.chance(0.4) ? 1_900 + dice.upTo(200) : dice.upTo(4_000))
/** Shorter or longer than a lease. */
const longOrShort = (dice: Dice) => dice.upTo(dice.chance(0.5) ? 2_000 : 9_000)

/** The schedule of a seed. */
export function scheduleOf(seed: number): Schedule {
  const dice = diceOf(seed)
  const morning = [0, 1, 2, 3].map((one): Step => ({
    afterMs: dice.upTo(50),
    deed: { do: 'open', agent: one, node: node(dice) },
  }))
  const day = Array.from({ length: 10 + dice.upTo(40) }, (): Step => ({
    afterMs: dice.upTo(dice.chance(0.4) ? 20 : 1_200),
    deed: deedOf(dice),
  }))
  return { seed, nodes: 1 + dice.upTo(3), steps: [...morning, ...day] }
}

function deedOf(dice: Dice): Deed {
  let left = dice.next() * PARTS
  for (const [parts, of] of DEEDS) {
    left -= parts
    if (left < 0) return of(dice)
  }
  return { do: 'start node' }
}

/** A line a reader can follow. */
export function told({ afterMs, deed }: Step): string {
  const { do: what, ...rest } = deed
  const details = Object.entries(rest).map(([name, value]) => `${name} ${String(value)}`)
  return `+${String(afterMs).padStart(4)} ms  ${[what, ...details].join(', ')}`
}
