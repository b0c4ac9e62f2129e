import type { Shown } from './roster.js'

/** What somebody who comes to a room is told: all of it, or what changed since their cursor. */
export type News = {
  readonly cursor: string
} & Shown &
  ({ readonly whole: true } | { readonly whole: false; readonly left: string[] })
