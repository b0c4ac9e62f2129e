/**
 * The words both sides use, as plain constants: nothing here needs a validator, so browsers can import it for free.
 * Sources: Microsoft's "Manage presence status in Omnichannel for Customer Service" for the built-in statuses and labels.
 */

export const PROTOCOL_VERSION = 1

/** What routing sees. A status has exactly one base. */
export const BASES = ['available', 'busy', 'dnd', 'away', 'offline'] as const
/** What routing sees of a status. */
export type Base = (typeof BASES)[number]

/** The five an agent may choose, in the order of the agent's list, and `inactive`, which only the system sets. */
export const BUILT_IN_STATUSES = ['available', 'busy', 'dnd', 'away', 'offline', 'inactive'] as const
export type BuiltInStatus = (typeof BUILT_IN_STATUSES)[number]

export const BUILT_IN_LABELS: Readonly<Record<BuiltInStatus, string>> = {
  available: 'Available',
  busy: 'Busy',
  dnd: 'Do not disturb',
  away: 'Appear away',
  offline: 'Offline',
  inactive: 'Inactive',
}

export const BUILT_IN_BASES: Readonly<Record<BuiltInStatus, Base>> = {
  available: 'available',
  busy: 'busy',
  dnd: 'dnd',
  away: 'away',
  offline: 'offline',
  inactive: 'away',
}

/** Why an agent has the status it has: the rule that answered. */
export const REASONS = [
  'signed_out',
  'disconnected',
  'manual',
  'supervisor',
  'api',
  'default',
  'offer_missed',
  'offer_rejected',
  'session_limit',
  'capacity_free',
  'capacity_partial',
  'capacity_full',
] as const
export type Reason = (typeof REASONS)[number]

/** What the sockets say, apart from the status. */
export const CONNECTIONS = ['connected', 'reconnecting', 'disconnected'] as const
/** What an agent's sockets say, apart from the status. */
export type ConnectionState = (typeof CONNECTIONS)[number]

export const HOLDS = ['offer_missed', 'offer_rejected', 'session_limit'] as const
export type HoldKind = (typeof HOLDS)[number]

export const ROLES = ['agent', 'supervisor', 'service', 'admin'] as const
export type Role = (typeof ROLES)[number]

export const ACTOR_TYPES = ['agent', 'supervisor', 'service', 'admin', 'system'] as const
export type ActorType = (typeof ACTOR_TYPES)[number]

export const WORK_STATES = ['offered', 'accepted', 'wrap_up'] as const
export type WorkState = (typeof WORK_STATES)[number]

export const WORK_KINDS = ['conversation', 'record'] as const
export type WorkKind = (typeof WORK_KINDS)[number]

export const SESSION_END_REASONS = ['signed_out', 'signed_out_by_supervisor', 'token_expired', 'agent_deleted'] as const
/** Why a session ended. */
export type SessionEndReason = (typeof SESSION_END_REASONS)[number]
