import { z } from 'zod'
import { id, isoTime, presence } from './presence.js'
import { BASES } from './vocabulary.js'

/** What is told of every change, and of how time was spent. */

export const eventsQuery = z.strictObject({
  after: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('A cursor; `Last-Event-ID` counts before it. Absent: from now on'),
})

const cloudEvent = { specversion: z.literal('1.0'), id: z.string(), source: z.string(), subject: id, time: isoTime }
export const changeEvent = z
  .union([
    z.object({
      ...cloudEvent,
      type: z.literal('presence.changed'),
      datacontenttype: z.literal('application/json'),
      data: presence,
    }),
    z.object({
      ...cloudEvent,
      type: z.literal('agent.deleted'),
      datacontenttype: z.literal('application/json'),
      data: z.object({ agentId: id }),
    }),
  ])
  .describe('CloudEvents 1.0, each the `data` of a server-sent event whose `id` is the cursor to resume from')
export type ChangeEvent = z.infer<typeof changeEvent>

export const reportQuery = z.strictObject({
  from: isoTime.optional().describe('Default: 24 h before `to`'),
  to: isoTime.optional().describe('Default: now'),
  team: id.optional(),
  agentId: id.optional(),
})

const byStatus = z.record(z.string(), z.int())
const byBase = z.record(z.enum(BASES), z.int())
export const timeReport = z
  .object({
    from: isoTime,
    to: isoTime,
    byStatus,
    byBase,
    items: z.array(z.object({ agentId: id, name: z.string(), byStatus, byBase })),
  })
  .describe('ms in each status and base; an agent counts from their first sign-in on')
export type TimeReport = z.infer<typeof timeReport>
