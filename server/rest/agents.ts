import type { Presence } from '../../protocol/presence.js'
import { LIMITS } from '../../protocol/limits.js'
import type { AgentProfile } from '../../protocol/rest.js'
import type { AgentState } from '../engine/state.js'
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
    return { body: profileOf(seen(who, orgBoard, params.id).state) }
  },

  async deleteAgent({ who, params }) {
    await hub.remove({ org: who.org, agentId: params.id })
    return { status: 204 }
  },

  async listAgents({ who, orgBoard, query }) {
    const { team, base, status, connection, routable, q, sort = 'agentId', limit = LIMITS.pageDefault, after } = query
    const isAskedFor = matcherOf(q)
    const matching: Presence[] = []
    for (const record of orgBoard.inRoom(team === undefined ? 'org' : `team:${team}`)) {
      const one = record.presence
      if (base && !base.includes(one.base)) continue
      if (status && !status.includes(one.status)) continue
      if (connection && !connection.includes(one.connection)) continue
      if (routable !== undefined && one.routable !== routable) continue
      if (!isAskedFor(one)) continue
      if (canSee(who, record)) matching.push(one)
    }
    return { body: pageOf(matching, sort, limit, after) }
  },

  async listProfiles({ orgBoard, query: { team, q, limit = LIMITS.pageDefault, after } }) {
    const presences = Array.from(orgBoard.inRoom(team === undefined ? 'org' : `team:${team}`), (one) => one.presence)
    const page = pageOf(presences.filter(matcherOf(q)), 'name', limit, after)
    const items = page.items.flatMap((presence) => {
      const record = orgBoard.record(presence.agentId)
      return record ? [{ profile: profileOf(record.state), presence }] : []
    })
    return { body: { ...page, items } }
  },
})

/** Whether a name or id has the text in it, in any case. */
function matcherOf(q = ''): (one: Presence) => boolean {
  const text = q.toLowerCase()
  return ({ name, agentId }) => name.toLowerCase().includes(text) || agentId.toLowerCase().includes(text)
}

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
