import type { Presence } from '../../protocol/presence.js'
import { fill, type Worded } from './worded.js'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const SHAPES = {
  whole: { useGrouping: false },
  two: { minimumIntegerDigits: 2 },
  day: { style: 'unit', unit: 'day', unitDisplay: 'short' },
  hour: { style: 'unit', unit: 'hour', unitDisplay: 'short' },
} satisfies Record<string, Intl.NumberFormatOptions>
/** Made once: a board writes hundreds of times a second. */
const formats: Record<string, Intl.NumberFormat> = {}

/** `0:07`, `12:34`, `3:04:05`; from a day on `2 days 3 hr`. Clocks that disagree by a little never show a negative time. */
export function heldTime(ms: number, tag: string): string {
  const whole = Math.max(0, ms)
  const said = (unitMs: number, wholeMs: number, shape: keyof typeof SHAPES): string =>
    (formats[tag + shape] ??= new Intl.NumberFormat(tag, SHAPES[shape])).format(Math.floor((whole % wholeMs) / unitMs))
  if (whole >= DAY_MS) return `${said(DAY_MS, Infinity, 'day')} ${said(HOUR_MS, DAY_MS, 'hour')}`
  const seconds = said(SECOND_MS, MINUTE_MS, 'two')
  if (whole < HOUR_MS) return `${said(MINUTE_MS, HOUR_MS, 'whole')}:${seconds}`
  return `${said(HOUR_MS, DAY_MS, 'whole')}:${said(MINUTE_MS, HOUR_MS, 'two')}:${seconds}`
}

/** How long is left: rounded up, so that it reaches 0:00 when it is over and not a second before. */
export const timeLeft = (ms: number, tag: string): string => heldTime(Math.ceil(ms / SECOND_MS) * SECOND_MS, tag)

/** For `<time datetime>`: an ISO 8601 duration. */
export const isoDuration = (ms: number): string => `PT${Math.floor(Math.max(0, ms) / SECOND_MS)}S`

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
