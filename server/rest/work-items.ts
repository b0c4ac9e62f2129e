import type { WorkItem } from '../../protocol/presence.js'
import { itemDueAt } from '../engine/due.js'
import type { Rulebook } from '../engine/rulebook.js'
import type { AgentState, WorkFact } from '../engine/state.js'
import type { RestParts, Some } from './call.js'
import { seen } from './seen.js'

const iso = (ms: number): string => new Date(ms).toISOString()

export const workItemHandlers = ({
  hub,
  store,
}: RestParts): Some<
  'putWorkItem' | 'listWorkItems' | 'deleteWorkItem' | 'missOffer' | 'rejectOffer' | 'transferWorkItem'
> => {
  const itemOf = async (org: string, state: AgentState, itemId: string) => {
    const item = state.work.find((one) => one.itemId === itemId)
    if (!item) throw new Error(`item ${itemId} is not there right after it was reported`)
    return shown(item, await hub.rulebook(org, state.profile.teams))
  }

  return {
    async putWorkItem({ who, params: { id, itemId }, body }) {
      const { units, profile, kind, state, ifRoutable, force } = body
      const answer = await hub.post(
        { org: who.org, agentId: id },
        {
          type: 'work_reported',
          itemId,
          state,
          ifRoutable,
          force,
          ...(units !== undefined && { units }),
          ...(profile !== undefined && { profile }),
          ...(kind !== undefined && { kind }),
        },
      )
      const known = answer.before?.work.some((one) => one.itemId === itemId)
      const item = await itemOf(who.org, answer.state, itemId)
      return { status: known ? 200 : 201, body: { item, presence: answer.presence } }
    },

    async listWorkItems({ who, orgBoard, params }) {
      const { state } = seen(who, orgBoard, params.id).record
      const rulebook = await hub.rulebook(who.org, state.profile.teams)
      const now = store.now()
      const items = [...state.work]
        .sort((a, b) => a.since - b.since)
        .map((item) => ({ ...shown(item, rulebook), ageMs: Math.max(0, now - item.since) }))
      return { body: { items } }
    },

    async deleteWorkItem({ who, params: { id, itemId } }) {
      const { presence } = await hub.post({ org: who.org, agentId: id }, { type: 'work_removed', itemId })
      return { body: { presence } }
    },

    async missOffer({ who, params: { id, itemId } }) {
      const { presence } = await hub.post({ org: who.org, agentId: id }, { type: 'offer_missed', itemId })
      return { body: { presence } }
    },

    async rejectOffer({ who, params: { id, itemId } }) {
      const { presence } = await hub.post({ org: who.org, agentId: id }, { type: 'offer_rejected', itemId })
      return { body: { presence } }
    },

    async transferWorkItem({ who, params: { id, itemId }, body }) {
      const { from, to } = await hub.transfer(who.org, itemId, id, body.to, body.units)
      const item = await itemOf(who.org, to.state, itemId)
      return { body: { item, from: from.presence, to: to.presence } }
    },
  }
}

function shown(item: WorkFact, rulebook: Rulebook): WorkItem {
  const dueAt = itemDueAt(item, rulebook)
  return {
    itemId: item.itemId,
    state: item.state,
    kind: item.kind,
    units: item.units,
    ...(item.profile !== null && { profile: item.profile }),
    since: iso(item.since),
    stateSince: iso(item.stateSince),
    ...(dueAt !== null && { dueAt: iso(dueAt) }),
  }
}
