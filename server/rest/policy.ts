import type { Policy, PolicyPatch } from '../../protocol/policy.js'
import { catalogueOf, overlaid, type Settings } from '../engine/rulebook.js'
import { Refused } from '../refused.js'
import type { RestParts, Some } from './call.js'
import { previewOf } from './previews.js'

type Change = (before: Settings) => Settings

export const policyHandlers = (
  parts: RestParts,
): Some<
  | 'getPolicy'
  | 'patchPolicy'
  | 'previewPolicy'
  | 'getTeamPolicy'
  | 'putTeamPolicy'
  | 'patchTeamPolicy'
  | 'deleteTeamPolicy'
> => {
  const { hub } = parts
  const effective = async (org: string, teams: readonly string[] = []): Promise<Policy> =>
    (await hub.rulebook(org, teams)).policy

  /** Checked against what would hold afterwards, in every team it touches, before anything is written. */
  const forAll = async (org: string, patch: PolicyPatch): Promise<Change> => {
    const wanted = overlaid(await effective(org), patch)
    return (before) => {
      check(before, wanted)
      for (const overrides of Object.values(before.teamPolicies)) check(before, overlaid(wanted, overrides))
      return { ...before, policy: { ...before.policy, ...patch } }
    }
  }

  const forTeam = async (
    org: string,
    team: string,
    overridesAfter: (before: PolicyPatch) => PolicyPatch,
  ): Promise<Change> => {
    const inherited = await effective(org)
    return (before) => {
      const { [team]: had = {}, ...others } = before.teamPolicies
      const overrides = overridesAfter(had)
      check(before, overlaid(inherited, overrides))
      const none = Object.keys(overrides).length === 0
      return { ...before, teamPolicies: none ? others : { ...others, [team]: overrides } }
    }
  }

  const changeTeam = async (org: string, team: string, change: Change) => {
    const settings = await hub.changeSettings(org, change)
    return { body: { overrides: settings.teamPolicies[team] ?? {}, effective: await effective(org, [team]) } }
  }

  return {
    async getPolicy({ who }) {
      return { body: await effective(who.org) }
    },

    async patchPolicy({ who, body }) {
      await hub.changeSettings(who.org, await forAll(who.org, given(body)))
      return { body: await effective(who.org) }
    },

    async previewPolicy({ who, orgBoard, body: { team, policy } }) {
      const change = await (team === undefined
        ? forAll(who.org, given(policy))
        : forTeam(who.org, team, () => given(policy)))
      return { body: await previewOf(parts, who.org, orgBoard, change) }
    },

    async getTeamPolicy({ who, orgBoard, params }) {
      const overrides = orgBoard.settings.teamPolicies[params.team] ?? {}
      return { body: { overrides, effective: await effective(who.org, [params.team]) } }
    },

    async putTeamPolicy({ who: { org }, params: { team }, body }) {
      return changeTeam(org, team, await forTeam(org, team, () => given(body)))
    },

    async patchTeamPolicy({ who: { org }, params: { team }, body }) {
      return changeTeam(org, team, await forTeam(org, team, (before) => ({ ...before, ...given(body) })))
    },

    async deleteTeamPolicy({ who, params: { team } }) {
      await hub.changeSettings(who.org, await forTeam(who.org, team, () => ({})))
      return { status: 204 }
    },
  }
}

function check(settings: Settings, policy: Policy): void {
  if (policy.restoreWindowMs < policy.offlineGraceMs)
    throw wrong('invalid', 'restoreWindowMs', `must be at least offlineGraceMs (${policy.offlineGraceMs} ms)`)
  const status = catalogueOf(settings).get(policy.defaultStatus)
  if (!status || status.archived)
    throw wrong('unknown_status', 'defaultStatus', `there is no status ${policy.defaultStatus}; see GET /v1/statuses`)
}

const wrong = (code: 'invalid' | 'unknown_status', path: string, message: string): Refused =>
  new Refused(code, `${path}: ${message}`, { errors: [{ path, message }] })

const given = (patch: { [K in keyof PolicyPatch]: PolicyPatch[K] | undefined }): PolicyPatch =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
