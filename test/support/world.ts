import type { Presence, StatusDefinition } from '../../protocol/presence.js'
import { DEFAULT_POLICY, type PolicyPatch } from '../../protocol/policy.js'
import type { WorkKind, WorkState } from '../../protocol/vocabulary.js'
import type { UntimedEvent } from '../../server/engine/events.js'
import { fold, type Posted } from '../../server/engine/fold.js'
import type { AgentRecord, TimelineRow } from '../../server/engine/record.js'
import { catalogueOf, NO_SETTINGS, policyFor, type Rulebook, type Settings } from '../../server/engine/rulebook.js'

export interface Profile {
  readonly totalUnits?: number
  readonly defaultStatus?: string
  readonly sessionLimit?: number
  readonly profiles?: readonly { readonly name: string; readonly limit: number; readonly blocking: boolean }[]
}

export interface Work {
  readonly state?: WorkState
  readonly units?: number
  readonly kind?: WorkKind
  readonly profile?: string
  readonly force?: boolean
  readonly ifRoutable?: boolean
}

/**
 * One agent and all that can happen to them. The same tests run in a world of the engine alone and in one behind the
 * sockets and REST of a running hub. What is refused answers its code, else 'ok'.
 */
export interface World {
  readonly agentId: string
  /** Time that passes by itself beside `passes`, at most: 0 where a clock is a number. */
  readonly slackMs: number
  configures(profile: Profile): Promise<void>
  /** Of this agent's team, or of everybody where there is nobody else. */
  policy(patch: PolicyPatch): Promise<void>
  defines(status: StatusDefinition): Promise<void>
  archives(id: string): Promise<void>
  opensTab(id?: string): Promise<void>
  closesTab(id?: string): Promise<void>
  signsOut(): Promise<string>
  chooses(status: string, by?: 'agent' | 'supervisor'): Promise<string>
  resets(): Promise<string>
  reports(itemId: string, work?: Work): Promise<string>
  removes(itemId: string): Promise<string>
  misses(itemId: string): Promise<string>
  rejects(itemId: string): Promise<string>
  /** Everything that is due by then has happened when this resolves. */
  passes(ms: number): Promise<void>
  presence(): Promise<Presence>
  timeline(): Promise<readonly { readonly status: string; readonly label: string }[]>
}

export interface EngineWorld extends World {
  /** Items that were there all along: facts no event leads to, for cells that only the engine can be asked about. */
  holdsAllAlong(itemIds: readonly string[], units: number): void
  /** Any event, for what the other verbs leave out; answers as they do. */
  posts(event: UntimedEvent): string
  /** ms since 1970. */
  readonly now: number
  readonly rulebook: Rulebook
  readonly record: AgentRecord
  readonly rows: readonly TimelineRow[]
}

/** The engine alone, with a clock that is a number. */
export function engineWorld(agentId = 'ada'): EngineWorld {
  let now = Date.parse('2026-11-23T10:00:00.000Z')
  let settings: Settings = NO_SETTINGS
  let record: AgentRecord | null = null
  const rows: TimelineRow[] = []

  const rulebook = (): Rulebook => ({
    statuses: catalogueOf(settings),
    policy: policyFor(settings, [], DEFAULT_POLICY),
    outage: null,
  })

  function post(event: Posted['event']): string {
    const start = { agentId, record, revision: record?.revision ?? 0, version: record?.presence.version ?? 0 }
    const { answers, write } = fold(start, [{ event }], rulebook, now)
    if (write) {
      record = write.record
      rows.push(...write.rows)
    }
    const [answer] = answers
    return answer && 'refusal' in answer ? answer.refusal.code : 'ok'
  }
  const does = async (event: UntimedEvent) => post(event)
  const settles = async (next: Settings) => {
    settings = next
    if (record) post({ type: 'rulebook_changed' })
  }
  const known = (): AgentRecord => {
    if (!record) throw new Error(`nobody knows ${agentId} yet`)
    return record
  }

  return {
    agentId,
    slackMs: 0,
    get record() {
      return known()
    },
    rows,
    posts: post,
    get now() {
      return now
    },
    get rulebook() {
      return rulebook()
    },
    async configures(profile) {
      post({ type: 'profile_changed', ...profile })
    },
    policy: (patch) => settles({ ...settings, policy: { ...settings.policy, ...patch } }),
    defines: (status) => settles({ ...settings, statuses: { ...settings.statuses, [status.id]: status } }),
    async archives(id) {
      const status = settings.statuses[id]
      if (status)
        await settles({ ...settings, statuses: { ...settings.statuses, [id]: { ...status, archived: true } } })
    },
    async opensTab(id = 'tab') {
      post({ type: 'connection_opened', id, node: 'n' })
    },
    async closesTab(id = 'tab') {
      post({ type: 'connection_closed', id })
    },
    signsOut: () => does({ type: 'signed_out', by: { type: 'agent', id: agentId } }),
    chooses: (status, by = 'agent') =>
      does({
        type: 'chosen',
        status,
        by: by === 'agent' ? { type: 'agent', id: agentId } : { type: 'supervisor', id: 'sam' },
      }),
    resets: () => does({ type: 'reset' }),
    reports: (itemId, { state = 'accepted', ifRoutable = false, force = false, ...rest } = {}) =>
      does({ type: 'work_reported', itemId, state, ifRoutable, force, ...rest }),
    removes: (itemId) => does({ type: 'work_removed', itemId }),
    misses: (itemId) => does({ type: 'offer_missed', itemId }),
    rejects: (itemId) => does({ type: 'offer_rejected', itemId }),
    async passes(ms) {
      // To each deadline on its own, as the reaper would: what happens at one moves the next.
      const until = now + ms
      while (record?.dueAt != null && record.dueAt <= until) {
        now = Math.max(now, record.dueAt)
        post({ type: 'time_passed' })
      }
      now = until
    },
    presence: async () => known().presence,
    timeline: async () => [...rows].reverse(),
    holdsAllAlong(itemIds, units) {
      const at = { since: now, stateSince: now, reportedAt: now }
      const items = itemIds.map(
        (itemId) => ({ itemId, state: 'accepted', kind: 'conversation', units, profile: null, ...at }) as const,
      )
      record = { ...known(), state: { ...known().state, work: [...known().state.work, ...items] } }
      post({ type: 'rulebook_changed' })
    },
  }
}
