import type { Actor } from '../../protocol/presence.js'
import type { Role } from '../../protocol/vocabulary.js'
import type { Identity } from './identity.js'

/** Nobody is named but the agent themselves: services and admins see all, supervisors the teams of their token, or all. */
export function maySee({ roles, teams: own }: Identity, agentTeams: readonly string[]): boolean {
  if (roles.includes('service') || roles.includes('admin')) return true
  return roles.includes('supervisor') && (own === undefined || own.some((team) => agentTeams.includes(team)))
}

/** `org`, `team:x`, `agent:x`. `teamsOf` gives the teams of an agent, or undefined for one nobody knows. */
export function mayWatch(
  { roles, teams: own, sub }: Identity,
  room: string,
  teamsOf: (agentId: string) => readonly string[] | undefined,
): boolean {
  if (roles.includes('agent') && room === `agent:${sub}`) return true
  if (roles.includes('service')) return true
  if (!roles.includes('supervisor')) return false
  if (own === undefined) return true
  if (room.startsWith('team:')) return own.includes(room.slice('team:'.length))
  if (room.startsWith('agent:')) return (teamsOf(room.slice('agent:'.length)) ?? []).some((team) => own.includes(team))
  return false
}

/** Whether a call that is for `who` is open to this caller; `self` is the agent the path names. */
export const allowed = (
  who: readonly (Role | 'self')[],
  { roles, sub }: Identity,
  pathAgent: string | undefined,
): boolean =>
  who.length === 0 ||
  who.some((one) => (one === 'self' ? roles.includes('agent') && sub === pathAgent : roles.includes(one)))

/** In whose name something is done: one's own first, else the role with the most to answer for. */
export function actorOf({ roles, sub }: Identity, agentId: string): Actor {
  if (roles.includes('agent') && sub === agentId) return { type: 'agent', id: sub }
  const type = (['supervisor', 'service', 'admin'] as const).find((one) => roles.includes(one)) ?? 'agent'
  return { type, id: sub }
}
