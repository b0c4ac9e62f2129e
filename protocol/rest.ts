import { z } from 'zod'
import { LIMITS } from './limits.js'
import { errorBody } from './messages.js'
import { policyPatch } from './policy.js'
import { capacityProfile, id, name, note, presence, teams, units, workItem, isoTime } from './presence.js'
import { BASES, CONNECTIONS, REASONS, ROLES, WORK_KINDS, WORK_STATES } from './vocabulary.js'

/** Query strings carry text: these read it. */
const queryFlag = z.enum(['true', 'false']).transform((text) => text === 'true')
const queryList = <T extends z.ZodType<unknown, string>>(item: T) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(item))
const limit = z
  .string()
  .regex(/^\d{1,4}$/, 'must be a whole number')
  .transform(Number)
  .pipe(z.int().min(1).max(LIMITS.pageMax))
  .optional()
const after = z.string().min(1).max(500).optional().describe('`next` of the page before')

export const agentParams = z.strictObject({ id })
export const itemParams = z.strictObject({ id, itemId: id })

const sessionLimit = z.int().min(1).max(1_000)
export const profileChange = z.strictObject({
  name: name.nullable().optional(),
  teams: teams.nullable().optional(),
  defaultStatus: id.nullable().optional(),
  totalUnits: units.nullable().optional(),
  profiles: z
    .array(capacityProfile)
    .max(LIMITS.profiles)
    .refine((all) => new Set(all.map((one) => one.name)).size === all.length, 'two profiles have the same name')
    .nullable()
    .optional(),
  sessionLimit: sessionLimit.nullable().optional(),
})
export const agentProfile = z
  .object({
    agentId: id,
    name: z.string(),
    teams,
    defaultStatus: id.nullable(),
    totalUnits: units.nullable(),
    profiles: z.array(capacityProfile).nullable(),
    sessionLimit: sessionLimit.nullable(),
  })
  .describe('What is configured for an agent; null: not configured')
export type AgentProfile = z.infer<typeof agentProfile>

export const profilesQuery = z.strictObject({
  team: id.optional(),
  q: z.string().max(200).optional().describe('Part of a name or id, in any case'),
  limit,
  after,
})
export const profilesPage = z.object({
  items: z.array(z.object({ profile: agentProfile, presence })),
  next: z.string().optional(),
})
export type ProfilesPage = z.infer<typeof profilesPage>

export const SORTS = ['agentId', 'name', 'status', 'since', '-agentId', '-name', '-status', '-since'] as const
export const agentsQuery = z.strictObject({
  team: id.optional(),
  base: queryList(z.enum(BASES)).optional(),
  status: queryList(id).optional(),
  connection: queryList(z.enum(CONNECTIONS)).optional(),
  routable: queryFlag.optional(),
  q: z.string().max(200).optional().describe('Part of a name or id, in any case'),
  sort: z.enum(SORTS).optional(),
  limit,
  after,
})
export const agentsPage = z.object({ items: z.array(presence), next: z.string().optional() })

export const timelineQuery = z.strictObject({ from: isoTime.optional(), to: isoTime.optional(), limit, after })

export const batchGet = z.strictObject({ agentIds: z.array(id).min(1).max(LIMITS.batch) })
export const batchSet = z.strictObject({
  changes: z
    .array(z.strictObject({ agentId: id, status: id, note: note.optional() }))
    .min(1)
    .max(LIMITS.batch),
})
export const batchAnswer = z.object({
  items: z.array(
    z.union([
      z.object({ agentId: id, ok: z.literal(true), presence }),
      z.object({ agentId: id, ok: z.literal(false), error: errorBody }),
    ]),
  ),
})
export type BatchAnswer = z.infer<typeof batchAnswer>

export const workReport = z.strictObject({
  units: units.optional().describe('Default 1 for a new item; absent for a known one: unchanged'),
  state: z.enum(WORK_STATES).default('accepted'),
  profile: id.optional(),
  kind: z.enum(WORK_KINDS).optional(),
  ifRoutable: z
    .boolean()
    .default(false)
    .describe('409 not_routable unless the agent is routable in the same atomic step'),
  force: z.boolean().default(false).describe('Add it even at the session limit'),
})
export const workAnswer = z.object({ item: workItem, presence })
export const workList = z.object({ items: z.array(z.object({ ...workItem.shape, ageMs: z.int() })) })
export const transfer = z.strictObject({ to: id, units: units.optional() })
export const transferAnswer = z.object({ item: workItem, from: presence, to: presence })

