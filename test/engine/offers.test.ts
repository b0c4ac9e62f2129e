import { engineWorld } from '../support/world.js'

test('an offer whose acceptance is refused stays exactly as it was', async () => {
  const world = engineWorld()
  await world.configures({ totalUnits: 100 })
  await world.reports('c', { state: 'offered', units: 0 })
  const before = world.record
  expect(await world.reports('c', { state: 'accepted', ifRoutable: true })).toBe('not_routable')
  expect(world.record).toBe(before)
})

test('offers reserve capacity, so that a second one cannot exceed it, but do not show', async () => {
  const world = engineWorld()
  await world.configures({ totalUnits: 30 })
  await world.opensTab()
  expect(await world.reports('one', { state: 'offered', units: 30, ifRoutable: true })).toBe('ok')
  expect(await world.presence()).toMatchObject({
    status: 'available',
    routable: false,
    capacity: { usedUnits: 30, reservedUnits: 30 },
  })
  expect(await world.reports('two', { state: 'offered', units: 30, ifRoutable: true })).toBe('not_routable')
  expect(await world.reports('one', { state: 'accepted', ifRoutable: true })).toBe('ok')
})

test('an offer withdrawn leaves a choice alone', async () => {
  const world = engineWorld()
  await world.opensTab()
  await world.chooses('available')
  await world.reports('one', { state: 'offered' })
  await world.removes('one')
  expect(await world.presence()).toMatchObject({ status: 'available', reason: 'manual' })
})

test('an offer nobody answers is missed by itself, whether or not a tab saw it', async () => {
  const world = engineWorld()
  await world.policy({ missedToInactive: true })
  await world.opensTab()
  await world.reports('one', { state: 'offered' })
  await world.passes(119_999)
  expect((await world.presence()).status).toBe('available')
  await world.passes(1)
  expect(await world.presence()).toMatchObject({ status: 'inactive', capacity: { items: 0 } })
})

describe('an offer that was missed or rejected', () => {
  test.each(['misses', 'rejects'] as const)('cannot be accepted any more by who was too late: %s', async (ends) => {
    const world = engineWorld()
    await world.opensTab()
    await world.reports('one', { state: 'offered' })
    await world[ends]('one')
    const before = world.record
    expect(await world.reports('one', { state: 'accepted' })).toBe('conflict')
    await world.passes(5_000)
    expect(await world.reports('one', { state: 'accepted' })).toBe('conflict')
    expect(world.record).toBe(before)
  })

  test('can be once it is offered again, or forced, and later on it is an item like any other', async () => {
    const world = engineWorld()
    await world.opensTab()
    for (const item of ['again', 'forced', 'picked']) {
      await world.reports(item, { state: 'offered' })
      await world.misses(item)
    }
    expect(await world.reports('again', { state: 'offered' })).toBe('ok')
    expect(await world.reports('again', { state: 'accepted' })).toBe('ok')
    expect(await world.reports('forced', { state: 'accepted', force: true })).toBe('ok')
    await world.passes(5_001)
    expect(await world.reports('picked', { state: 'accepted' })).toBe('ok')
  })

  test('is forgotten after a while, however many there are', async () => {
    const world = engineWorld()
    await world.opensTab()
    for (let n = 0; n < 100; n++) {
      await world.reports(`offer-${n}`, { state: 'offered' })
      await world.misses(`offer-${n}`)
    }
    expect(world.record.state.endedOffers.length).toBeLessThanOrEqual(64)
    await world.passes(5_001)
    await world.reports('last', { state: 'offered' })
    await world.misses('last')
    expect(world.record.state.endedOffers).toMatchObject([{ itemId: 'last' }])
  })
})

test('a second miss changes nothing', async () => {
  const world = engineWorld()
  await world.policy({ missedToInactive: true })
  await world.opensTab()
  for (const offer of ['one', 'two']) await world.reports(offer, { state: 'offered', units: 0 })
  await world.misses('one')
  const { version, capacity: _one, ...first } = await world.presence()
  await world.misses('two')
  const { version: _later, capacity: _two, ...second } = await world.presence()
  expect(second).toEqual(first)
  expect(version).toBeGreaterThan(0)
})

