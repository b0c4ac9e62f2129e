import type { CapacityProfile } from '../../protocol/presence.js'
import { capacityOf } from '../../server/engine/capacity.js'
import { catalogueOf, NO_SETTINGS, policyFor } from '../../server/engine/rulebook.js'
import { newAgent } from '../../server/engine/state.js'

const rulebook = { statuses: catalogueOf(NO_SETTINGS), policy: policyFor(NO_SETTINGS, []), outage: null }
const chat3: CapacityProfile = { name: 'chat', limit: 3, blocking: false }
const voice1: CapacityProfile = { name: 'voice', limit: 1, blocking: true }
const mail1: CapacityProfile = { name: 'mail', limit: 1, blocking: false }
const desk2: CapacityProfile = { name: 'desk', limit: 2, blocking: true }

interface Case {
  readonly total?: number
  readonly profiles?: readonly CapacityProfile[]
  /** units, or the name of a profile */
  readonly held: readonly (number | string)[]
}

function statusOf({ total, profiles, held }: Case): string {
  const agent = newAgent('ada', 0)
  const work = held.map((one, n) => ({
    itemId: `i${n}`,
    state: 'accepted' as const,
    kind: 'conversation' as const,
    units: typeof one === 'number' ? one : 0,
    profile: typeof one === 'string' ? one : null,
    since: 0,
    stateSince: 0,
    reportedAt: 0,
  }))
  const profile = { ...agent.profile, totalUnits: total ?? null, profiles: profiles ?? null }
  return capacityOf({ ...agent, profile, work }, rulebook).status
}

test.each<[string, Case, string]>([
  ['nothing configured, nothing held', { held: [] }, 'available'],
  ['nothing configured, something held', { held: [5, 5] }, 'busy'],
  ['some units used', { total: 100, held: [30] }, 'busy'],
  ['all units used', { total: 100, held: [30, 70] }, 'dnd'],
  ['more than all, after a forced item', { total: 100, held: [130] }, 'dnd'],
  ['nothing of nothing', { total: 0, held: [] }, 'dnd'],
  ['a blocking profile at its limit', { profiles: [chat3, voice1], held: ['voice'] }, 'dnd'],
  ['one of two blocking profiles at its limit', { profiles: [voice1, desk2], held: ['voice'] }, 'dnd'],
  ['below the limit of the only profile', { profiles: [chat3], held: ['chat'] }, 'busy'],
  ['nothing of no profile', { profiles: [], held: [] }, 'available'],
  [
    'a profile that does not block at its limit beside one that does',
    { profiles: [chat3, voice1], held: ['chat', 'chat', 'chat'] },
    'busy',
  ],
  ['no blocking profile, one of two at its limit', { profiles: [chat3, mail1], held: ['mail'] }, 'busy'],
  [
    'no blocking profile, all at their limits',
    { profiles: [chat3, mail1], held: ['mail', 'chat', 'chat', 'chat'] },
    'dnd',
  ],
  ['units and profiles, only units exhausted', { total: 10, profiles: [chat3], held: [10] }, 'busy'],
  ['units and profiles, only profiles exhausted', { total: 10, profiles: [mail1], held: ['mail'] }, 'busy'],
  ['units and profiles, both exhausted', { total: 10, profiles: [mail1], held: ['mail', 10] }, 'dnd'],
  ['units below zero, whatever the profiles say', { total: 10, profiles: [chat3], held: [11] }, 'dnd'],
])('%s', (_name, one, expected) => expect(statusOf(one)).toBe(expected))

test('the default status is resolved agent, then team, then organisation; of several teams the first counts', () => {
  const settings = {
    ...NO_SETTINGS,
    policy: { defaultStatus: 'busy', sessionLimit: 5 },
    teamPolicies: { red: { defaultStatus: 'away' }, blue: { defaultStatus: 'dnd', wrapUpMs: 1 } },
  }
  expect(policyFor(settings, []).defaultStatus).toBe('busy')
  expect(policyFor(settings, ['red', 'blue'])).toMatchObject({ defaultStatus: 'away', wrapUpMs: 1, sessionLimit: 5 })
  expect(policyFor(settings, ['blue', 'red']).defaultStatus).toBe('dnd')
})
