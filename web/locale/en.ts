import type { ErrorCode } from '../../protocol/errors.js'
import type { BuiltInStatus, Reason, SessionEndReason } from '../../protocol/vocabulary.js'
import { BUILT_IN_LABELS } from '../../protocol/vocabulary.js'

/** Where the line to the hub stands, as people are told. */
export type Link = 'connecting' | 'connected' | 'delayed' | 'reconnecting' | 'closed' | 'no_network'

/** The refusals that an agent can meet in the picker. */
export type PickerRefusal = Extract<
  ErrorCode,
  'forbidden' | 'not_signed_in' | 'not_selectable' | 'unknown_status' | 'rate_limited' | 'unavailable'
>

export type Texts<K extends string> = Readonly<Record<K, string>>
/** What stands in an element that agents see. Text in braces is filled in. A locale that lacks a word does not compile. */
export interface Words {
  readonly dir: 'ltr' | 'rtl'
  readonly statuses: Texts<BuiltInStatus>
  /** Said to the agent whose status it is; `{who}` for `supervisor`. */
  readonly reasons: Texts<Reason>
  readonly links: Texts<Link>
  readonly ended: Texts<SessionEndReason>
  readonly picker: Texts<keyof typeof PICKER>
  /** By the code of the refusal; null: the hub's own sentences are in this language. */
  readonly refusals: Texts<PickerRefusal> | null
}

const PICKER = {
  signingIn: 'Signing in…',
  doesNotLoad: 'Presence does not load',
  findOutWhy: 'Find out why',
  yourStatus: 'Your status: {label}',
  lastKnown: '{label} (last known)',
  changingTo: '{label}, changing to {next}',
  isNow: 'Your status is now {label}',
  choose: 'Choose your status',
  since: 'since {time}',
  until: 'until {time}',
  withNote: 'With a note or an end…',
  reset: 'Reset status',
  resetHint: 'Let your work decide',
  why: 'Why this status?',
  whatIsWrong: 'What is wrong?',
  signOut: 'Sign out',
  signedOut: 'Signed out',
  signIn: 'Sign in again',
  notChanged: 'Not changed. {why}',
  notLoaded: 'This part of the page could not be loaded. Check the network and try again.',
  dismiss: 'Dismiss',
  close: 'Close',
}

export const words: Words = {
  dir: 'ltr',
  statuses: BUILT_IN_LABELS,
  reasons: {
    signed_out: 'You signed out',
    disconnected: 'The connection was lost',
    manual: 'You chose this',
    supervisor: 'Set for you by {who}',
    api: 'Set by a connected system',
    default: 'Your default at sign-in',
    offer_missed: 'You missed an offer',
    offer_rejected: 'You rejected an offer',
    session_limit: 'You are at your session limit',
    capacity_free: 'No work at the moment',
    capacity_partial: 'Working, below capacity',
    capacity_full: 'At full capacity',
  },
  links: {
    connecting: 'Connecting…',
    connected: 'Live',
    delayed: 'Delayed',
    reconnecting: 'Reconnecting…',
    closed: 'Not connected',
    no_network: 'No network',
  },
  ended: {
    signed_out: 'You signed out. All your tabs are signed out with this one.',
    signed_out_by_supervisor: 'A supervisor signed you out.',
    token_expired: 'Your sign-in has run out.',
    agent_deleted: 'This agent was removed from the hub.',
  },
  picker: PICKER,
  refusals: null,
}
