import type { Policy } from '../protocol/policy.js'

/** How a setting is put into a form. `endless`: what `null` means, where it may be null. */
export type SettingKind =
  | { readonly is: 'switch' }
  | { readonly is: 'duration'; readonly endless?: 'wrapUpMs' | 'workLeaseMs' }
  | { readonly is: 'number' }
  | { readonly is: 'status' }
  | { readonly is: 'bases' }

/** Every setting of the policy, in the order they are shown. One that is missing does not compile. */
export const POLICY_SETTINGS: Readonly<Record<keyof Policy, SettingKind>> = {
  offerTimeoutMs: { is: 'duration' },
  missedToInactive: { is: 'switch' },
  rejectToDnd: { is: 'switch' },
  wrapUpMs: { is: 'duration', endless: 'wrapUpMs' },
  sessionLimit: { is: 'number' },
  routableBases: { is: 'bases' },
  defaultStatus: { is: 'status' },
  offlineGraceMs: { is: 'duration' },
  restoreWindowMs: { is: 'duration' },
  workLeaseMs: { is: 'duration', endless: 'workLeaseMs' },
}

export const SETTING_NAMES = Object.keys(POLICY_SETTINGS) as readonly (keyof Policy)[]
