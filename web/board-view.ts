import type { Presence } from '../protocol/presence.js'
import { BASES, CONNECTIONS } from '../protocol/vocabulary.js'
import type { Base, ConnectionState } from '../protocol/vocabulary.js'

/** Which agents are shown. Empty means: all. */
export interface BoardFilter {
  readonly text: string
  readonly base: Base | ''
  readonly status: string
  readonly connection: ConnectionState | ''
  readonly routable: 'yes' | 'no' | ''
  /** Minutes in the status at least. */
  readonly minutes: number | ''
  /** Only those over their time. */
  readonly over: 'yes' | ''
}
export const NO_FILTER: BoardFilter = {
  text: '',
  base: '',
  status: '',
  connection: '',
  routable: '',
  minutes: '',
  over: '',
}

export const COLUMNS = ['name', 'status', 'reason', 'since', 'load', 'connection'] as const
export type Column = (typeof COLUMNS)[number]
export interface BoardSort {
  readonly column: Column
  readonly descending: boolean
}

/** Minutes in a status of that base from which an agent is highlighted; 0: never. */
export type TimeLimits = Readonly<Record<Base, number>>
export const NO_LIMITS: TimeLimits = { available: 0, busy: 0, dnd: 0, away: 0, offline: 0 }
/** What a floor begins with: a coffee, a long conversation; who is available or at home waits for nothing. */
export const USUAL_LIMITS: TimeLimits = { available: 0, busy: 60, dnd: 30, away: 15, offline: 0 }
/** A day: who is longer in a status than that has gone home without a word. */
export const MOST_MINUTES = 24 * 60

const MINUTE_MS = 60_000

export const isOver = (base: Base, heldMs: number, limits: TimeLimits): boolean =>
  limits[base] > 0 && heldMs >= limits[base] * MINUTE_MS

/** What the filter says of an agent: `sinceMs` is their `since`, `text` what a search looks into, in the form of the filter's. */
export const matches = (
  { presence: one, sinceMs, text }: { readonly presence: Presence; readonly sinceMs: number; readonly text: string },
  filter: BoardFilter,
  over: boolean,
  now: number,
): boolean =>
  (filter.base === '' || one.base === filter.base) &&
  (filter.status === '' || one.status === filter.status) &&
  (filter.connection === '' || one.connection === filter.connection) &&
  (filter.routable === '' || one.routable === (filter.routable === 'yes')) &&
  (filter.minutes === '' || now - sinceMs >= filter.minutes * MINUTE_MS) &&
  (filter.over === '' || over) &&
  text.includes(filter.text)

/** All that somebody may have changed on the board's page. The address keeps it: a reload or a bookmark brings it back. */
export interface BoardView {
  readonly room: string
  readonly filter: BoardFilter
  readonly sort: BoardSort
  readonly limits: TimeLimits
  /** The agent in the drawer. */
  readonly agent: string | undefined
}

/** What is not there, or not understood, is as if nobody had touched it. */
export function viewOf(search: string, room: string): BoardView {
  const asked = new URLSearchParams(search)
  const oneOf = <V extends string>(name: string, values: readonly V[]): V | '' =>
    values.find((value) => value === asked.get(name)) ?? ''
  const [, minus, column] = /^(-?)(\w+)$/.exec(asked.get('sort') ?? '') ?? []
  return {
    room: asked.get('room') ?? room,
    filter: {
      text: asked.get('q') ?? '',
      base: oneOf('base', BASES),
      status: asked.get('status') ?? '',
      connection: oneOf('connection', CONNECTIONS),
      routable: oneOf('routable', ['yes', 'no']),
      minutes: minutesOf(asked.get('minutes')) || '',
      over: oneOf('over', ['yes']),
    },
    sort: { column: COLUMNS.find((one) => one === column) ?? 'name', descending: minus === '-' },
    limits: asked.has('limits') ? limitsOf(asked.get('limits') ?? '') : USUAL_LIMITS,
    agent: asked.get('agent') ?? undefined,
  }
}

/** As short as it can be: only what differs from an untouched board. */
export function searchOf({ room, filter, sort, limits, agent }: BoardView, usualRoom: string): string {
  const said = new URLSearchParams()
  const say = (name: string, value: string | number): void => {
    if (value !== '') said.set(name, String(value))
  }
  say('room', room === usualRoom ? '' : room)
  const { text, ...others } = filter
  say('q', text)
  for (const [name, value] of Object.entries(others)) say(name, value)
  const order = `${sort.descending ? '-' : ''}${sort.column}`
  say('sort', order === 'name' ? '' : order)
  const over = wordOf(limits)
  if (over !== wordOf(USUAL_LIMITS)) said.set('limits', over)
  say('agent', agent ?? '')
  return said.size === 0 ? '' : `?${said.toString()}`
}

/** `busy.60-away.15`; empty: no limits. */
const wordOf = (limits: TimeLimits): string =>
  BASES.filter((base) => limits[base] > 0)
    .map((base) => `${base}.${limits[base]}`)
    .join('-')

function limitsOf(word: string): TimeLimits {
  const of = (base: Base): number => minutesOf(new RegExp(`(?:^|-)${base}\\.(\\d+)(?:-|$)`).exec(word)?.[1] ?? null)
  return { available: of('available'), busy: of('busy'), dnd: of('dnd'), away: of('away'), offline: of('offline') }
}

/** 0 for what is no number of minutes. */
export const minutesOf = (text: string | null): number => {
  const minutes = /^\d{1,4}$/.test(text ?? '') ? Number(text) : 0
  return Math.min(minutes, MOST_MINUTES)
}
