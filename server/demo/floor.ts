import type { StatusDefinition } from '../../protocol/presence.js'
import type { Clock } from '../clock.js'
import type { UntimedEvent } from '../engine/events.js'
import type { Settings } from '../engine/rulebook.js'
import type { Hub } from '../hub/hub.js'
import { Refused } from '../refused.js'
import { DEMO_TEAMS, people, type Person } from './people.js'

/**
 * A contact centre that runs by itself, so that the first minute is alive. It goes through the hub like everybody
 * else: agents open tabs, take breaks, lose the network; chats arrive, ring, are accepted, missed or rejected, and end.
 * Times are those of a lively chat floor, shortened about five times.
 */
export interface DemoParts {
  readonly hub: Hub
  readonly clock: Clock
  readonly random: () => number
  readonly node: string
  readonly onFault: (why: unknown) => void
  readonly agents?: number
}

const ORG = 'default'
const CHAT_UNITS = 30
const TOTAL_UNITS = 100
/** 200 agents with 3 chats each of 70 s on average are about two thirds busy at this rate, per second and agent. */
const ARRIVALS_PER_AGENT = 0.03

/** Gives back its stop. */
export function startDemo({ hub, clock, random, node, onFault, agents = 200 }: DemoParts): () => void {
  const roster = people(agents)
  const running = new Set<() => void>()
  let chats = 0

  const between = (low: number, high: number) => low + random() * (high - low)

  function later(ms: number, run: () => Promise<unknown>): void {
    const cancel = clock.after(ms, () => {
      running.delete(cancel)
      // The floor races itself as a real one does: a chat may be gone, an agent away. Only faults are worth a word.
      run().catch((why: unknown) => void (why instanceof Refused || onFault(why)))
    })
    running.add(cancel)
  }

  const post = (agentId: string, event: UntimedEvent) => hub.post({ org: ORG, agentId }, event)
  const choose = (agentId: string, status: string, note?: string) =>
    post(agentId, { type: 'chosen', status, by: { type: 'agent', id: agentId }, ...(note !== undefined && { note }) })

  async function opensTab({ agentId, name, team }: Person) {
    await post(agentId, { type: 'connection_opened', id: `${agentId}-tab`, node, name, teams: [team] })
  }
  const closesTab = ({ agentId }: Person) => post(agentId, { type: 'connection_closed', id: `${agentId}-tab` })

  async function startsShift(person: Person) {
    await opensTab(person)
    await post(person.agentId, { type: 'profile_changed', totalUnits: TOTAL_UNITS })
    later(between(10_000, 240_000), () => somethingHappens(person))
  }

  async function somethingHappens(person: Person) {
    later(between(60_000, 300_000), () => somethingHappens(person))
    const what = random()
    if (what < 0.5) await takesBreak(person)
    else if (what < 0.7) await losesNetwork(person, between(500, 2_500))
    else if (what < 0.8) await losesNetwork(person, between(8_000, 40_000))
    else if (what < 0.88) await goesHome(person)
  }

  async function takesBreak({ agentId }: Person) {
    const [status, note] = [
      ['lunch'],
      ['away', 'Back in five'],
      ['training', 'New returns process'],
      ['dnd'],
      ['busy', 'Paperwork'],
    ][Math.floor(random() * 5)] ?? ['away']
    await choose(agentId, status ?? 'away', note)
    later(between(15_000, 90_000), () => choose(agentId, 'available'))
  }

  async function losesNetwork(person: Person, forMs: number) {
    await closesTab(person)
    later(forMs, () => opensTab(person))
  }

  async function goesHome(person: Person) {
    await post(person.agentId, { type: 'signed_out', by: { type: 'agent', id: person.agentId } })
    later(between(20_000, 120_000), () => opensTab(person))
  }

  /** A chat looks for somebody who can take it; the hub decides whether they can, in the same step. */
  async function chatArrives() {
    const itemId = `chat-${++chats}`
    for (let tries = 0; tries < 6; tries++) {
      const agent = roster[Math.floor(random() * roster.length)]
      if (agent && (await offered(agent.agentId, itemId))) return rings(agent.agentId, itemId)
    }
  }

  const offered = (agentId: string, itemId: string) =>
    post(agentId, {
      type: 'work_reported',
      itemId,
      state: 'offered',
      units: CHAT_UNITS,
      ifRoutable: true,
      force: false,
    }).then(
      () => true,
      (why: unknown) => {
        if (why instanceof Refused) return false
        throw why
      },
    )

  function rings(agentId: string, itemId: string) {
    const fate = random()
    if (fate < 0.02) {
      // Nobody picks up: the offer times out by itself and the agent turns inactive until they notice.
      later(between(35_000, 60_000), () => post(agentId, { type: 'reset' }))
    } else if (fate < 0.04) {
      later(between(1_000, 6_000), () => post(agentId, { type: 'offer_rejected', itemId }))
      later(between(12_000, 30_000), () => post(agentId, { type: 'reset' }))
    } else later(between(800, 6_000), () => accepts(agentId, itemId))
  }

  const report = (agentId: string, itemId: string, state: 'accepted' | 'wrap_up') =>
    post(agentId, { type: 'work_reported', itemId, state, ifRoutable: false, force: false })

  async function accepts(agentId: string, itemId: string) {
    await report(agentId, itemId, 'accepted')
    later(between(25_000, 110_000), async () => {
      await report(agentId, itemId, 'wrap_up')
      later(between(2_000, 10_000), () => post(agentId, { type: 'work_removed', itemId }))
    })
  }

  function arrivals() {
    const perSecond = agents * ARRIVALS_PER_AGENT
    later(-Math.log(1 - random()) * (1_000 / perSecond), async () => {
      arrivals()
      await chatArrives()
    })
  }

  later(0, async () => {
    await hub.changeSettings(ORG, withDemoSettings)
    for (const person of roster) later(between(0, 4_000), () => startsShift(person))
    later(2_000, async () => arrivals())
  })

  return () => {
    for (const cancel of running) cancel()
    running.clear()
  }
}

const status = (id: string, base: StatusDefinition['base'], label: string): StatusDefinition => ({
  id,
  base,
  labels: { en: label },
  selectable: true,
  archived: false,
  builtIn: false,
})

/** What an administrator of such a floor would have settled; only for its own teams. */
const withDemoSettings = (before: Settings): Settings => ({
  ...before,
  statuses: {
    lunch: status('lunch', 'away', 'Lunch'),
    training: status('training', 'busy', 'Training'),
    ...before.statuses,
  },
  teamPolicies: {
    ...Object.fromEntries(
      DEMO_TEAMS.map((team) => [
        team,
        { missedToInactive: true, rejectToDnd: true, offerTimeoutMs: 25_000, wrapUpMs: 20_000 },
      ]),
    ),
    ...before.teamPolicies,
  },
})
