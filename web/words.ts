import type { Actor, Presence } from '../protocol/presence.js'
import type { ConnectionState, Reason } from '../protocol/vocabulary.js'

const REASON_WORDS: Readonly<Record<Reason, string>> = {
  signed_out: 'Signed out',
  disconnected: 'Connection lost',
  manual: 'Chosen',
  supervisor: 'Set by a supervisor',
  api: 'Set by a connected system',
  default: 'Default at sign-in',
  offer_missed: 'Missed an offer',
  offer_rejected: 'Rejected an offer',
  session_limit: 'At the session limit',
  capacity_free: 'No work at the moment',
  capacity_partial: 'Working, below capacity',
  capacity_full: 'At full capacity',
}

/** Why somebody has the status they have. */
export const reasonInWords = (reason: Reason): string => REASON_WORDS[reason]

/** The same, said to the agent. */
export const reasonForMe = (presence: Presence): string => {
  if (presence.reason === 'manual') return 'You chose this'
  if (presence.reason === 'supervisor') return `Set for you ${byWhom(presence.actor)}`
  if (presence.reason === 'offer_missed') return 'You missed an offer'
  if (presence.reason === 'offer_rejected') return 'You rejected an offer'
  return reasonInWords(presence.reason)
}

/** `by sam`; nothing for the system, whose reason says it all. */
export const byWhom = (actor: Actor): string => {
  if (actor.type === 'system') return ''
  return actor.type === 'agent' ? 'by the agent' : `by ${actor.id}`
}

const CONNECTION_WORDS: Readonly<Record<ConnectionState, string>> = {
  connected: 'Connected',
  reconnecting: 'Reconnecting',
  disconnected: 'Not connected',
}

export const connectionInWords = (connection: ConnectionState): string => CONNECTION_WORDS[connection]

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const two = (value: number): string => String(value).padStart(2, '0')

/** `0:07`, `12:34`, `3:04:05`, `2 d 3 h`. Clocks that disagree by a little never show a negative time. */
export const clockTime = (ms: number): string => {
  const whole = Math.max(0, ms)
  if (whole >= DAY) return `${Math.floor(whole / DAY)} d ${Math.floor((whole % DAY) / HOUR)} h`
  const seconds = two(Math.floor((whole % MINUTE) / SECOND))
  const minutes = Math.floor((whole % HOUR) / MINUTE)
  if (whole < HOUR) return `${minutes}:${seconds}`
  return `${Math.floor(whole / HOUR)}:${two(minutes)}:${seconds}`
}

/** The same for `<time datetime>`: an ISO 8601 duration. */
export const isoDuration = (ms: number): string => `PT${Math.floor(Math.max(0, ms) / SECOND)}S`

/** How long is left: rounded up, so that it reaches 0:00 when it is over and not a second before. */
export const timeLeft = (ms: number): string => clockTime(Math.ceil(Math.max(0, ms) / SECOND) * SECOND)

/** `14:05`, or with the day if that is not today. */
export const wallTime = (iso: string, now: number): string => {
  const at = new Date(iso)
  const sameDay = at.toDateString() === new Date(now).toDateString()
  const time = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
  return sameDay ? time : `${at.toLocaleDateString([], { day: 'numeric', month: 'short' })}, ${time}`
}