test('a missed offer takes no hold while the agent is away from the sockets', async () => {
  const world = engineWorld()
  await world.policy({ missedToInactive: true })
  await world.opensTab()
  await world.reports('one', { state: 'offered' })
  await world.closesTab()
  await world.passes(121_000)
  await world.opensTab()
  expect(await world.presence()).toMatchObject({ status: 'available', reason: 'default' })
})

test('a work lease that is not renewed ends the item; one that is, goes on', async () => {
  const world = engineWorld()
  await world.policy({ workLeaseMs: 60_000 })
  await world.opensTab()
  await world.reports('one', { units: 1 })
  await world.passes(50_000)
  await world.reports('one')
  await world.passes(50_000)
  expect((await world.presence()).status).toBe('busy')
  await world.passes(10_000)
  expect(await world.presence()).toMatchObject({ status: 'available', reason: 'capacity_free' })
})

test('an item says what it is once; reported again it changes nothing, and what is left out stays', async () => {
  const world = engineWorld()
  await world.opensTab()
  await world.reports('one', { units: 30, kind: 'record' })
  const before = world.record
  await world.passes(1_000)
  expect(await world.reports('one')).toBe('ok')
  expect(world.record).toBe(before)
  await world.reports('one', { units: 40 })
  expect(world.record.state.work).toMatchObject([{ units: 40, kind: 'record' }])
})

test('what was accepted cannot be offered again', async () => {
  const world = engineWorld()
  await world.opensTab()
  await world.reports('one')
  expect(await world.reports('one', { state: 'offered' })).toBe('conflict')
  expect(world.record.state.work).toMatchObject([{ state: 'accepted' }])
})

test('a record can be missed, but not rejected', async () => {
  const world = engineWorld()
  await world.opensTab()
  await world.reports('case', { state: 'offered', kind: 'record' })
  expect(await world.rejects('case')).toBe('not_rejectable')
  expect(await world.misses('case')).toBe('ok')
})

test('a missed or rejected offer is no work removed', async () => {
  const world = engineWorld()
  await world.opensTab()
  await world.chooses('busy')
  for (const offer of ['one', 'two']) await world.reports(offer, { state: 'offered' })
  await world.misses('one')
  await world.rejects('two')
  expect(await world.presence()).toMatchObject({ status: 'busy', reason: 'manual' })
})

test.each(['work_removed', 'offer_missed', 'offer_rejected'] as const)('%s for nothing is not found', async (type) => {
  const world = engineWorld()
  await world.opensTab()
  const before = world.record
  expect(world.posts({ type, itemId: 'nothing' })).toBe('not_found')
  expect(world.record).toBe(before)
})

test('a wrap-up lasts from its start, whatever is reported meanwhile', async () => {
  const world = engineWorld()
  await world.policy({ wrapUpMs: 120_000, workLeaseMs: 600_000 })
  await world.configures({ totalUnits: 100 })
  await world.opensTab()
  await world.reports('one', { units: 30 })
  await world.reports('one', { state: 'wrap_up' })
  await world.passes(60_000)
  await world.reports('one', { state: 'wrap_up' })
  await world.passes(59_999)
  expect((await world.presence()).status).toBe('busy')
  await world.passes(1)
  expect((await world.presence()).status).toBe('available')
})

test('a policy that changes moves the deadlines that run', async () => {
  const world = engineWorld()
  await world.policy({ missedToInactive: true })
  await world.opensTab()
  await world.reports('one', { state: 'offered' })
  await world.passes(10_000)
  await world.policy({ offerTimeoutMs: 20_000 })
  await world.passes(9_999)
  expect((await world.presence()).status).toBe('available')
  await world.passes(1)
  expect((await world.presence()).status).toBe('inactive')
})
