import type { Presence } from '../../protocol/presence.js'
import type { AgentRecord } from '../engine/record.js'
import type { AgentState, Choice, Link, Profile } from '../engine/state.js'

/** What is left of a record beside its head and its presence. */
type Facts = Pick<AgentRecord, 'state' | 'commands'>

/** What the head says, and need not be said twice. */
interface Head {
  readonly agentId: string
  readonly link: Link['state']
  readonly linkSince: number
}

interface Kept extends Partial<Omit<AgentState, 'profile' | 'link' | 'choice'> & Pick<AgentRecord, 'commands'>> {
  readonly profile: Partial<Profile>
  readonly link: Partial<Link>
  readonly choice?: Partial<Choice>
}

/**
 * As JSON: nothing twice, no nulls, no empty lists. That is a third of a record, which the script of every commit reads,
 * keeps, logs and tells as a whole, and every node keeps for every agent.
 */
export function writeFacts({ state, presence, commands }: AgentRecord): string {
  const { profile, link, choice, signInDefault, hold, work, endedOffers } = state
  return JSON.stringify({
    profile: {
      ...profile,
      name: profile.name === presence.name ? undefined : profile.name,
      teams: profile.teams.join() === presence.teams.join() ? undefined : profile.teams,
      defaultStatus: profile.defaultStatus ?? undefined,
      totalUnits: profile.totalUnits ?? undefined,
      profiles: profile.profiles ?? undefined,
      sessionLimit: profile.sessionLimit ?? undefined,
    },
    link: { ...link, state: undefined, since: undefined },
    choice: choice ? { ...choice, until: choice.until ?? undefined, note: choice.note ?? undefined } : undefined,
    signInDefault: signInDefault ?? undefined,
    hold: hold ?? undefined,
    work: unlessEmpty(work),
    endedOffers: unlessEmpty(endedOffers),
    commands: unlessEmpty(commands),
  })
}

export function readFacts(json: string, { agentId, link, linkSince }: Head, presence: Presence): Facts {
  const { commands = [], ...kept } = JSON.parse(json) as Kept
  const state = {
    agentId,
    signInDefault: null,
    hold: null,
    work: [],
    endedOffers: [],
    ...kept,
    profile: {
      name: presence.name,
      teams: presence.teams,
      defaultStatus: null,
      totalUnits: null,
      profiles: null,
      sessionLimit: null,
      ...kept.profile,
    },
    link: { state: link, since: linkSince, ...kept.link } as Link,
    choice: kept.choice ? ({ until: null, note: null, ...kept.choice } as Choice) : null,
  }
  return { state, commands }
}

const unlessEmpty = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined)
