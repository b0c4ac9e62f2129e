import type { CapacityProfile } from '../../protocol/presence.js'
import type { Reason } from '../../protocol/vocabulary.js'
import type { Rulebook } from './rulebook.js'
import type { AgentState, WorkFact } from './state.js'

/** How much of an agent is taken, and what routing would say if nothing but capacity counted. */
export interface CapacityFacts {
  /** Units of all items, offered ones included. */
  readonly usedUnits: number
  /** The part of `usedUnits` that is only offered. */
  readonly reservedUnits: number
  /** null: no units configured. */
  readonly totalUnits: number | null
  readonly items: number
  /** Accepted items: what the session limit counts. */
  readonly sessions: number
  readonly sessionLimit: number
  readonly profiles: readonly (CapacityProfile & { readonly used: number })[]
  /** C of the rules: by accepted and wrap-up items only, so that an offer reserves but does not show. */
  readonly status: 'available' | 'busy' | 'dnd'
  readonly reason: Extract<Reason, `capacity_${string}`>
  /** Room for another item, offers counted, so that a second offer cannot exceed the limit. */
  readonly left: boolean
}

interface Load {
  readonly units: number
  readonly profiles: readonly (CapacityProfile & { readonly used: number })[]
}

export function capacityOf(state: AgentState, rulebook: Rulebook): CapacityFacts {
  const { totalUnits, profiles } = state.profile
  const held = state.work.filter((item) => item.state !== 'offered')
  const holding = loadOf(held, profiles ?? [])
  const all = held.length === state.work.length ? holding : loadOf(state.work, profiles ?? [])
  const exhausted = isExhausted(holding, totalUnits)
  const used = holding.units > 0 || holding.profiles.some((profile) => profile.used > 0)
  return {
    usedUnits: all.units,
    reservedUnits: all.units - holding.units,
    totalUnits,
    items: state.work.length,
    sessions: sessionsOf(state),
    sessionLimit: sessionLimitOf(state, rulebook),
    profiles: all.profiles,
    status: exhausted ? 'dnd' : used ? 'busy' : 'available',
    reason: exhausted ? 'capacity_full' : used ? 'capacity_partial' : 'capacity_free',
    left: !isExhausted(all, totalUnits),
  }
}

export const sessionsOf = (state: AgentState): number =>
  state.work.reduce((count, item) => (item.state === 'accepted' ? count + 1 : count), 0)

export const sessionLimitOf = (state: AgentState, rulebook: Rulebook): number =>
  state.profile.sessionLimit ?? rulebook.policy.sessionLimit

export const isAtSessionLimit = (state: AgentState, rulebook: Rulebook): boolean =>
  sessionsOf(state) >= sessionLimitOf(state, rulebook)

const loadOf = (work: readonly WorkFact[], profiles: readonly CapacityProfile[]): Load => ({
  units: work.reduce((sum, item) => sum + item.units, 0),
  profiles: profiles.map((profile) => ({
    ...profile,
    used: work.reduce((count, item) => (item.profile === profile.name ? count + 1 : count), 0),
  })),
})

function isExhausted(load: Load, totalUnits: number | null): boolean {
  const byProfiles = load.profiles.length > 0 ? profilesExhausted(load.profiles) : null
  if (totalUnits === null) return byProfiles ?? false
  if (load.units > totalUnits) return true
  const byUnits = load.units >= totalUnits
  return byProfiles === null ? byUnits : byUnits && byProfiles
}

function profilesExhausted(profiles: Load['profiles']): boolean {
  const atLimit = (profile: Load['profiles'][number]) => profile.used >= profile.limit
  const blocking = profiles.filter((profile) => profile.blocking)
  return blocking.length > 0 ? blocking.some(atLimit) : profiles.every(atLimit)
}