export const statusChange = z.strictObject({
  base: z.enum(BASES),
  labels: z
    .record(
      z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a locale such as en or pt-BR'),
      z.string().trim().min(1).max(LIMITS.labelLength),
    )
    .refine((labels) => Object.keys(labels).length > 0, 'needs at least one label, e.g. {"en": "Lunch"}'),
  selectable: z.boolean().optional(),
  teams: z.array(id).max(LIMITS.teams).optional(),
})
export const statusParams = z.strictObject({ id })
export const statusPreview = z.strictObject({
  change: statusChange.nullable().describe('As it would be put; null: archived'),
})
export const teamParams = z.strictObject({ team: id })
export const teamsList = z.object({
  items: z.array(
    z.object({
      team: id,
      agents: z.int(),
      overrides: z.int().describe('Settings the team has of its own'),
    }),
  ),
})
export type TeamsList = z.infer<typeof teamsList>

export const policyPreview = z.strictObject({
  team: id.optional().describe("Then `policy` is the whole of the team's overrides; else it is laid over what is set"),
  policy: policyPatch,
})
const foreseen = z.object({
  status: id,
  base: z.enum(BASES),
  label: z.string(),
  reason: z.enum(REASONS),
  routable: z.boolean(),
})
/** What a change of the settings would do to the agents as they are now. Nothing is written. */
export const preview = z.object({
  agents: z.int().describe('Agents looked at: all of them'),
  changed: z.int().describe('Agents whose status, base, reason or routable would differ'),
  statusChanged: z.int(),
  becomeRoutable: z.int(),
  stopBeingRoutable: z.int(),
  items: z
    .array(z.object({ agentId: id, name: z.string(), before: foreseen, after: foreseen }))
    .max(LIMITS.previewAgents)
    .describe('The first of those that change, by name'),
})
export type Preview = z.infer<typeof preview>

export const roomParams = z.strictObject({ room: z.string().max(160) })
export const summary = z.object({
  room: z.string(),
  cursor: z.string(),
  agents: z.int(),
  routable: z.int(),
  byStatus: z.record(z.string(), z.int()),
  byBase: z.record(z.enum(BASES), z.int()),
  byConnection: z.record(z.enum(CONNECTIONS), z.int()),
})
export type Summary = z.infer<typeof summary>

export const lastHour = z
  .object({
    room: z.string(),
    points: z.array(z.object({ at: isoTime, byBase: z.record(z.enum(BASES), z.int()), routable: z.int() })),
  })
  .describe(
    'A point a minute, oldest first, the last as of now. A node remembers what it saw itself: after its start the first ' +
      'point is younger than an hour',
  )
export type LastHour = z.infer<typeof lastHour>

/** The claims of a token that count. */
export const me = z.object({
  sub: id,
  org: id,
  roles: z.array(z.enum(ROLES)),
  name: name.optional(),
  teams: teams.optional().describe('A supervisor sees no others; absent: all'),
})
export type Me = z.infer<typeof me>

export const devToken = z.strictObject({
  sub: id,
  roles: z.array(z.enum(ROLES)).min(1),
  org: id.optional(),
  name: name.optional(),
  teams: teams.optional(),
})

/** What anybody may learn before they are let in, from whatever origin: enough to say why a page has no presence. */
export const wayIn = z
  .object({
    serverTime: isoTime,
    originAllowed: z.boolean().describe('Whether pages of the origin that asks may talk to this hub'),
    polling: z.boolean().describe('Whether HTTP polling is on, for networks that block WebSocket'),
    ready: z.boolean(),
  })
  .describe('How a page finds the way to this hub')
export type WayIn = z.infer<typeof wayIn>

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: errorBody.shape.code,
    errors: errorBody.shape.errors,
  })
  .describe('RFC 9457 application/problem+json')
