import type { Cause, Check, Diagnosis } from '../../client-sdk/index.js'
import type { Explanation, Turn } from '../../protocol/explanation.js'
import type { HoldKind } from '../../protocol/vocabulary.js'
import type { Texts } from './en.js'

/** For how long a choice is made. */
export type ChoiceEnd = 'open' | 'minutes15' | 'hour1' | 'endOfDay'
/** The rules of the hub, by the names it gives them. */
export type RuleName =
  | 'gone_is_offline'
  | 'chosen_and_kept'
  | 'default_and_kept'
  | 'missed_offer'
  | 'rejected_offer'
  | 'session_limit'
  | 'fresh_choice'
  | 'fresh_default'
  | 'capacity_decides'
/** What makes an agent routable, by the names the hub gives it. */
export type RoutableCheck = 'connected' | 'base is routable' | 'capacity left' | 'below the session limit'

/** The form, a hold, "Why?" and the diagnosis. Text in braces is filled in. A locale that lacks a word does not compile. */
export interface DetailWords {
  readonly form: Texts<'status' | 'note' | 'noteHint' | 'ends' | 'set' | 'cancel'>
  readonly choiceEnds: Texts<ChoiceEnd>
  /** What a hold means, and how to end it. */
  readonly holds: Texts<HoldKind>
  readonly later: string
  readonly why: Texts<
    'short' | 'title' | 'rules' | 'moment' | 'canCome' | 'cannotCome' | 'changes' | 'leadsTo' | 'inTime'
  >
  readonly outcomes: Texts<Explanation['rules'][number]['outcome']>
  readonly rules: Texts<RuleName>
  readonly routable: Texts<RoutableCheck>
  readonly turns: Texts<Turn>
  readonly diagnosis: Texts<
    'title' | 'looking' | 'nothing' | 'nothingRemedy' | 'said' | 'checks' | 'again' | 'poll' | 'pollingOff'
  >
  readonly causes: Readonly<Record<Cause, { readonly title: string; readonly remedy: string }>>
  readonly clock: Texts<'ahead' | 'behind'>
  readonly checks: Texts<Check>
  readonly found: Texts<Diagnosis['checks'][Check]>
}

