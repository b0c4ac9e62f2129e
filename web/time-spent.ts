import type { TimelineSpan } from '../protocol/presence.js'
import { BASES } from '../protocol/vocabulary.js'
import type { Base } from '../protocol/vocabulary.js'

/** A stretch of one base within the time looked at, ms since 1970. */
export interface Stretch {
  readonly base: Base
  readonly from: number
  readonly to: number
}

/** The spans of a timeline, newest first, as far as they are between two times, oldest first. */
export const stretchesOf = (spans: readonly TimelineSpan[], from: number, to: number): readonly Stretch[] =>
  spans
    .map((span) => ({
      base: span.base,
      from: Math.max(from, Date.parse(span.from)),
      to: Math.min(to, span.to === undefined ? to : Date.parse(span.to)),
    }))
    .filter((one) => one.to > one.from)
    .reverse()

/** How long each base lasted, ms; those that did not are left out. */
export const timeSpent = (stretches: readonly Stretch[]): readonly { readonly base: Base; readonly ms: number }[] =>
  BASES.map((base) => ({
    base,
    ms: stretches.filter((one) => one.base === base).reduce((sum, one) => sum + one.to - one.from, 0),
  })).filter(({ ms }) => ms > 0)
