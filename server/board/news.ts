import type { Put } from '../store/store.js'

/** What somebody who comes to a room is told: all of it, or what changed since their cursor. */
export type News = {
  readonly cursor: string
  /** As they were in one moment. */
  readonly puts: readonly Put[]
} & ({ readonly whole: true } | { readonly whole: false; readonly left: string[] })
