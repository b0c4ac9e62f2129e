import type { Policy } from './policy.js'

// A file of its own: the administrators' page shows it, and browsers need no validator for that.
/** Sources: the seed (grace and window are Microsoft's 2.5 minutes rule; limit of 10 sessions) and behaviour section 8. */
export const DEFAULT_POLICY: Policy = {
  missedToInactive: false,
  rejectToDnd: false,
  offlineGraceMs: 5_000,
  restoreWindowMs: 150_000,
  sessionLimit: 10,
  defaultStatus: 'available',
  routableBases: ['available', 'busy'],
  offerTimeoutMs: 120_000,
  wrapUpMs: null,
  workLeaseMs: null,
}
