import type { Put } from '../store/store.js'

/** An agent on the board, and a link of the list of last changes. */
export interface Row {
  put: Put
  /** Sequence of the entry that last changed what people see of this agent. */
  changedAt: number
  newer: Row | null
  older: Row | null
}

export const newRow = (put: Put): Row => ({ put, changedAt: 0, newer: null, older: null })

/**
 *   newest ⇄ … ⇄ oldest      every agent once, in the order of the last visible change
 *
 * The links are in the rows themselves: a change moves its row to the front without a search and without garbage, and
 * "what changed since?" walks from the front and stops at the first row that is old enough.
 */
export class ChangeList {
  #newest: Row | null = null

  moveToFront(row: Row, sequence: number): void {
    row.changedAt = sequence
    if (this.#newest === row) return
    this.remove(row)
    row.older = this.#newest
    if (this.#newest) this.#newest.newer = row
    this.#newest = row
  }

  remove(row: Row): void {
    if (row.newer) row.newer.older = row.older
    else if (this.#newest === row) this.#newest = row.older
    if (row.older) row.older.newer = row.newer
    row.newer = null
    row.older = null
  }

  *since(sequence: number): Generator<Row> {
    for (let row = this.#newest; row && row.changedAt > sequence; row = row.older) yield row
  }
}
