import { z } from 'zod'
import { BASES } from './vocabulary.js'
import { durationMs, id } from './presence.js'

const nullableMs = durationMs.nullable()

/** The settings of an organisation; a team may override any of them. `null` for the last two means "never". */
export const policy = z.strictObject({
  missedToInactive: z.boolean().describe('A missed offer turns the agent inactive'),
  rejectToDnd: z.boolean().describe('A rejected offer turns the agent to do not disturb'),
  offlineGraceMs: durationMs.describe('ms without a connection before the agent is offline; 0: at once'),
  restoreWindowMs: durationMs.describe(
    'ms after the loss in which the last known presence comes back; at least the grace',
  ),
  sessionLimit: z.int().min(1).max(1_000).describe('Accepted items at once'),
  defaultStatus: id.refine((status) => status !== 'inactive', 'inactive cannot be a default: only the system sets it'),
  routableBases: z.array(z.enum(BASES)).max(BASES.length).describe('Bases that may take work'),
  offerTimeoutMs: durationMs.min(1).describe('ms after which an unanswered offer is missed'),
  wrapUpMs: nullableMs.describe('ms an item in wrap-up keeps its capacity; null: until closed'),
  workLeaseMs: nullableMs.describe('ms an item lives without being reported again; null: for ever'),
})
export type Policy = z.infer<typeof policy>

export const policyPatch = policy.partial()
export type PolicyPatch = z.infer<typeof policyPatch>

export { DEFAULT_POLICY } from './default-policy.js'
