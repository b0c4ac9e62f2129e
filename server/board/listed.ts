import type { Put } from '../store/store.js'

/**
 * The JSON of an object with a list of presences in it, in parts: as they were in one moment, and too many to be put
 * together in one turn of the event loop.
 */
export interface Listing {
  readonly begin: string
  readonly puts: readonly Put[]
  readonly end: string
}

export type Text = string | Listing

/** Characters that are put together and deflated within 2 ms, some 600 presences. Source: `npm run bench -- rooms`. */
const LONG = 256 * 1_024
/** A presence has more characters than this. */
const SHORTEST = 256

/** The JSON of an object and one more field: a list of presences. As parts if it is long. */
export function listed(fields: object, name: string, puts: readonly Put[]): Text {
  const listing = { begin: `${JSON.stringify(fields).slice(0, -1)},"${name}":[`, puts, end: ']}' }
  if (puts.length * SHORTEST > LONG) return listing
  const text = textOf(listing)
  return text.length > LONG ? listing : text
}

export const wrapped = (before: string, text: Text, after: string): Text =>
  typeof text === 'string'
    ? `${before}${text}${after}`
    : { begin: before + text.begin, puts: text.puts, end: text.end + after }

export const textOf = (text: Text): string =>
  typeof text === 'string' ? text : `${text.begin}${text.puts.map(({ json }) => json).join()}${text.end}`
