import type { Base } from '../../protocol/vocabulary.js'
import { enter, STATES, type State } from '../support/state-table.js'
import { engineWorld, type EngineWorld } from '../support/world.js'

type Lasting = Exclude<State, 'O-DIS' | 'O-OUT'>
const LASTING = STATES.filter((state): state is Lasting => state !== 'O-DIS' && state !== 'O-OUT')

/** What a sign-in leads to from what each state leaves behind: its default, or capacity where it holds work. */
const SIGN_IN: Readonly<Record<Lasting, readonly [status: string, reason: string]>> = {
  'A-CAP': ['available', 'default'],
  'B-CAP': ['busy', 'capacity_partial'],
  'D-CAP': ['dnd', 'capacity_full'],
  'A-DEF': ['available', 'default'],
  'B-DEF': ['busy', 'default'],
  'D-DEF': ['dnd', 'default'],
  'A-MAN': ['available', 'default'],
  'B-MAN': ['available', 'default'],
  'D-MAN': ['available', 'default'],
  'W-MAN': ['available', 'default'],
  'O-MAN': ['available', 'default'],
  'W-DEF': ['away', 'default'],
  'O-DEF': ['offline', 'default'],
  'I-MIS': ['available', 'default'],
  'D-REJ': ['available', 'default'],
  // Ten sessions of no units: work is held, and capacity says free.
  'D-LIM': ['available', 'capacity_free'],
}

async function seen(world: EngineWorld) {
  const { status, base, label, reason, actor, hold, capacity } = await world.presence()
  return { status, base, label, reason, actor, hold, capacity }
}

describe.each(LASTING)('%s', (state) => {
  test('a refresh inside the grace leaves no trace but the connection', async () => {
    const world = engineWorld()
    await enter(world, state, 'lost')
    const { since } = await world.presence()
    const before = await seen(world)
    const rows = world.rows.length
    await world.closesTab()
    expect(await seen(world)).toEqual(before)
    expect(await world.presence()).toMatchObject({ connection: 'reconnecting', routable: false })
    await world.passes(4_999)
    await world.opensTab()
    expect(await seen(world)).toEqual(before)
    expect(await world.presence()).toMatchObject({ since, connection: 'connected' })
    expect(world.rows).toHaveLength(rows)
  })

  test('in the last moment of the window it is found as it was left', async () => {
    const world = engineWorld()
    await enter(world, state, 'lost')
    const before = await seen(world)
    await world.closesTab()
    await world.passes(150_000)
    expect(await world.presence()).toMatchObject({ status: 'offline', reason: 'disconnected' })
    await world.opensTab()
    expect(await seen(world)).toEqual(before)
  })

  test('a moment later it is a sign-in', async () => {
    const world = engineWorld()
    await enter(world, state, 'lost')
    await world.closesTab()
    await world.passes(150_001)
    await world.opensTab()
    const [status, reason] = SIGN_IN[state]
    expect(await world.presence()).toMatchObject({ status, reason, actor: { type: 'system' } })
    expect(await world.presence()).not.toHaveProperty('hold')
  })

  test('so it is right after a sign-out', async () => {
    const world = engineWorld()
    await enter(world, state, 'sign out')
    await world.signsOut()
    await world.opensTab()
    const [status, reason] = SIGN_IN[state]
    expect(await world.presence()).toMatchObject({ status, reason })
    expect(await world.presence()).not.toHaveProperty('hold')
  })
})

describe('signing in', () => {
  /** Work at sign-in outweighs a default of available, busy or dnd; an offer is no work yet. */
  const WITH_WORK: Readonly<Record<Base, readonly [status: string, reason: string]>> = {
    available: ['busy', 'capacity_partial'],
    busy: ['busy', 'capacity_partial'],
    dnd: ['busy', 'capacity_partial'],
    away: ['away', 'default'],
    offline: ['offline', 'default'],
  }
  test.each(Object.entries(WITH_WORK))('with a chat, default %s', async (defaultStatus, [status, reason]) => {
    const world = engineWorld()
    await world.configures({ totalUnits: 100, defaultStatus })
    await world.reports('chat', { units: 30 })
    await world.opensTab()
    expect(await world.presence()).toMatchObject({ status, reason })
  })

  test.each(Object.keys(WITH_WORK))('with an offer only, default %s', async (defaultStatus) => {
    const world = engineWorld()
    await world.configures({ totalUnits: 100, defaultStatus })
    await world.reports('chat', { state: 'offered', units: 30 })
    await world.opensTab()
    expect(await world.presence()).toMatchObject({ status: defaultStatus, reason: 'default' })
  })

  test("the agent's own default goes before the policy's, and cleared gives way to it", async () => {
    const world = engineWorld()
    await world.policy({ defaultStatus: 'busy' })
    await world.configures({ defaultStatus: 'away' })
    await world.opensTab()
    expect(await world.presence()).toMatchObject({ status: 'away', reason: 'default' })
    world.posts({ type: 'profile_changed', defaultStatus: null })
    await world.signsOut()
    await world.opensTab()
    expect(await world.presence()).toMatchObject({ status: 'busy', reason: 'default' })
  })

  test('a second tab shows what the first shows, and runs no sign-in', async () => {
    const world = engineWorld()
    await world.configures({ totalUnits: 100, defaultStatus: 'away' })
    await world.opensTab()
    await world.chooses('busy')
    const before = world.record.presence
    await world.opensTab('second')
    expect(world.record.presence).toEqual(before)
  })

  test('without a grace the agent is offline at once', async () => {
    const world = engineWorld()
    await world.policy({ offlineGraceMs: 0 })
    await world.opensTab()
    await world.closesTab()
    expect(await world.presence()).toMatchObject({ status: 'offline', connection: 'disconnected' })
  })

  test.each([
    ['a chat accepted meanwhile', 'chat', 'busy', 'capacity_partial'],
    ['an offer that came and went meanwhile', 'offer', 'available', 'manual'],
  ])('a choice of available, back in the window after %s', async (_name, what, status, reason) => {
    const world = engineWorld()
    await world.configures({ totalUnits: 100 })
    await world.opensTab()
    await world.chooses('available')
    await world.closesTab()
    await world.passes(60_000)
    await world.reports('item', { units: 30, state: what === 'offer' ? 'offered' : 'accepted' })
    if (what === 'offer') await world.removes('item')
    await world.opensTab()
    expect(await world.presence()).toMatchObject({ status, reason })
  })
})

describe('a tab that was there all along and says so again', () => {
  const claims = (world: EngineWorld) => world.posts({ type: 'connection_claimed', id: 'tab', node: 'after' })

  test('finds the presence it had, though its node was taken for dead', async () => {
    const world = engineWorld()
    await enter(world, 'D-MAN', 'lost')
    const { presence } = world.record
    world.posts({ type: 'node_lost', node: 'n' })
    await world.passes(20_000)
    expect(await world.presence()).toMatchObject({ status: 'offline', reason: 'disconnected' })
    expect(claims(world)).toBe('ok')
    expect(await world.presence()).toMatchObject({ status: presence.status, reason: presence.reason })
  })

  test('does not sign in who signed out meanwhile', async () => {
    const world = engineWorld()
    await world.opensTab()
    await world.signsOut()
    const { record } = world
    expect(claims(world)).toBe('ok')
    expect(world.record).toBe(record)
  })
})
