import type { Presence } from '../../protocol/presence.js'
import { clockTime } from '../words.js'
import { fill, type Worded } from './worded.js'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** `12:34`, `3:04:05`; from a day on days and hours as the language writes them. */
export function heldTime(ms: number, tag: string): string {
  if (ms < DAY_MS) return clockTime(ms)
  const unit = (value: number, name: 'day' | 'hour') =>
    new Intl.NumberFormat(tag, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value)
  return `${unit(Math.floor(ms / DAY_MS), 'day')} ${unit(Math.floor((ms % DAY_MS) / HOUR_MS), 'hour')}`
}

/** The time of day; with the day if that is another one. */
export function timeOfDay(iso: string, tag: string): string {
  const at = new Date(iso)
  const sameDay = at.toDateString() === new Date().toDateString()
  return at.toLocaleString(tag, {
    hour: 'numeric',
    minute: '2-digit',
    ...(!sameDay && { day: 'numeric', month: 'short' }),
  })
}

/** `until 14:30`; empty for a status without an end. */
export const untilInWords = ({ expiresAt }: Presence, { words, tag }: Worded): string =>
  expiresAt === undefined ? '' : fill(words.picker.until, { time: timeOfDay(expiresAt, tag) })
