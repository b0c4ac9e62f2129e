import type { Dice } from './dice.js'

/** What becomes of one call. `late`: it is given up first, and takes effect after that. */
export type Fate = 'answered' | 'lost before' | 'lost after' | 'late'

/** How the lines between nodes and database are just now. */
export interface Weather {
  /** Share of calls that fail. */
  failing: number
  /** The longest a call is on its way, ms. */
  slowMs: number
}

export const FAIR: Readonly<Weather> = { failing: 0, slowMs: 4 }

export function fateOf(weather: Weather, dice: Dice): Fate {
  if (!dice.chance(weather.failing)) return 'answered'
  return dice.pick(['lost before', 'lost after', 'late'] as const) ?? 'answered'
}

/** Mostly short, sometimes as long as it can be. */
export const onTheWayMs = (weather: Weather, dice: Dice): number =>
  dice.chance(0.8) ? dice.upTo(Math.min(3, weather.slowMs)) : dice.upTo(weather.slowMs)
