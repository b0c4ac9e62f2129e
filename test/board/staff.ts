import type { Actor, Presence } from '../../protocol/presence.js'
import { BUILT_IN_BASES, BUILT_IN_LABELS } from '../../protocol/vocabulary.js'
import type { BuiltInStatus } from '../../protocol/vocabulary.js'
import type { AgentRecord } from '../../server/engine/record.js'
import { newAgent } from '../../server/engine/state.js'
import type { Link } from '../../server/engine/state.js'
import { isTombstone } from '../../server/store/store.js'
import type { Position, Store, Write } from '../../server/store/store.js'

export interface Shown {
  readonly status?: BuiltInStatus
  readonly teams?: readonly string[]
  readonly link?: Link
}

/** Writes to the store as a hub would, without deciding anything. */
export const staffOf = (store: Store, org = 'default') => {
  const commit = async (...writes: Write[]): Promise<Position> => {
    const committed = await store.commit(org, writes)
    if (committed.result !== 'written') throw new Error(`the store answered ${committed.result}`)
    return committed.position
  }
  const write = async (agentId: string, shown: Shown, visible: boolean): Promise<Write> => {
    const stored = await store.read(org, agentId)
    const revision = stored?.revision ?? 0
    const before = stored && !isTombstone(stored) ? stored : undefined
    const version = stored && isTombstone(stored) ? stored.version : (before?.presence.version ?? 0)
    const record = nextRecord(agentId, { revision, version, before }, shown, visible)
    return { type: 'put', expected: revision, record, changes: visible ? [record.presence] : [], rows: [] }
  }
  return {
    commit,
    employs: async (agentId: string): Promise<boolean> => {
      const stored = await store.read(org, agentId)
      return stored !== undefined && !isTombstone(stored)
    },
    /** What people see of these agents changes, in one commit. */
    show: async (shown: Readonly<Record<string, Shown>>): Promise<Position> =>
      commit(...(await Promise.all(Object.entries(shown).map(([agentId, one]) => write(agentId, one, true))))),
    /** Something is written that nobody sees. */
    touch: async (agentId: string): Promise<Position> => commit(await write(agentId, {}, false)),
    delete: async (agentId: string): Promise<Position> => {
      const stored = await store.read(org, agentId)
      if (!stored || isTombstone(stored)) throw new Error(`there is no agent ${agentId}`)
      const { revision, presence } = stored
      const tombstone = {
        agentId,
        teams: presence.teams,
        deletedAt: store.now(),
        revision: revision + 1,
        version: presence.version,
      }
      return commit({ type: 'delete', expected: revision, tombstone })
    },
    /** So many agents, `agent-0` and on, all new. */
    hire: async (count: number, shown: Shown = {}): Promise<void> => {
      for (let first = 0; first < count; first += 64) {
        const ids = Array.from({ length: Math.min(64, count - first) }, (_, index) => `agent-${first + index}`)
        await commit(...(await Promise.all(ids.map((id) => write(id, shown, true)))))
      }
    },
  }
}

export const signedOut = (by: Actor, since = 0): Link => ({ state: 'signed_out', since, by })
export const connected: Link = { state: 'connected', since: 0, connections: [{ id: 'tab', node: 'node' }] }

export const nextRecord = (
  agentId: string,
  last: { readonly revision: number; readonly version: number; readonly before?: AgentRecord | undefined },
  shown: Shown,
  visible = true,
): AgentRecord => {
  const { before } = last
  const presence = nextPresence(agentId, last.version + (visible ? 1 : 0), before?.presence, shown)
  const state = before?.state ?? newAgent(agentId, 0)
  return {
    agentId,
    revision: last.revision + 1,
    decidedAt: 0,
    state: {
      ...state,
      link: shown.link ?? state.link,
      profile: { ...state.profile, teams: presence.teams },
    },
    presence,
    commands: [],
    dueAt: null,
  }
}

const nextPresence = (agentId: string, version: number, before: Presence | undefined, shown: Shown): Presence => {
  const status = shown.status ?? 'available'
  if (before && shown.status === undefined) return { ...before, version, teams: [...(shown.teams ?? before.teams)] }
  return {
    agentId,
    name: agentId,
    teams: [...(shown.teams ?? before?.teams ?? [])],
    version,
    status,
    base: BUILT_IN_BASES[status],
    label: BUILT_IN_LABELS[status],
    reason: 'manual',
    actor: { type: 'agent', id: agentId },
    since: '2026-11-23T10:00:00.000Z',
    connection: 'connected',
    connectionSince: '2026-11-23T10:00:00.000Z',
    capacity: { usedUnits: 0, reservedUnits: 0, totalUnits: null, items: 0, sessions: 0, sessionLimit: 10 },
    routable: true,
  }
}