export const details: DetailWords = {
  form: {
    status: 'Status',
    note: 'Note',
    noteHint: 'Everybody who sees your status sees it',
    ends: 'Until',
    set: 'Set status',
    cancel: 'Cancel',
  },
  choiceEnds: { open: 'I change it', minutes15: '15 minutes', hour1: '1 hour', endOfDay: 'End of day' },
  holds: {
    offer_missed: 'No new work comes to you until you reset your status or choose another one.',
    offer_rejected: 'You are on Do not disturb until you reset your status or choose another one.',
    session_limit: 'Close a session, reset your status or choose another one to take work again.',
  },
  later: 'Later',
  why: {
    short: 'Why?',
    title: 'Why this status?',
    rules: 'Rules, in order. The first that applies decides.',
    moment: 'One moment…',
    canCome: 'Can take new work',
    cannotCome: 'Takes no new work',
    changes: 'What would change it',
    leadsTo: '{what}: {label}',
    inTime: 'in {time}',
  },
  outcomes: { answered: 'decides', passed: 'does not apply', not_reached: 'not needed' },
  rules: {
    gone_is_offline: 'Signed out, or no connection and the grace is over',
    chosen_and_kept: 'Away, offline or do not disturb was chosen; work never changes it',
    default_and_kept: 'The sign-in default is away or offline and nothing was chosen since',
    missed_offer: 'An offer was missed',
    rejected_offer: 'An offer was rejected',
    session_limit: 'An item came in at the session limit',
    fresh_choice: 'Available or busy was chosen and no work was added or removed since',
    fresh_default: 'The sign-in default stands and no work was added or removed since',
    capacity_decides: 'Otherwise capacity decides',
  },
  routable: {
    connected: 'Connected',
    'base is routable': 'Status takes work',
    'capacity left': 'Capacity left',
    'below the session limit': 'Below the session limit',
  },
  turns: {
    grace_over: 'No tab comes back in time',
    choice_expired: 'The choice ends',
    offer_missed: 'The offer times out',
    wrap_up_over: 'The wrap-up ends',
    work_lease_over: 'The item is not reported again',
    reset: 'The status is reset',
    work_removed: '{item} is closed',
    offer_accepted: '{item} is accepted',
    work_added: 'New work is accepted',
    connection_opened: 'A tab is opened',
    signed_out: 'The agent signs out',
    available_chosen: 'Available is chosen',
  },
  diagnosis: {
    title: 'Presence does not load',
    looking: 'Looking for the cause…',
    nothing: 'Nothing is wrong on the way to the hub',
    nothingRemedy: 'If your presence is not here in a moment, load the page again.',
    said: 'It was said: {detail}',
    checks: 'What was looked at',
    again: 'Look again',
    poll: 'Go on without WebSocket',
    pollingOff: 'HTTP polling would do instead; it is off on this hub (PRESENCE_POLLING).',
  },
  causes: {
    no_network: {
      title: 'This computer has no network',
      remedy: 'Check the cable or the Wi-Fi. Your presence comes back by itself.',
    },
    insecure_hub: {
      title: 'The page is on https, the hub is not',
      remedy:
        'Browsers allow no plain connection from a secure page. Ask your administrator to serve the hub by https.',
    },
    hub_unreachable: {
      title: 'The hub cannot be reached',
      remedy:
        'Check your VPN, and whether other pages of your company open. If they do, tell your administrator: the hub, or a firewall before it, gives no answer.',
    },
    origin_refused: {
      title: 'This site may not use the hub',
      remedy: 'Ask your administrator to add {origin} to PRESENCE_ALLOWED_ORIGINS of the hub.',
    },
    hub_not_ready: {
      title: 'The hub is not ready',
      remedy:
        'Its database is away, or it is being restarted. It comes back by itself; tell your administrator if that takes longer than a few minutes.',
    },
    cookies_blocked: {
      title: 'Cookies are blocked',
      remedy: 'Allow cookies for {origin} in the privacy settings of your browser, then load the page again.',
    },
    third_party_storage_blocked: {
      title: 'Third-party cookies are blocked',
      remedy:
        'This page is shown inside another site, and the browser keeps nothing for it there. Allow third-party cookies for {origin} in the privacy settings of your browser, then load the page again.',
    },
    clock_wrong: {
      title: 'The clock of this computer is wrong',
      remedy: 'It is {minutes}. Let the system set date and time by itself, then load the page again.',
    },
    no_token: {
      title: 'The page does not know who you are',
      remedy: 'Sign in to it again. If that does not help, tell your administrator that it gets no token for the hub.',
    },
    token_refused: {
      title: 'The hub does not accept your sign-in',
      remedy: 'Sign in again. If that does not help, tell your administrator what was said.',
    },
    role_missing: {
      title: 'Your sign-in has no role for this',
      remedy: 'Ask your administrator for the role “agent”.',
    },
    too_many_connections: {
      title: 'Too many connections from here',
      remedy: 'Close tabs that you do not need. The page tries again by itself.',
    },
    websocket_blocked: {
      title: 'This network blocks WebSocket',
      remedy: 'A proxy or firewall on the way lets it not through. Ask your administrator to allow it for the hub.',
    },
    polling_off: {
      title: 'The page asks for HTTP polling, which is off on this hub',
      remedy: 'Ask your administrator to turn on PRESENCE_POLLING at the hub, or to have the page leave out “polling”.',
    },
  },
  clock: { ahead: '{minutes} min ahead', behind: '{minutes} min behind' },
  checks: {
    network: 'Network',
    hub: 'The hub answers',
    origin: 'This site may use it',
    ready: 'The hub is ready',
    storage: 'Cookies can be kept',
    clock: 'The clock is right',
    token: 'Your sign-in is accepted',
    websocket: 'WebSocket gets through',
  },
  found: { ok: 'yes', failed: 'no', unknown: 'not known' },
}
