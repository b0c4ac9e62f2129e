import type { Presence } from '../../protocol/presence.js'
import type { Cell, Column } from './state-table.js'

const whatPeopleSee = ({ status, base, label, reason, actor, since, hold, connection }: Presence) => ({
  status,
  base,
  label,
  reason,
  actor,
  since,
  hold,
  connection,
})

/** Capacity as a calculator would have it, for units alone. */
function byCapacity({ capacity: { usedUnits, reservedUnits, totalUnits } }: Presence) {
  const used = usedUnits - reservedUnits
  if (totalUnits !== null && used >= totalUnits) return { status: 'dnd', reason: 'capacity_full' }
  return used > 0 ? { status: 'busy', reason: 'capacity_partial' } : { status: 'available', reason: 'capacity_free' }
}

const OFFER_ENDS = { 'missed, on': -1, 'rejected, on': -1, 'missed, off': -1, 'rejected, off': -1 } as const
const ITEMS_MORE: Partial<Readonly<Record<Column, number>>> = { 'work added': 1, 'work removed': -1, ...OFFER_ENDS }

export function expectCell(
  cell: Exclude<Cell, '-'>,
  column: Column,
  before: Presence,
  after: Presence,
  answer: string,
): void {
  expect(answer).toBe(cell === 'refused' ? 'not_signed_in' : column === '11th item' ? 'session_limit' : 'ok')
  expect(after.version).toBeGreaterThanOrEqual(before.version)
  // Whatever the status does, capacity follows the work and its limits, and an offer that ended frees its reservation.
  expect(after.capacity.items - before.capacity.items).toBe(ITEMS_MORE[column] ?? 0)
  expect(after.capacity.totalUnits !== before.capacity.totalUnits).toBe(column === 'limits changed')
  switch (cell) {
    case '=':
    case '=*':
    case 'refused':
      expect(whatPeopleSee(after)).toEqual(whatPeopleSee(before))
      if (['reset', 'choose', 'other tab', '11th item', 'sign out'].includes(column)) expect(after).toEqual(before)
      return
    case 'C':
    case 'C^':
      expect(after).toMatchObject(byCapacity(after))
      return void expect(after).not.toHaveProperty('hold')
    case 'I-MIS':
      return void expect(after).toMatchObject({
        status: 'inactive',
        base: 'away',
        reason: 'offer_missed',
        hold: 'offer_missed',
        routable: false,
      })
    case 'D-REJ':
      return void expect(after).toMatchObject({
        status: 'dnd',
        reason: 'offer_rejected',
        hold: 'offer_rejected',
        routable: false,
      })
    case 'D-LIM':
      return void expect(after).toMatchObject({
        status: 'dnd',
        reason: 'session_limit',
        hold: 'session_limit',
        routable: false,
      })
    case 'x-MAN':
      expect(after).toMatchObject({
        status: before.base === 'away' ? 'busy' : 'away',
        reason: 'manual',
        actor: { type: 'agent' },
      })
      return void expect(after).not.toHaveProperty('hold')
    case 'O-DIS':
      return void expect(after).toMatchObject({
        status: 'offline',
        reason: 'disconnected',
        connection: 'disconnected',
        routable: false,
      })
    case 'O-OUT':
      return void expect(after).toMatchObject({
        status: 'offline',
        reason: 'signed_out',
        connection: 'disconnected',
        routable: false,
      })
    case 'K':
      // The state was entered from a busy that was chosen.
      return void expect(after).toMatchObject({ status: 'busy', reason: 'manual', connection: 'connected' })
    case 'SI':
      return void expect(after).toMatchObject({ status: 'available', reason: 'default', connection: 'connected' })
  }
}
