import { z } from 'zod'
import type { Presence } from '../../protocol/presence.js'
import { invalid } from '../refused.js'

export type SortKey = 'agentId' | 'name' | 'status' | 'since' | '-agentId' | '-name' | '-status' | '-since'

const place = z.tuple([z.string(), z.string()])
type Place = z.infer<typeof place>

/**
 * A page after a place. The place is the sort key and id of the last row given, not a row number, so rows that come
 * and go between two pages neither repeat nor hide others.
 */
export function pageOf(all: readonly Presence[], sort: SortKey, limit: number, after: string | undefined) {
  const descending = sort.startsWith('-')
  const key = (descending ? sort.slice(1) : sort) as 'agentId' | 'name' | 'status' | 'since'
  const direction = descending ? -1 : 1
  const compare = (a: Place, b: Place) => direction * (less(a[0], b[0]) || less(a[1], b[1]))
  const placeOf = (one: Presence): Place => [one[key], one.agentId]
  const from = after === undefined ? null : readPlace(after)

  const rows = all
    .filter((one) => from === null || compare(placeOf(one), from) > 0)
    .sort((a, b) => compare(placeOf(a), placeOf(b)))
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, ...(last && rows.length > limit && { next: writePlace(placeOf(last)) }) }
}

const less = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const writePlace = (one: Place): string => Buffer.from(JSON.stringify(one)).toString('base64url')

export function readPlace(text: string): Place {
  try {
    return place.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch (cause) {
    throw Object.assign(invalid('after', 'must be the `next` of the page before'), { cause })
  }
}
