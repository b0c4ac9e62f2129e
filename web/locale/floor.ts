import { surface } from './surface.js'
import type { Plural } from './surface.js'

const minutes: Plural = { one: '{n} min or more', other: '{n} min or more' }
const selected: Plural = { one: '{n} selected', other: '{n} selected' }
const hidden: Plural = { one: '{n} of them not shown', other: '{n} of them not shown' }
const setAgents: Plural = { one: 'Set {n} agent', other: 'Set {n} agents' }
const retry: Plural = { one: 'Select the {n} not done', other: 'Select the {n} not done' }
const more: Plural = { one: 'And {n} more.', other: 'And {n} more.' }

/** The supervisor's page around the board. */
const english = {
  title: 'Live floor',
  overTime: 'Over time',
  limits: 'Time limits',
  limitsHint: 'Agents longer in a status than this are highlighted. Empty: never.',
  limitsUsual: 'As usual',
  minute: 'min',
  save: 'Save',
  exportCsv: 'Export CSV',
  lost: 'The connection is lost: what you see is the last that was known.',
  stale: 'The hub has no fresh data at the moment: what you see may be out of date. It catches up by itself.',
  filter: 'Filter agents',
  filters: 'Filters',
  availability: 'Availability',
  connection: 'Connection',
  newWork: 'New work',
  timeInStatus: 'Time in status',
  canTake: 'Can take work',
  cannotTake: 'Cannot',
  all: 'All',
  everybody: 'Everybody',
  clear: 'Clear',
  minutes,
  counts: 'Counts',
  allAgents: 'All agents',
  hour: 'Last hour',
  hourMinute: 'Minute of the last hour',
  hourNothing: 'Nothing known yet',
  hourSince: 'known since {time}',
  hourEnd: 'now',
  hourNow: 'Now',
  signedIn: '{when}: {n} signed in',
  batch: 'Change the selected agents',
  selected,
  hidden,
  setAgents,
  setTo: 'Set {label}',
  agentsDone: 'Agents done',
  results: 'Result of each agent',
  running: '{done} of {all}…',
  done: 'Done: {agents}',
  doneAndNot: 'Done: {agents}. Not done: {others}',
  isDone: 'done',
  isNotDone: 'not done',
  more,
  retry,
  gone: 'Not in this room any more.',
  now: 'Status now',
  change: 'Change',
  set: 'Set status',
  wasSet: 'Status set.',
  wasReset: 'Status reset.',
  wasSignedOut: 'Signed out.',
  signOutSure: 'Yes, sign {name} out',
  work: 'Work',
  workItems: 'Work items',
  noWork: 'No work right now.',
  states: { offered: 'offered', accepted: 'accepted', wrap_up: 'wrap-up' },
  last: 'Last',
  timeInEach: 'Time in each status',
  historyFailed: 'The history could not be loaded. {why}',
}
export type FloorWords = typeof english

export const FLOOR = surface<FloorWords>(english, {
  ar: () => import('./floor/ar.js'),
  de: () => import('./floor/de.js'),
  es: () => import('./floor/es.js'),
  fr: () => import('./floor/fr.js'),
  ja: () => import('./floor/ja.js'),
})
