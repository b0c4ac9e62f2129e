import { csvOf } from '../protocol/csv.js'
import type { Presence } from '../protocol/presence.js'

const HEADINGS = [
  'agentId',
  'name',
  'teams',
  'status',
  'label',
  'base',
  'reason',
  'actor',
  'since',
  'secondsInStatus',
  'connection',
  'routable',
  'usedUnits',
  'totalUnits',
  'sessions',
  'note',
]

/** The board as a table for spreadsheets, as of now. */
export const boardCsv = (agents: readonly Presence[], now: number): string =>
  csvOf([HEADINGS, ...agents.map(rowOf(now))])

const rowOf =
  (now: number) =>
  ({ capacity, actor, ...one }: Presence): readonly string[] => [
    one.agentId,
    one.name,
    one.teams.join(' '),
    one.status,
    one.label,
    one.base,
    one.reason,
    actor.type === 'system' ? 'system' : `${actor.type}:${actor.id}`,
    one.since,
    String(Math.max(0, Math.round((now - Date.parse(one.since)) / 1_000))),
    one.connection,
    String(one.routable),
    String(capacity.usedUnits),
    String(capacity.totalUnits ?? ''),
    String(capacity.sessions),
    one.note ?? '',
  ]

/** Has the browser save it. The mark at the beginning is what tells spreadsheets that it is UTF-8. */
export function saveCsv(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Once the download has begun it no longer needs the address; it has by the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 0)
}
