/** Rows above and below the visible ones that are drawn too, so that a fast scroll shows no gap. */
const OVERSCAN = 8

/** The rows worth drawing, and the room the others take, in px. */
export interface RowWindow {
  readonly first: number
  /** One past the last. */
  readonly end: number
  readonly above: number
  readonly below: number
}

/** All rows have the same height: then where a row is needs no measuring, whatever their number. */
export const rowWindow = (count: number, rowPx: number, scrolledPx: number, viewPx: number): RowWindow => {
  const fits = Math.ceil(viewPx / rowPx) + 2 * OVERSCAN
  // A list that got shorter may leave the scroll position below its end until the browser moves it.
  const first = Math.max(0, Math.min(Math.floor(scrolledPx / rowPx) - OVERSCAN, count - fits))
  const end = Math.min(count, first + fits)
  return { first, end, above: first * rowPx, below: (count - end) * rowPx }
}
