import type { Position } from '../store/store.js'

/** Clients hand cursors back as they came. The sequence stands first, so that an epoch may be any text. */
export const writeCursor = (position: Position): string => `${position.sequence}.${position.epoch}`

/** The place a cursor names, or undefined: a cursor we cannot read is answered with a snapshot, never with an error. */
export const readCursor = (cursor: string): Position | undefined => {
  const dot = cursor.indexOf('.')
  const digits = cursor.slice(0, Math.max(dot, 0))
  // 15 digits are whole numbers without loss.
  return /^\d{1,15}$/.test(digits) ? { sequence: Number(digits), epoch: cursor.slice(dot + 1) } : undefined
}
