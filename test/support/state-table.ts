// The table of behaviour section 4, cell by cell, and how each state and each event comes about in a world.
import type { Presence } from '../../protocol/presence.js'
import type { World } from './world.js'

export const STATES = [
  'A-CAP',
  'B-CAP',
  'D-CAP',
  'A-DEF',
  'B-DEF',
  'D-DEF',
  'A-MAN',
  'B-MAN',
  'D-MAN',
  'W-MAN',
  'O-MAN',
  'W-DEF',
  'O-DEF',
  'I-MIS',
  'D-REJ',
  'D-LIM',
  'O-DIS',
  'O-OUT',
] as const
export type State = (typeof STATES)[number]

export const COLUMNS = [
  'work added',
  'work removed',
  'limits changed',
  '11th item',
  'missed, on',
  'rejected, on',
  'missed, off',
  'rejected, off',
  'reset',
  'choose',
  'other tab',
  'lost',
  'sign out',
  'back in window',
  'back after window',
] as const
export type Column = (typeof COLUMNS)[number]

/**
 * `=` nothing changes; `=*` only capacity changes; `C` capacity decides; `C^` capacity decides once below the session
 * limit; `x-MAN` what was chosen; `K` the last known presence; `SI` sign-in; `refused` not_signed_in; `-` cannot happen.
 */
export type Cell =
  '=' | '=*' | 'C' | 'C^' | 'I-MIS' | 'D-REJ' | 'D-LIM' | 'x-MAN' | 'O-DIS' | 'O-OUT' | 'K' | 'SI' | 'refused' | '-'

type Row = Readonly<Record<Column, Cell>>

const signedIn = {
  'other tab': '=',
  lost: 'O-DIS',
  'sign out': 'O-OUT',
  choose: 'x-MAN',
  'back in window': '-',
  'back after window': '-',
  'missed, off': '=',
  'rejected, off': '=',
} as const
const byCapacity: Row = {
  ...signedIn,
  'work added': 'C',
  'work removed': 'C',
  'limits changed': 'C',
  '11th item': 'D-LIM',
  'missed, on': 'I-MIS',
  'rejected, on': 'D-REJ',
  reset: '=',
}
const untilWork: Row = { ...byCapacity, 'limits changed': '=' }
const kept: Row = {
  ...signedIn,
  'work added': '=*',
  'work removed': '=*',
  'limits changed': '=',
  '11th item': '=',
  'missed, on': '=',
  'rejected, on': '=',
  reset: '=',
}
const gone = {
  'work added': '=*',
  'work removed': '=*',
  'limits changed': '=*',
  '11th item': '=',
  'missed, on': '=',
  'rejected, on': '=',
  'missed, off': '=',
  'rejected, off': '=',
  reset: '=',
  choose: 'refused',
  'other tab': '-',
  lost: '-',
} as const

/** A state or a column without a cell does not compile. */
export const TABLE: Readonly<Record<State, Row>> = {
  'A-CAP': byCapacity,
  'B-CAP': byCapacity,
  'D-CAP': byCapacity,
  'A-DEF': untilWork,
  'B-DEF': untilWork,
  'D-DEF': untilWork,
  'A-MAN': untilWork,
  'B-MAN': untilWork,
  'D-MAN': kept,
  'W-MAN': kept,
  'O-MAN': kept,
  'W-DEF': kept,
  'O-DEF': kept,
  'I-MIS': { ...kept, reset: 'C' },
  'D-REJ': { ...kept, 'missed, on': 'I-MIS', reset: 'C' },
  'D-LIM': { ...kept, 'work removed': 'C^', 'missed, on': 'I-MIS', 'rejected, on': 'D-REJ', reset: 'C' },
  'O-DIS': { ...gone, 'sign out': 'O-OUT', 'back in window': 'K', 'back after window': 'SI' },
  'O-OUT': { ...gone, 'sign out': '=', 'back in window': 'SI', 'back after window': 'SI' },
}

/** What people see of each state, so that no cell is asked of an agent who is in another one. */
const SEEN: Readonly<Record<State, Pick<Presence, 'status' | 'reason'>>> = {
  'A-CAP': { status: 'available', reason: 'capacity_free' },
  'B-CAP': { status: 'busy', reason: 'capacity_partial' },
  'D-CAP': { status: 'dnd', reason: 'capacity_full' },
  'A-DEF': { status: 'available', reason: 'default' },
  'B-DEF': { status: 'busy', reason: 'default' },
  'D-DEF': { status: 'dnd', reason: 'default' },
  'A-MAN': { status: 'available', reason: 'manual' },
  'B-MAN': { status: 'busy', reason: 'manual' },
  'D-MAN': { status: 'dnd', reason: 'manual' },
  'W-MAN': { status: 'away', reason: 'manual' },
  'O-MAN': { status: 'offline', reason: 'manual' },
  'W-DEF': { status: 'away', reason: 'default' },
  'O-DEF': { status: 'offline', reason: 'default' },
  'I-MIS': { status: 'inactive', reason: 'offer_missed' },
  'D-REJ': { status: 'dnd', reason: 'offer_rejected' },
  'D-LIM': { status: 'dnd', reason: 'session_limit' },
  'O-DIS': { status: 'offline', reason: 'disconnected' },
  'O-OUT': { status: 'offline', reason: 'signed_out' },
}

