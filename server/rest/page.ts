import { z } from 'zod'
import { invalid } from '../refused.js'
import type { Put } from '../store/store.js'

type Key = 'agentId' | 'name' | 'status' | 'since'
export type SortKey = Key | `-${Key}`

const place = z.tuple([z.string(), z.string()])
type Place = z.infer<typeof place>

/**
 * A page after a place. The place is the sort key and id of the last row given, not a row number, so rows that come
 * and go between two pages neither repeat nor hide others.
 */
export function pageOf(all: readonly Put[], sort: SortKey, limit: number, after: string | undefined) {
  const descending = sort.startsWith('-')
  const key = (descending ? sort.slice(1) : sort) as Key
  const direction = descending ? -1 : 1
  const compare = (a: Place, b: Place) => direction * (less(a[0], b[0]) || less(a[1], b[1]))
  const from = after === undefined ? null : readPlace(after)

  // Never many more than the page and one behind it: there may be many thousand others.
  const rows: { readonly one: Put; readonly place: Place }[] = []
  const keepFirst = () => rows.sort((a, b) => compare(a.place, b.place)).splice(limit + 1)
  for (const one of all) {
    const place: Place = [keyOf(one, key), one.agentId]
    if (from !== null && compare(place, from) <= 0) continue
    if (rows.push({ one, place }) > 2 * limit + 1) keepFirst()
  }
  keepFirst()
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const items = shown.map(({ one }) => one)
  return { items, ...(last && rows.length > limit && { next: writePlace(last.place) }) }
}

const keyOf = (one: Put, key: Key): string => (key === 'agentId' || key === 'status' ? one[key] : one.presence[key])

const less = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const writePlace = (one: Place): string => Buffer.from(JSON.stringify(one)).toString('base64url')

export function readPlace(text: string): Place {
  try {
    return place.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch (cause) {
    throw Object.assign(invalid('after', 'must be the `next` of the page before'), { cause })
  }
}
