import { z } from 'zod'
import { actor, id, isoTime, presence } from './presence.js'
import { HOLDS, REASONS } from './vocabulary.js'

/** What may change a status: what happens by itself first, then what somebody does. */
export const TURNS = [
  'grace_over',
  'choice_expired',
  'offer_missed',
  'wrap_up_over',
  'work_lease_over',
  'reset',
  'work_removed',
  'offer_accepted',
  'work_added',
  'connection_opened',
  'signed_out',
  'available_chosen',
] as const
export type Turn = (typeof TURNS)[number]

export const explanation = z.object({
  presence,
  decidedBy: z.string(),
  rules: z.array(
    z.object({
      rule: z.string(),
      title: z.string(),
      outcome: z.enum(['answered', 'passed', 'not_reached']),
      inputs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      verdict: z.object({ status: id, reason: z.enum(REASONS), actor }).optional(),
    }),
  ),
  routable: z.object({
    routable: z.boolean(),
    checks: z.array(z.object({ check: z.string(), ok: z.boolean(), value: z.string() })),
  }),
  changes: z
    .array(
      z.object({
        turn: z.enum(TURNS).describe('`what` for programs'),
        what: z.string(),
        itemId: id.optional().describe('The work item it is about'),
        leadsTo: z.string().describe('The label of `status`'),
        status: id,
        at: isoTime.optional(),
      }),
    )
    .describe('What would change it'),
  hold: z.enum(HOLDS).optional(),
})
/** Why an agent has the status they have, rule by rule, and what would change it. */
export type Explanation = z.infer<typeof explanation>