export const ITEM = 'held'
export const OFFER = 'offer'
const SESSIONS = Array.from({ length: 10 }, (_, n) => `session-${n}`)
const DEFAULTS = { 'A-DEF': 'available', 'B-DEF': 'busy', 'D-DEF': 'dnd', 'W-DEF': 'away', 'O-DEF': 'offline' } as const
const CHOICES = { 'A-MAN': 'available', 'B-MAN': 'busy', 'D-MAN': 'dnd', 'W-MAN': 'away', 'O-MAN': 'offline' } as const
const isIn = <K extends string>(state: string, all: Readonly<Record<K, string>>): state is K => state in all

/** In these states no work was there at sign-in and none came since, so no event leads to one with an item to lose. */
export const needsItemsAllAlong = (state: State, column: Column): boolean =>
  (column === 'work removed' || column === '11th item') && (state === 'A-DEF' || state === 'B-DEF' || state === 'D-DEF')

/** Sessions beside the one that makes the state, ten in all. */
const others = (state: State): readonly string[] =>
  state === 'B-CAP' || state === 'D-CAP' ? SESSIONS.slice(1) : SESSIONS

const OFFERED: readonly Column[] = ['missed, on', 'rejected, on', 'missed, off', 'rejected, off']

/** Brings the agent into the state, with what the column will need: items to lose, ten sessions, or an offer. */
export async function enter(world: World, state: State, column: Column): Promise<void> {
  await world.policy({ missedToInactive: true, rejectToDnd: true })
  await world.configures({ totalUnits: 100, ...(isIn(state, DEFAULTS) && { defaultStatus: DEFAULTS[state] }) })
  await world.opensTab()
  const needs = async () => {
    if (needsItemsAllAlong(state, column)) return
    if (column === '11th item') for (const item of others(state)) await world.reports(item, { units: 0 })
    if (column === 'work removed' && state !== 'D-LIM') await world.reports(ITEM, { units: state === 'A-CAP' ? 0 : 30 })
  }
  if (!isIn(state, DEFAULTS) || state === 'W-DEF' || state === 'O-DEF') await needs()
  await become(world, state)
  if (OFFERED.includes(column)) await world.reports(OFFER, { state: 'offered', units: 0, force: true })
  expect(await world.presence()).toMatchObject(SEEN[state])
}

async function become(world: World, state: State): Promise<void> {
  if (isIn(state, DEFAULTS)) return
  if (isIn(state, CHOICES)) return void (await world.chooses(CHOICES[state]))
  switch (state) {
    case 'A-CAP':
      // Some work that came and went: from here on it is capacity that says available.
      await world.reports('past', { units: 1, state: 'wrap_up' })
      return void (await world.removes('past'))
    case 'B-CAP':
      return void (await world.reports('work', { units: 30, force: true }))
    case 'D-CAP':
      return void (await world.reports('work', { units: 100, force: true }))
    case 'I-MIS':
      await world.reports('missed', { state: 'offered', force: true })
      return void (await world.misses('missed'))
    case 'D-REJ':
      await world.reports('rejected', { state: 'offered', force: true })
      return void (await world.rejects('rejected'))
    case 'D-LIM':
      for (const item of SESSIONS) await world.reports(item, { units: 0 })
      return void (await world.reports('one too many', { units: 0 }))
    case 'O-DIS':
      await world.chooses('busy')
      await world.closesTab()
      return world.passes(5_000)
    case 'O-OUT':
      return void (await world.signsOut())
  }
}

/** Lets the event of the column happen; gives what it was answered with. */
export async function happen(world: World, state: State, column: Column): Promise<string> {
  const { capacity, base } = await world.presence()
  switch (column) {
    case 'work added':
      return world.reports('added', { units: 30, force: true })
    case 'work removed':
      return world.removes(state === 'D-LIM' ? 'session-0' : ITEM)
    case 'limits changed': {
      const used = capacity.usedUnits
      await world.configures({ totalUnits: used >= 100 ? 2 * used : used })
      return 'ok'
    }
    case '11th item':
      return world.reports('eleventh', { units: 0 })
    case 'missed, off':
      await world.policy({ missedToInactive: false })
      return world.misses(OFFER)
    case 'rejected, off':
      await world.policy({ rejectToDnd: false })
      return world.rejects(OFFER)
    case 'missed, on':
      return world.misses(OFFER)
    case 'rejected, on':
      return world.rejects(OFFER)
    case 'reset':
      return world.resets()
    case 'choose':
      return world.chooses(base === 'away' ? 'busy' : 'away')
    case 'other tab':
      await world.opensTab('other')
      await world.closesTab('other')
      return 'ok'
    case 'lost':
      await world.closesTab()
      await world.passes(5_000)
      return 'ok'
    case 'sign out':
      return world.signsOut()
    case 'back in window':
      await world.passes(145_000 - world.slackMs)
      await world.opensTab()
      return 'ok'
    case 'back after window':
      await world.passes(145_001)
      await world.opensTab()
      return 'ok'
  }
}
