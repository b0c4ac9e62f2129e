/** Chance that can be had again: the same seed throws the same numbers. */
export interface Dice {
  /** 0 to 1, 1 excluded. */
  next(): number
  /** A whole number from 0 to `most`, both included. */
  upTo(most: number): number
  chance(probability: number): boolean
  pick<T>(all: readonly T[]): T | undefined
}

/** mulberry32: 32 bits of state are enough for a schedule, and it is fast. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    upTo: (most) => Math.floor(next() * (most + 1)),
    chance: (probability) => next() < probability,
    pick: (all) => all[Math.floor(next() * all.length)],
  }
}
