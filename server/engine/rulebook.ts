import { BUILT_IN_BASES, BUILT_IN_LABELS, BUILT_IN_STATUSES, type Base } from '../../protocol/vocabulary.js'
import { DEFAULT_POLICY, type Policy, type PolicyPatch } from '../../protocol/policy.js'
import type { StatusDefinition } from '../../protocol/presence.js'
import type { Outage } from './outage.js'

/** All that an organisation has settled: its catalogue, its policy, its teams' overrides. Stored as one versioned document. */
export interface Settings {
  readonly version: number
  /** Only what differs from the built-ins: custom statuses and relabelled built-ins. */
  readonly statuses: Readonly<Record<string, StatusDefinition>>
  readonly policy: PolicyPatch
  readonly teamPolicies: Readonly<Record<string, PolicyPatch>>
}

export const NO_SETTINGS: Settings = { version: 0, statuses: {}, policy: {}, teamPolicies: {} }

/** What the rules of one agent are decided by. */
export interface Rulebook {
  readonly statuses: ReadonlyMap<string, StatusDefinition>
  readonly policy: Policy
  readonly outage: Outage | null
}

const builtIn = (id: (typeof BUILT_IN_STATUSES)[number]): StatusDefinition => ({
  id,
  base: BUILT_IN_BASES[id],
  labels: { en: BUILT_IN_LABELS[id] },
  selectable: id !== 'inactive',
  archived: false,
  builtIn: true,
})

/** The catalogue, built-ins first, then custom statuses by id. */
export const catalogueOf = (settings: Settings): ReadonlyMap<string, StatusDefinition> => {
  const custom = Object.values(settings.statuses)
    .filter((one) => !one.builtIn)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const all = [...BUILT_IN_STATUSES.map((id) => settings.statuses[id] ?? builtIn(id)), ...custom]
  return new Map(all.map((one) => [one.id, one]))
}

/** What holds when `overrides` are laid over a policy. */
export const overlaid = (policy: Policy, overrides: PolicyPatch): Policy => Object.assign({}, policy, overrides)

/** Of several teams with an override for the same setting, the first in the agent's list counts. */
export const policyFor = (settings: Settings, teams: readonly string[], defaults: Policy = DEFAULT_POLICY): Policy =>
  teams.reduceRight(
    (policy, team) => overlaid(policy, settings.teamPolicies[team] ?? {}),
    overlaid(defaults, settings.policy),
  )

export const labelOf = (definition: StatusDefinition): string =>
  definition.labels['en'] ?? Object.values(definition.labels)[0] ?? definition.id

/** The base of a status; an unknown one is offline: absent data is never read as available. */
export const baseOf = (rulebook: Rulebook, status: string): Base => rulebook.statuses.get(status)?.base ?? 'offline'
