import { engineWorld, type EngineWorld } from '../support/world.js'

async function signedIn(sessionLimit = 10): Promise<EngineWorld> {
  const world = engineWorld()
  await world.policy({ missedToInactive: true, rejectToDnd: true })
  await world.configures({ totalUnits: 100, sessionLimit })
  await world.opensTab()
  return world
}

const misses = async (world: EngineWorld, itemId: string) => {
  await world.reports(itemId, { state: 'offered', units: 0, force: true })
  return world.misses(itemId)
}

test('what was chosen before a hold does not come back after it', async () => {
  const world = await signedIn()
  await world.chooses('busy')
  await misses(world, 'offer')
  expect(await world.presence()).toMatchObject({ status: 'inactive', actor: { type: 'system' } })
  await world.resets()
  expect(await world.presence()).toMatchObject({ status: 'available', reason: 'capacity_free' })
})

test('nor does the default', async () => {
  const world = await signedIn()
  await world.configures({ defaultStatus: 'busy' })
  await world.signsOut()
  await world.opensTab()
  await misses(world, 'offer')
  await world.resets()
  expect(await world.presence()).toMatchObject({ status: 'available', reason: 'capacity_free' })
})

test('a second miss leaves the hold with the time it was taken at', async () => {
  const world = await signedIn()
  await misses(world, 'first')
  const { hold } = world.record.state
  await world.passes(1_000)
  await misses(world, 'second')
  expect(world.record.state.hold).toBe(hold)
})

test('an offer missed inside the grace makes inactive', async () => {
  const world = await signedIn()
  await world.reports('offer', { state: 'offered' })
  await world.closesTab()
  await world.misses('offer')
  expect(await world.presence()).toMatchObject({ status: 'inactive', connection: 'reconnecting' })
})

test.each([
  ['signed out', (world: EngineWorld) => world.signsOut()],
  ['disconnected', (world: EngineWorld) => world.closesTab().then(() => world.passes(5_000))],
])('no hold is taken while %s', async (_name, goes) => {
  const world = await signedIn(1)
  await world.reports('session')
  await world.reports('missed', { state: 'offered', force: true })
  await world.reports('rejected', { state: 'offered', force: true })
  await goes(world)
  await world.misses('missed')
  await world.rejects('rejected')
  expect(await world.reports('one too many')).toBe('session_limit')
  await world.opensTab()
  expect(await world.presence()).not.toHaveProperty('hold')
})

test('a reset while disconnected is harmless: the hold comes back with the agent', async () => {
  const world = await signedIn()
  await misses(world, 'offer')
  await world.closesTab()
  await world.passes(5_000)
  expect(await world.resets()).toBe('ok')
  await world.opensTab()
  expect(await world.presence()).toMatchObject({ status: 'inactive', hold: 'offer_missed' })
})

test('a policy that no longer asks for a hold does not lift the one taken', async () => {
  const world = await signedIn()
  await misses(world, 'offer')
  await world.policy({ missedToInactive: false })
  expect(await world.presence()).toMatchObject({ status: 'inactive' })
})

describe('the session limit', () => {
  async function held(): Promise<EngineWorld> {
    const world = await signedIn(2)
    for (const item of ['one', 'two']) await world.reports(item, { units: 30 })
    await world.reports('three', { units: 30, force: true })
    expect(await world.reports('four', { units: 30 })).toBe('session_limit')
    expect(await world.presence()).toMatchObject({ status: 'dnd', reason: 'session_limit' })
    return world
  }

  test('a close that does not bring the sessions below it leaves the hold', async () => {
    const world = await held()
    await world.removes('one')
    expect(await world.presence()).toMatchObject({ reason: 'session_limit', capacity: { sessions: 2 } })
    await world.removes('two')
    expect(await world.presence()).toMatchObject({ status: 'busy', reason: 'capacity_partial' })
  })

  test('a session that goes to wrap-up is none any more, and is no work removed', async () => {
    const world = await held()
    await world.removes('one')
    await world.reports('two', { state: 'wrap_up' })
    expect(await world.presence()).toMatchObject({ status: 'busy', capacity: { items: 2, sessions: 1 } })
    await world.chooses('available')
    await world.reports('three', { state: 'wrap_up' })
    expect(await world.presence()).toMatchObject({ status: 'available', reason: 'manual' })
  })

  test('passed by force is passed all the same, and leaves the hold of any extra item', async () => {
    const world = await signedIn(1)
    await world.reports('one', { units: 30 })
    expect(await world.reports('two', { units: 30, force: true })).toBe('ok')
    expect(await world.presence()).toMatchObject({ reason: 'session_limit', capacity: { sessions: 2 } })
    await world.chooses('away')
    await world.reports('three', { units: 30, force: true })
    expect(await world.presence()).toMatchObject({ status: 'away', reason: 'manual', capacity: { sessions: 3 } })
  })

  test('passed by an offer that is forced shows once the offer is accepted', async () => {
    const world = await signedIn(1)
    await world.reports('one', { units: 30 })
    await world.reports('two', { state: 'offered', units: 30, force: true })
    expect(await world.presence()).toMatchObject({ status: 'busy', reason: 'capacity_partial' })
    await world.reports('two', { state: 'accepted', force: true })
    expect(await world.presence()).toMatchObject({ status: 'dnd', reason: 'session_limit' })
  })

  test('more sessions allowed do not lift the hold', async () => {
    const world = await held()
    await world.configures({ sessionLimit: 20 })
    expect(await world.presence()).toMatchObject({ reason: 'session_limit' })
  })

  test('of the agent goes before that of the policy, and cleared gives way to it', async () => {
    const world = await signedIn(1)
    await world.policy({ sessionLimit: 2 })
    expect((await world.presence()).capacity.sessionLimit).toBe(1)
    world.posts({ type: 'profile_changed', sessionLimit: null })
    expect((await world.presence()).capacity.sessionLimit).toBe(2)
  })

  test('stops an offer, and the acceptance of one, but no item that is reported in wrap-up', async () => {
    const world = await signedIn(1)
    await world.reports('early', { state: 'offered' })
    await world.reports('session')
    expect(await world.reports('late', { state: 'offered' })).toBe('session_limit')
    expect(await world.reports('early')).toBe('session_limit')
    expect(world.record.state.work.map((item) => [item.itemId, item.state])).toEqual([
      ['early', 'offered'],
      ['session', 'accepted'],
    ])
    expect(await world.reports('after', { state: 'wrap_up' })).toBe('ok')
    expect(await world.presence()).toMatchObject({ reason: 'session_limit', capacity: { items: 3, sessions: 1 } })
  })
})
