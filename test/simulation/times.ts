/**
 * Shorter than in production and in about the same proportion, so that a schedule holds many leases and graces. The
 * restore window outlasts every schedule: what is chosen stays chosen.
 */
export const TIMES = {
  leaseMs: 4_000,
  lookMs: 400,
  frameMs: 20,
  graceMs: 2_000,
  policy: { offlineGraceMs: 2_000, restoreWindowMs: 3_600_000, offerTimeoutMs: 3_000 },
} as const
