import { LIMITS } from '../../protocol/limits.js'
import type { AgentProfile } from '../../protocol/rest.js'
import { ORG_ROOM, teamRoom } from '../board/room-name.js'
import { CONNECTION } from '../engine/settle.js'
import type { AgentState } from '../engine/state.js'
import type { Put } from '../store/store.js'
import { pageOf } from './page.js'
import type { RestParts, Some } from './call.js'
import { canSee, seen } from './seen.js'

export const agentHandlers = ({
  hub,
}: RestParts): Some<'putAgent' | 'getAgent' | 'deleteAgent' | 'listAgents' | 'listProfiles'> => ({
  async putAgent({ who, params, body }) {
    const { state, before } = await hub.post(
      { org: who.org, agentId: params.id },
      { type: 'profile_changed', ...given(body) },
    )
    return { status: before ? 200 : 201, body: profileOf(state) }
  },

  async getAgent({ who, orgBoard, params }) {
    return { body: profileOf(seen(who, orgBoard, params.id).record.state) }
  },

  async deleteAgent({ who, params }) {
    await hub.remove({ org: who.org, agentId: params.id })
    return { status: 204 }
  },

  async listAgents({ who, orgBoard, query }) {
    const { team, base, status, connection, routable, q, sort = 'agentId', limit = LIMITS.pageDefault, after } = query
    const isAskedFor = matcherOf(q)
    // Presences are read last, and only of those who are asked for: routing asks often.
    const matching = orgBoard
      .putsIn(roomOf(team))
      .filter(
        (one) =>
          (!base || base.includes(one.base)) &&
          (routable === undefined || one.routable === routable) &&
          (!connection || connection.includes(CONNECTION[one.link])) &&
          (!status || status.includes(one.status)) &&
          canSee(who, one) &&
          isAskedFor(one),
      )
    const { items, ...next } = pageOf(matching, sort, limit, after)
    return { body: { items: items.map(({ presence }) => presence), ...next } }
  },

  async listProfiles({ orgBoard, query: { team, q, limit = LIMITS.pageDefault, after } }) {
    const matching = orgBoard.putsIn(roomOf(team)).filter(matcherOf(q))
    const { items, ...next } = pageOf(matching, 'name', limit, after)
    const profiles = items.map(({ record: { state, presence } }) => ({ profile: profileOf(state), presence }))
    return { body: { items: profiles, ...next } }
  },
})

/** Whether a name or id has the text in it, in any case. */
function matcherOf(q = ''): (one: Put) => boolean {
  const text = q.toLowerCase()
  return (one) => one.agentId.toLowerCase().includes(text) || one.presence.name.toLowerCase().includes(text)
}

const roomOf = (team: string | undefined): string => (team === undefined ? ORG_ROOM : teamRoom(team))

function profileOf({ agentId, profile }: AgentState): AgentProfile {
  return {
    agentId,
    name: profile.name,
    teams: [...profile.teams],
    defaultStatus: profile.defaultStatus,
    totalUnits: profile.totalUnits,
    profiles: profile.profiles && [...profile.profiles],
    sessionLimit: profile.sessionLimit,
  }
}

/** Only the fields that were given: absent means unchanged. */
type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }
function given<T extends object>(body: T): Given<T> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Given<T>
}
