import type { Policy } from '../../protocol/policy.js'
import type { Outage } from '../engine/outage.js'
import { catalogueOf, policyFor, type Rulebook, type Settings } from '../engine/rulebook.js'

/** The rules of one organisation as they are settled now, prepared once per version, outage and set of teams. */
export interface Rulebooks {
  of(org: string, settings: Settings, outage: Outage | null): (teams: readonly string[]) => Rulebook
}

/** `defaults` is what holds where neither organisation nor team has settled anything. */
export function createRulebooks(defaults: Policy): Rulebooks {
  const prepared = new Map<
    string,
    { settings: Settings; outage: Outage | null; of: (teams: readonly string[]) => Rulebook }
  >()
  return {
    of(org, settings, outage) {
      const ready = prepared.get(org)
      if (ready?.settings === settings && ready.outage?.to === outage?.to) return ready.of
      const statuses = catalogueOf(settings)
      const byTeams = new Map<string, Rulebook>()
      const overriding = new Set(Object.keys(settings.teamPolicies))
      const of = (teams: readonly string[]) => {
        // Only teams with overrides make a difference, so there are never more rulebooks than combinations of those.
        const relevant = overriding.size === 0 ? [] : teams.filter((team) => overriding.has(team))
        const key = relevant.join('\n')
        const known = byTeams.get(key)
        if (known) return known
        const rulebook: Rulebook = { statuses, policy: policyFor(settings, relevant, defaults), outage }
        byTeams.set(key, rulebook)
        return rulebook
      }
      prepared.set(org, { settings, outage, of })
      return of
    },
  }
}
