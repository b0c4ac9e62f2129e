import { explain } from '../engine/explain.js'
import { bodyOf, refusalOf } from '../edge/faults.js'
import { actorOf } from '../auth/permissions.js'
import type { RestParts, Some } from './call.js'
import type { Put } from '../store/store.js'
import { seen } from './seen.js'

export const presenceHandlers = ({
  hub,
  store,
}: RestParts): Some<
  'getPresence' | 'setPresence' | 'resetPresence' | 'signOut' | 'explain' | 'batchGet' | 'batchSet'
> => ({
  async getPresence({ who, orgBoard, params }) {
    const { presence } = seen(who, orgBoard, params.id)
    return { body: presence, etag: presence.version }
  },

  async setPresence({ who, orgBoard, params, body, ifVersions }) {
    seen(who, orgBoard, params.id)
    const { presence } = await hub.post(
      { org: who.org, agentId: params.id },
      {
        type: 'chosen',
        status: body.status,
        by: actorOf(who, params.id),
        ...(body.note !== undefined && { note: body.note }),
        ...(body.expiresAt !== undefined && { until: Date.parse(body.expiresAt) }),
      },
      ifVersions ? { ifVersions } : {},
    )
    return { body: presence, etag: presence.version }
  },

  async resetPresence({ who, orgBoard, params }) {
    seen(who, orgBoard, params.id)
    const { presence } = await hub.post({ org: who.org, agentId: params.id }, { type: 'reset' })
    return { body: presence, etag: presence.version }
  },

  async signOut({ who, orgBoard, params }) {
    seen(who, orgBoard, params.id)
    const event = { type: 'signed_out', by: actorOf(who, params.id) } as const
    const { presence } = await hub.post({ org: who.org, agentId: params.id }, event)
    return { body: presence, etag: presence.version }
  },

  async explain({ who, orgBoard, params }) {
    const { record } = seen(who, orgBoard, params.id)
    return { body: explain(record, await hub.rulebook(who.org, record.presence.teams), store.now()) }
  },

  async batchGet({ who, orgBoard, body }) {
    return { body: { items: body.agentIds.map((agentId) => answered(agentId, () => seen(who, orgBoard, agentId))) } }
  },

  async batchSet({ who, orgBoard, body }) {
    const items = await Promise.all(
      body.changes.map(async ({ agentId, status, note }) => {
        try {
          seen(who, orgBoard, agentId)
          const by = actorOf(who, agentId)
          const event = { type: 'chosen', status, by, ...(note !== undefined && { note }) } as const
          const { presence } = await hub.post({ org: who.org, agentId }, event)
          return { agentId, ok: true, presence }
        } catch (thrown) {
          return failed(agentId, thrown)
        }
      }),
    )
    return { body: { items } }
  },
})

function answered(agentId: string, find: () => Put) {
  try {
    return { agentId, ok: true, presence: find().presence }
  } catch (thrown) {
    return failed(agentId, thrown)
  }
}

function failed(agentId: string, thrown: unknown) {
  const refused = refusalOf(thrown)
  if (!refused) throw thrown
  return { agentId, ok: false, error: bodyOf(refused) }
}
