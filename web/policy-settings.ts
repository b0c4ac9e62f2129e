import type { Policy } from '../protocol/policy.js'

/** How a setting is put into a form. `never`: what `null` means, where it may be null. */
export type SettingKind =
  | { readonly is: 'switch' }
  | { readonly is: 'duration'; readonly never?: string }
  | { readonly is: 'number' }
  | { readonly is: 'status' }
  | { readonly is: 'bases' }

export interface Setting {
  readonly title: string
  readonly help: string
  /** What the hub takes. */
  readonly range: string
  readonly kind: SettingKind
}

/** Every setting of the policy, in the order they are shown. One that is missing does not compile. */
export const POLICY_SETTINGS: Readonly<Record<keyof Policy, Setting>> = {
  offerTimeoutMs: {
    title: 'Time to answer an offer',
    help: 'An offer that is not accepted, rejected or withdrawn by then is missed, whether or not a tab saw it.',
    range: '1 ms to 30 days',
    kind: { is: 'duration' },
  },
  missedToInactive: {
    title: 'A missed offer turns the agent inactive',
    help: 'Until they reset their status, choose another one or sign in anew.',
    range: 'on or off',
    kind: { is: 'switch' },
  },
  rejectToDnd: {
    title: 'A rejected offer turns the agent to do not disturb',
    help: 'Until they reset their status, choose another one or sign in anew.',
    range: 'on or off',
    kind: { is: 'switch' },
  },
  wrapUpMs: {
    title: 'Wrap-up',
    help: 'How long an item in wrap-up keeps its capacity.',
    range: '0 ms to 30 days, or until closed',
    kind: { is: 'duration', never: 'until closed' },
  },
  sessionLimit: {
    title: 'Session limit',
    help: 'Accepted items at once. One more turns the agent to do not disturb.',
    range: '1 to 1,000 sessions',
    kind: { is: 'number' },
  },
  routableBases: {
    title: 'Statuses that may take work',
    help: 'Work is routed only to agents whose status has one of these bases.',
    range: 'any of the five bases',
    kind: { is: 'bases' },
  },
  defaultStatus: {
    title: 'Status at sign-in',
    help: 'Applies from the next sign-in of an agent who has no default of their own.',
    range: 'any status but Inactive',
    kind: { is: 'status' },
  },
  offlineGraceMs: {
    title: 'Grace',
    help: 'Without a connection for longer than this, an agent is offline. 0: at once.',
    range: '0 ms to 30 days',
    kind: { is: 'duration' },
  },
  restoreWindowMs: {
    title: 'Restore window',
    help: 'Back within this time after the loss, an agent has their last known presence again.',
    range: 'the grace to 30 days',
    kind: { is: 'duration' },
  },
  workLeaseMs: {
    title: 'Work lease',
    help: 'How long an item lives without being reported again by work distribution.',
    range: '0 ms to 30 days, or for ever',
    kind: { is: 'duration', never: 'for ever' },
  },
}

export const SETTING_NAMES = Object.keys(POLICY_SETTINGS) as readonly (keyof Policy)[]
