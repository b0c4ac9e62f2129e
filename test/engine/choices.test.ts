import type { ActorType, Reason } from '../../protocol/vocabulary.js'
import { engineWorld, type EngineWorld } from '../support/world.js'

const ADA = { type: 'agent', id: 'ada' } as const
const MINUTE_MS = 60_000

async function signedIn(): Promise<EngineWorld> {
  const world = engineWorld()
  await world.configures({ totalUnits: 100 })
  await world.opensTab()
  return world
}

const REASONS: Readonly<Record<Exclude<ActorType, 'system'>, Reason>> = {
  agent: 'manual',
  supervisor: 'supervisor',
  admin: 'supervisor',
  service: 'api',
}
test.each([
  ['agent', REASONS.agent],
  ['supervisor', REASONS.supervisor],
  ['admin', REASONS.admin],
  ['service', REASONS.service],
] as const)('a choice by %s says %s, and names who', async (type, reason) => {
  const world = await signedIn()
  world.posts({ type: 'chosen', status: 'away', by: { type, id: 'who' } })
  expect(await world.presence()).toMatchObject({ status: 'away', reason, actor: { type, id: 'who' } })
})

test('a choice with an end is over by itself then, and capacity decides', async () => {
  const world = await signedIn()
  await world.reports('chat', { units: 30 })
  world.posts({ type: 'chosen', status: 'away', by: ADA, note: 'at the dentist', until: world.now + MINUTE_MS })
  expect(await world.presence()).toMatchObject({
    status: 'away',
    note: 'at the dentist',
    expiresAt: new Date(world.now + MINUTE_MS).toISOString(),
  })
  await world.passes(MINUTE_MS - 1)
  expect((await world.presence()).status).toBe('away')
  await world.passes(1)
  expect(await world.presence()).toMatchObject({ status: 'busy', reason: 'capacity_partial' })
  expect(await world.presence()).not.toHaveProperty('note')
  expect(await world.presence()).not.toHaveProperty('expiresAt')
})

test('the end of a choice that was made longer meanwhile does not end it', async () => {
  const world = await signedIn()
  world.posts({ type: 'chosen', status: 'away', by: ADA, until: world.now + MINUTE_MS })
  world.posts({ type: 'chosen', status: 'away', by: ADA, until: world.now + 2 * MINUTE_MS })
  await world.passes(MINUTE_MS)
  expect(world.posts({ type: 'choice_expired' })).toBe('ok')
  expect((await world.presence()).status).toBe('away')
})

test.each([-1, 0])('a choice whose end is %d ms from now is refused', async (ms) => {
  const world = await signedIn()
  expect(world.posts({ type: 'chosen', status: 'away', by: ADA, until: world.now + ms })).toBe('invalid')
  expect((await world.presence()).status).toBe('available')
})

test('the note of a choice is not shown once somebody is offline', async () => {
  const world = await signedIn()
  world.posts({ type: 'chosen', status: 'away', by: ADA, note: 'at the dentist' })
  await world.closesTab()
  await world.passes(5_000)
  expect(await world.presence()).not.toHaveProperty('note')
  await world.opensTab()
  expect(await world.presence()).toMatchObject({ status: 'away', note: 'at the dentist' })
})

test('the same choice again changes nothing; with another note, end or person it does', async () => {
  const world = await signedIn()
  const choose = (more: object = {}) => world.posts({ type: 'chosen', status: 'away', by: ADA, ...more })
  choose()
  const before = world.record
  choose()
  expect(world.record).toBe(before)
  for (const more of [{ note: 'later' }, { until: world.now + 1 }, { by: { type: 'supervisor', id: 'sam' } }]) {
    const { version } = world.record.presence
    choose(more)
    expect(world.record.presence.version).toBe(version + 1)
  }
})

test('do not disturb chosen at full capacity is the same status, now held', async () => {
  const world = await signedIn()
  await world.reports('chat', { units: 100 })
  const { since, status } = await world.presence()
  await world.passes(1_000)
  await world.chooses('dnd')
  expect(await world.presence()).toMatchObject({ status, since, reason: 'manual' })
  expect((await world.timeline())[0]).toMatchObject({ status: 'dnd', reason: 'manual' })
  await world.removes('chat')
  expect(await world.presence()).toMatchObject({ status: 'dnd', reason: 'manual' })
})

test('a status may be chosen for somebody inside the grace', async () => {
  const world = await signedIn()
  await world.closesTab()
  expect(await world.chooses('busy', 'supervisor')).toBe('ok')
  expect(await world.presence()).toMatchObject({ status: 'busy', connection: 'reconnecting' })
})

test.each([
  ['nowhere', 'unknown_status'],
  ['inactive', 'not_selectable'],
  ['shelved', 'not_selectable'],
  ['hidden', 'not_selectable'],
  ['for-others', 'not_selectable'],
  ['for-us', 'ok'],
])('choosing %s: %s', async (status, answer) => {
  const world = engineWorld()
  const custom = { base: 'away', labels: { en: 'Any' }, selectable: true, archived: false, builtIn: false } as const
  await world.defines({ ...custom, id: 'shelved', archived: true })
  await world.defines({ ...custom, id: 'hidden', selectable: false })
  await world.defines({ ...custom, id: 'for-others', teams: ['theirs'] })
  await world.defines({ ...custom, id: 'for-us', teams: ['theirs', 'ours'] })
  world.posts({ type: 'profile_changed', teams: ['ours'] })
  await world.opensTab()
  expect(await world.chooses(status)).toBe(answer)
  expect((await world.presence()).status).toBe(answer === 'ok' ? status : 'available')
})
