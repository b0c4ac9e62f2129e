import { engineWorld, type EngineWorld } from '../support/world.js'

async function signedIn(): Promise<EngineWorld> {
  const world = engineWorld()
  await world.configures({ totalUnits: 100 })
  await world.opensTab()
  await world.passes(1_000)
  return world
}

test('another reason or another person is another row, and since stays where the status began', async () => {
  const world = await signedIn()
  const { since } = await world.presence()
  await world.chooses('available')
  await world.passes(1_000)
  await world.chooses('available', 'supervisor')
  expect((await world.presence()).since).toBe(since)
  expect(world.rows.slice(-3).map(({ status, reason, actor }) => [status, reason, actor.type])).toEqual([
    ['available', 'default', 'system'],
    ['available', 'manual', 'agent'],
    ['available', 'supervisor', 'supervisor'],
  ])
})

test('the same reason by another supervisor is another row', async () => {
  const world = await signedIn()
  for (const id of ['sam', 'sue']) world.posts({ type: 'chosen', status: 'away', by: { type: 'supervisor', id } })
  expect(world.rows.slice(-2).map(({ status, actor }) => [status, actor])).toEqual([
    ['away', { type: 'supervisor', id: 'sam' }],
    ['away', { type: 'supervisor', id: 'sue' }],
  ])
})

test('since moves with the status even where the base stays', async () => {
  const world = await signedIn()
  await world.policy({ missedToInactive: true })
  await world.reports('offer', { state: 'offered' })
  await world.misses('offer')
  const { since } = await world.presence()
  await world.passes(1_000)
  await world.chooses('away')
  expect((await world.presence()).since > since).toBe(true)
})

test('a sign-out names who signed the agent out', async () => {
  const world = await signedIn()
  world.posts({ type: 'signed_out', by: { type: 'supervisor', id: 'sam' } })
  expect(await world.presence()).toMatchObject({ reason: 'signed_out', actor: { type: 'supervisor', id: 'sam' } })
})

test('capacity that changes under the same status is seen, and is no row', async () => {
  const world = await signedIn()
  await world.reports('one', { units: 10 })
  const rows = world.rows.length
  const { version } = await world.presence()
  await world.reports('two', { units: 10 })
  expect(await world.presence()).toMatchObject({ version: version + 1, capacity: { usedUnits: 20 } })
  expect(world.rows).toHaveLength(rows)
})
