// The 20 scenarios of behaviour section 9 as a table: each is played in any world.
import type { Presence, StatusDefinition } from '../../protocol/presence.js'
import type { World } from './world.js'

const CHAT = { units: 30 } as const
const MINUTE = 60_000

type Seen = Partial<
  Pick<Presence, 'status' | 'reason' | 'label' | 'routable' | 'hold' | 'connection' | 'actor' | 'base'>
>

async function sees(world: World, expected: Seen): Promise<void> {
  expect(await world.presence()).toMatchObject(expected)
}

/** Signed in with 100 units, nothing to do: Available by default. */
async function begins(world: World, profile: Parameters<World['configures']>[0] = { totalUnits: 100 }): Promise<void> {
  await world.configures(profile)
  await world.opensTab()
}

const custom = (id: string, base: StatusDefinition['base'], label: string): StatusDefinition => ({
  id,
  base,
  labels: { en: label },
  selectable: true,
  archived: false,
  builtIn: false,
})

async function accepts(world: World, count: number, units = 30): Promise<void> {
  for (let n = 1; n <= count; n++) expect(await world.reports(`chat-${n}`, { units })).toBe('ok')
}

export const SCENARIOS: Readonly<Record<string, (world: World) => Promise<void>>> = {
  '1 capacity drives the status': async (world) => {
    await begins(world)
    await sees(world, { status: 'available', routable: true })
    await accepts(world, 1)
    await sees(world, { status: 'busy', reason: 'capacity_partial' })
    await world.reports('big', { units: 70 })
    await sees(world, { status: 'dnd', reason: 'capacity_full', routable: false })
    await world.removes('big')
    await sees(world, { status: 'busy' })
    await world.removes('chat-1')
    await sees(world, { status: 'available', reason: 'capacity_free' })
  },

  '2 do not disturb by hand is not released by work': async (world) => {
    await begins(world)
    await world.chooses('dnd')
    await world.reports('forced', { ...CHAT, force: true })
    await sees(world, { status: 'dnd', reason: 'manual' })
    await world.removes('forced')
    await sees(world, { status: 'dnd', reason: 'manual' })
    await world.chooses('available')
    await sees(world, { status: 'available', reason: 'manual' })
    await accepts(world, 1)
    await sees(world, { status: 'busy', reason: 'capacity_partial' })
  },

  '3 available while working lasts until the next work': async (world) => {
    await begins(world)
    await accepts(world, 1)
    await world.chooses('available')
    await sees(world, { status: 'available', reason: 'manual' })
    expect((await world.presence()).capacity.items).toBe(1)
    await world.reports('another', CHAT)
    await sees(world, { status: 'busy', reason: 'capacity_partial' })
  },

  '4 appear away stays; busy by hand ends with the next work': async (world) => {
    await begins(world)
    await accepts(world, 2)
    await world.chooses('away')
    await world.removes('chat-1')
    await world.removes('chat-2')
    await sees(world, { status: 'away', reason: 'manual' })
    await world.chooses('busy')
    await sees(world, { status: 'busy', reason: 'manual' })
    await accepts(world, 1)
    await sees(world, { status: 'busy', reason: 'capacity_partial' })
    await world.removes('chat-1')
    await sees(world, { status: 'available' })
  },

  '5 a missed offer makes inactive until reset': async (world) => {
    await begins(world)
    await world.policy({ missedToInactive: true })
    await accepts(world, 1)
    await world.reports('offer', { ...CHAT, state: 'offered' })
    await world.passes(2 * MINUTE)
    await sees(world, {
      status: 'inactive',
      base: 'away',
      label: 'Inactive',
      reason: 'offer_missed',
      hold: 'offer_missed',
    })
    await world.removes('chat-1')
    await sees(world, { status: 'inactive' })
    await world.resets()
    await sees(world, { status: 'available', reason: 'capacity_free' })
  },

  '6 a rejected offer makes do not disturb until reset': async (world) => {
    await begins(world, { totalUnits: 3 })
    await world.policy({ rejectToDnd: true })
    await world.reports('one', { units: 1 })
    await world.reports('offer', { units: 1, state: 'offered' })
    await world.rejects('offer')
    await sees(world, { status: 'dnd', reason: 'offer_rejected' })
    await world.resets()
    await sees(world, { status: 'busy', reason: 'capacity_partial' })
  },

  '7 reset leads to capacity, never to the default': async (world) => {
    await begins(world, { totalUnits: 100, defaultStatus: 'away' })
    await world.policy({ missedToInactive: true })
    await sees(world, { status: 'away', reason: 'default' })
    await world.chooses('available')
    await world.reports('offer', { ...CHAT, state: 'offered' })
    await world.misses('offer')
    await sees(world, { status: 'inactive' })
    await world.resets()
    await sees(world, { status: 'available', reason: 'capacity_free' })
  },

  '8 the 11th session holds, the 10th does not': async (world) => {
    await begins(world, { totalUnits: 100 })
    await accepts(world, 10, 1)
    await sees(world, { status: 'busy', reason: 'capacity_partial' })
    expect(await world.reports('chat-11', { units: 1 })).toBe('session_limit')
    await sees(world, { status: 'dnd', reason: 'session_limit', hold: 'session_limit' })
    expect((await world.presence()).capacity.sessions).toBe(10)
    await world.removes('chat-1')
    await sees(world, { status: 'busy', reason: 'capacity_partial' })
  },

  '9 a custom status comes back within the window, and not after it': async (world) => {
    await begins(world)
    await world.defines(custom('lunch-prep', 'busy', 'Lunch prep'))
    await world.chooses('lunch-prep')
    await world.closesTab()
    await world.passes(149_000 - world.slackMs)
    await sees(world, { status: 'offline', reason: 'disconnected' })
    await world.opensTab()
    await sees(world, { status: 'lunch-prep', label: 'Lunch prep', reason: 'manual' })
    await world.closesTab()
    await world.passes(151_000)
    await world.opensTab()
    await sees(world, { status: 'available', reason: 'default' })
  },

  '10 work that went meanwhile counts on return': async (world) => {
    await begins(world)
    await accepts(world, 1)
    await world.closesTab()
    await world.passes(MINUTE)
    await world.removes('chat-1')
    await world.passes(40_000)
    await world.opensTab()
    await sees(world, { status: 'available', reason: 'capacity_free' })
  },

  '11 one of two tabs closed is nothing, the last one is': async (world) => {
    await begins(world)
    await world.chooses('busy')
    await world.opensTab('second')
    const before = await world.presence()
    await world.closesTab('second')
    expect(await world.presence()).toEqual(before)
    await world.closesTab()
    await sees(world, { status: 'busy', connection: 'reconnecting', routable: false })
    await world.passes(5_000)
    await sees(world, { status: 'offline', connection: 'disconnected' })
    await world.passes(15_000)
    await world.opensTab()
    await sees(world, { status: 'busy', reason: 'manual', connection: 'connected' })
  },

  '12 twenty refreshes leave one row in the timeline': async (world) => {
    await begins(world)
    for (let refresh = 0; refresh < 20; refresh++) {
      await world.closesTab()
      await world.passes(3_000 - world.slackMs)
      await sees(world, { status: 'available' })
      await world.opensTab()
    }
    const rows = await world.timeline()
    expect(rows.filter((row) => row.status === 'available')).toHaveLength(1)
  },

  '13 a default of offline is kept until a choice': async (world) => {
    await begins(world, { totalUnits: 100, defaultStatus: 'offline' })
    await accepts(world, 3)
    await sees(world, { status: 'offline', reason: 'default', connection: 'connected', routable: false })
    await world.chooses('available')
    await sees(world, { status: 'available', reason: 'manual' })
    await world.reports('next', { units: 1 })
    await sees(world, { status: 'busy', reason: 'capacity_partial' })
  },

  '14 nothing of nothing is exhausted': async (world) => {
    await begins(world, { totalUnits: 0 })
    await world.reports('forced', { ...CHAT, force: true })
    await sees(world, { status: 'dnd', reason: 'capacity_full' })
    await world.removes('forced')
    await sees(world, { status: 'dnd', reason: 'capacity_full' })
    await world.signsOut()
    await world.opensTab()
    await sees(world, { status: 'available', reason: 'default', routable: false })
  },

  '15 a blocking profile exhausts alone': async (world) => {
    await begins(world, {
      profiles: [
        { name: 'chat', limit: 3, blocking: false },
        { name: 'voice', limit: 1, blocking: true },
      ],
    })
    await world.reports('call', { profile: 'voice' })
    await sees(world, { status: 'dnd', reason: 'capacity_full' })
    await world.removes('call')
    await sees(world, { status: 'available' })
    for (const chat of ['one', 'two', 'three']) await world.reports(chat, { profile: 'chat' })
    await sees(world, { status: 'busy', reason: 'capacity_partial' })
  },

  '16 whoever changed it is named': async (world) => {
    await begins(world)
    await world.chooses('available', 'supervisor')
    await sees(world, { status: 'available', reason: 'supervisor', actor: { type: 'supervisor', id: 'sam' } })
    await world.chooses('dnd')
    await sees(world, { status: 'dnd', reason: 'manual', actor: { type: 'agent', id: world.agentId } })
  },

  '17 an archived status hands over to its base, still held': async (world) => {
    await begins(world)
    await world.defines(custom('course', 'away', 'Training'))
    await world.chooses('course')
    await world.archives('course')
    await sees(world, { status: 'away', label: 'Appear away', reason: 'manual' })
    await accepts(world, 1)
    await sees(world, { status: 'away', reason: 'manual' })
    const [now, before] = await world.timeline()
    expect([now?.label, before?.label]).toEqual(['Appear away', 'Training'])
  },

  '18 wrap-up keeps its capacity for two minutes': async (world) => {
    await begins(world)
    await world.policy({ wrapUpMs: 2 * MINUTE })
    await accepts(world, 1)
    await world.reports('chat-1', { state: 'wrap_up' })
    await world.passes(2 * MINUTE - 1 - world.slackMs)
    await sees(world, { status: 'busy', reason: 'capacity_partial' })
    await world.passes(1 + world.slackMs)
    await sees(world, { status: 'available', reason: 'capacity_free' })
  },

  '19 a hold comes back within the window, and not after it': async (world) => {
    await begins(world)
    await world.policy({ rejectToDnd: true })
    await world.reports('offer', { ...CHAT, state: 'offered' })
    await world.rejects('offer')
    await world.closesTab()
    await world.passes(30_000)
    await world.opensTab()
    await sees(world, { status: 'dnd', reason: 'offer_rejected', hold: 'offer_rejected' })
    await world.closesTab()
    await world.passes(3 * MINUTE)
    await world.opensTab()
    await sees(world, { status: 'available', reason: 'default' })
    expect(await world.presence()).not.toHaveProperty('hold')
  },

  '20 of acceptance and time-out exactly one wins': async (world) => {
    await begins(world)
    await world.reports('early', { ...CHAT, state: 'offered' })
    expect(await world.reports('early', { state: 'accepted' })).toBe('ok')
    expect(await world.misses('early')).toBe('conflict')
    await world.reports('late', { ...CHAT, state: 'offered' })
    const race = await Promise.all([world.reports('late', { state: 'accepted' }), world.misses('late')])
    expect([
      ['ok', 'conflict'],
      ['conflict', 'ok'],
    ]).toContainEqual(race)
    await sees(world, { status: 'busy' })
  },
}
