import { z } from 'zod'
import { ERROR_CODES } from './errors.js'
import { explanation } from './explanation.js'
import { LIMITS } from './limits.js'
import { id, isoTime, note, presence, statusDefinition } from './presence.js'
import { SESSION_END_REASONS } from './vocabulary.js'

/** `org`, `team:{id}` or `agent:{id}`. */
export const room = z
  .string()
  .regex(/^(org|(team|agent):[A-Za-z0-9_.:@-]{1,128})$/, 'must be org, team:{id} or agent:{id}')
export const cursor = z.string().min(1).max(200).describe('Opaque: hand it back as it came')
export const commandId = id.describe('The same id within 2 minutes is applied once')

export const choice = z.strictObject({
  status: id,
  note: note.optional(),
  expiresAt: isoTime.optional().describe('When the choice ends; must be in the future'),
})

const fieldError = z.object({ path: z.string(), message: z.string() })
export const errorBody = z.object({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  errors: z.array(fieldError).optional(),
})
const refused = z.object({ ok: z.literal(false), error: errorBody })

const presenceAck = z.union([z.object({ ok: z.literal(true), presence }), refused])
const watchAck = z.union([
  z.object({ ok: z.literal(true), room, cursor, snapshot: z.array(presence) }),
  z.object({
    ok: z.literal(true),
    room,
    cursor,
    changes: z.array(presence),
  }),
  refused,
])

const withCommandId = z.strictObject({ commandId: commandId.optional() })

/** What a client may send. An unknown event is ignored; a known one with a wrong payload is answered `invalid`. */
export const COMMANDS = {
  'presence:set': {
    summary: 'Choose a status',
    request: z.strictObject({ ...choice.shape, commandId: commandId.optional() }),
    ack: presenceAck,
    from: 'agent',
  },
  'presence:reset': { summary: 'Clear a hold', request: withCommandId, ack: presenceAck, from: 'agent' },
  'presence:sign_out': {
    summary: 'End the session in all tabs',
    request: withCommandId,
    ack: presenceAck,
    from: 'agent',
  },
  'presence:explain': {
    summary: 'Why I have this status, rule by rule',
    request: z.strictObject({}),
    ack: z.union([z.object({ ok: z.literal(true), explanation }), refused]),
    from: 'agent',
  },
  'room:watch': {
    summary: 'Watch a room from now, or from a cursor',
    request: z.strictObject({ room, after: cursor.optional() }),
    ack: watchAck,
    from: 'anyone',
  },
  'room:unwatch': {
    summary: 'Stop watching',
    request: z.strictObject({ room }),
    ack: z.union([z.object({ ok: z.literal(true) }), refused]),
    from: 'anyone',
  },
  probe: {
    summary: 'Is anybody there? Answered at once; for tabs that wake up and cannot trust their socket',
    request: z.strictObject({}),
    ack: z.object({ ok: z.literal(true), serverTime: isoTime }),
    from: 'anyone',
  },
} as const
export type CommandName = keyof typeof COMMANDS
export type CommandRequest<N extends CommandName> = z.infer<(typeof COMMANDS)[N]['request']>
export type CommandAck<N extends CommandName> = z.infer<(typeof COMMANDS)[N]['ack']>

/** What the server says without being asked. */
export const EVENTS = {
  welcome: z
    .object({
      protocol: z.literal(1),
      serverTime: isoTime,
      heartbeatMs: z.int(),
      statuses: z.array(statusDefinition),
      presence: presence.optional(),
      rooms: z
        .array(z.object({ room, cursor }))
        .optional()
        .describe("Rooms this socket is in without asking: an agent's own"),
      resumed: z
        .array(z.object({ room, cursor }))
        .optional()
        .describe(
          'Rooms of the handshake in which this socket is, and where they stand; what came since the cursor it gave follows ' +
            'as frames. Those that are missing here have to be asked for with `room:watch`',
        ),
    })
    .describe('First message after connect'),
  'presence:changed': z
    .object({ room, from: cursor, cursor, changes: z.array(presence) })
    .describe('Continues the cursor `from`; each agent at most once, newest version only'),
  'presence:left': z
    .object({ room, from: cursor, cursor, agentIds: z.array(id) })
    .describe('Deleted, or moved out of the room'),
  'presence:reset': z.object({ room, cursor, snapshot: z.array(presence) }).describe('Replaces what you hold'),
  pulse: z
    .object({ serverTime: isoTime, stale: z.boolean(), cursors: z.record(z.string(), cursor) })
    .describe('Every 5 s: where each watched room stands'),
  'statuses:changed': z.object({ statuses: z.array(statusDefinition) }),
  'session:ended': z.object({ reason: z.enum(SESSION_END_REASONS) }),
  'server:draining': z.object({ reconnectWithinMs: z.int() }),
} as const
export type EventName = keyof typeof EVENTS
export type EventBody<N extends EventName> = z.infer<(typeof EVENTS)[N]>

/** What the handshake carries. */
export const handshake = z.strictObject({
  // What is no text is no token: refused as such, like one that is missing.
  token: z.string().max(LIMITS.bodyBytes).optional().catch(''),
  as: z.enum(['agent', 'watcher']).optional(),
  rooms: z
    .array(z.strictObject({ room, after: cursor }))
    .max(LIMITS.roomsPerSocket)
    .optional()
    .describe('Rooms to go on with from a cursor, without asking again: see `resumed` in the welcome'),
})
export type Resumable = NonNullable<z.infer<typeof handshake>['rooms']>[number]

/** What may stand in the address of the handshake, beside what Socket.IO puts there. */
export const connectQuery = z.object({
  deflate: z
    .literal('1')
    .optional()
    .describe(
      'The hub may send large messages deflated (permessage-deflate without context takeover), once for everybody who ' +
        'asks for it. Worth it for watchers of rooms.',
    ),
})

/** The two maps socket.io wants, for both sides. */
export type ClientToServer = {
  [N in CommandName]: (request: CommandRequest<N>, ack: (answer: CommandAck<N>) => void) => void
}
export type ServerToClient = { [N in EventName]: (body: EventBody<N>) => void }
