import { z } from 'zod'
import { ACTOR_TYPES, BASES, CONNECTIONS, HOLDS, REASONS, WORK_KINDS, WORK_STATES } from './vocabulary.js'
import { LIMITS } from './limits.js'

export const id = z.string().regex(/^[A-Za-z0-9_.:@-]{1,128}$/, 'must be 1 to 128 characters of A-Z a-z 0-9 _ . : @ -')
export const isoTime = z.iso.datetime({
  offset: true,
  message: 'must be an ISO 8601 time, e.g. 2026-11-23T10:00:00.000Z',
})
/** Times we send are UTC with milliseconds; times we accept may carry any offset. */
export const durationMs = z.int().min(0).max(LIMITS.durationMs)
export const units = z.int().min(0).max(LIMITS.units)
export const teams = z.array(id).max(LIMITS.teams)
export const name = z.string().trim().min(1).max(LIMITS.nameLength)
export const note = z.string().max(LIMITS.noteLength)

export const actor = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('system') }),
  z.strictObject({ type: z.enum(ACTOR_TYPES).exclude(['system']), id }),
])
export type Actor = z.infer<typeof actor>

/** A named limit beside the units: at most `limit` items of this profile; a blocking one exhausts the agent alone. */
export const capacityProfile = z.strictObject({
  name: id,
  limit: z.int().min(0).max(LIMITS.units),
  blocking: z.boolean().default(false),
})
export type CapacityProfile = z.infer<typeof capacityProfile>

export const capacity = z.object({
  usedUnits: z.int().describe('Units held by all items, offered ones included'),
  reservedUnits: z.int().describe('The part of usedUnits that is only offered'),
  totalUnits: z.int().nullable().describe('null: no capacity configured'),
  items: z.int(),
  sessions: z.int().describe('Accepted items'),
  sessionLimit: z.int(),
})
export type Capacity = z.infer<typeof capacity>

export const presence = z
  .object({
    agentId: id,
    name: z.string(),
    teams,
    version: z.int().min(1).describe('Grows with every visible change of this agent, never repeats, never goes back'),
    status: id,
    base: z.enum(BASES),
    label: z.string(),
    reason: z.enum(REASONS),
    actor,
    since: isoTime.describe('When the status last changed'),
    connection: z.enum(CONNECTIONS),
    connectionSince: isoTime,
    capacity,
    routable: z.boolean(),
    expiresAt: isoTime.optional(),
    note: note.optional(),
    hold: z.enum(HOLDS).optional(),
    profiles: z.array(z.object({ ...capacityProfile.shape, used: z.int() })).optional(),
  })
  .describe('One agent, as everybody sees it')
/** One agent, as everybody sees it. `version` grows with every visible change, never repeats, never goes back. */
export type Presence = z.infer<typeof presence>

export const workItem = z.object({
  itemId: id,
  state: z.enum(WORK_STATES),
  kind: z.enum(WORK_KINDS),
  units: units,
  profile: id.optional(),
  since: isoTime.describe('When the item came to this agent'),
  stateSince: isoTime.describe('When it got its present state'),
  dueAt: isoTime
    .optional()
    .describe('When the offer times out, the wrap-up ends or the lease lapses, whichever is first'),
})
export type WorkItem = z.infer<typeof workItem>

/** An entry of the catalogue. */
export const statusDefinition = z.object({
  id,
  base: z.enum(BASES),
  labels: z.record(z.string(), z.string()).describe('Text per locale; `en` is the fallback'),
  selectable: z.boolean(),
  archived: z.boolean(),
  builtIn: z.boolean(),
  teams: z.array(id).optional().describe('Only agents of these teams may choose it; absent: everybody'),
})
/** An entry of the catalogue. */
export type StatusDefinition = z.infer<typeof statusDefinition>

export const timelineSpan = z.object({
  status: id,
  base: z.enum(BASES),
  label: z.string(),
  reason: z.enum(REASONS),
  actor,
  from: isoTime,
  to: isoTime.optional().describe('Absent for the span that goes on'),
  durationMs: z.int(),
})
export type TimelineSpan = z.infer<typeof timelineSpan>
