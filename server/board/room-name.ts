export const ORG_ROOM = 'org'
const TEAM = 'team:'
const AGENT = 'agent:'

export const teamRoom = (team: string): string => TEAM + team
export const agentRoom = (agentId: string): string => AGENT + agentId

/** What a room is about. A name that is no room is about nobody. */
export type RoomSubject =
  | { readonly of: 'org' }
  | { readonly of: 'team'; readonly team: string }
  | { readonly of: 'agent'; readonly agentId: string }
  | { readonly of: 'nobody' }

export const subjectOf = (room: string): RoomSubject => {
  if (room === ORG_ROOM) return { of: 'org' }
  if (room.startsWith(TEAM)) return { of: 'team', team: room.slice(TEAM.length) }
  if (room.startsWith(AGENT)) return { of: 'agent', agentId: room.slice(AGENT.length) }
  return { of: 'nobody' }
}
