import type { StatusDefinition } from '../../protocol/presence.js'
import { BASES, type Base } from '../../protocol/vocabulary.js'
import { engineWorld, type EngineWorld } from '../support/world.js'

const course = (base: Base, label = 'Training'): StatusDefinition => ({
  id: 'course',
  base,
  labels: { en: label },
  selectable: true,
  archived: false,
  builtIn: false,
})

async function inCourse(base: Base): Promise<EngineWorld> {
  const world = engineWorld()
  await world.defines(course(base))
  await world.configures({ totalUnits: 100 })
  await world.opensTab()
  await world.chooses('course')
  return world
}

/** Custom statuses are kept, or end with work, as their base does. */
const AFTER_WORK: Readonly<Record<Base, readonly [status: string, reason: string]>> = {
  available: ['busy', 'capacity_partial'],
  busy: ['busy', 'capacity_partial'],
  dnd: ['course', 'manual'],
  away: ['course', 'manual'],
  offline: ['course', 'manual'],
}
test.each(BASES)('one of base %s after work', async (base) => {
  const world = await inCourse(base)
  const [status, reason] = AFTER_WORK[base]
  await world.reports('chat', { units: 30 })
  expect(await world.presence()).toMatchObject({ status, reason })
})

test('editing a label is seen at once, and is no status change', async () => {
  const world = await inCourse('away')
  const { since, version } = await world.presence()
  const rows = world.rows.length
  await world.passes(1_000)
  await world.defines(course('away', 'Course'))
  expect(await world.presence()).toMatchObject({ status: 'course', label: 'Course', since, version: version + 1 })
  expect(world.rows).toHaveLength(rows)
})

test('a built-in can be relabelled', async () => {
  const world = engineWorld()
  await world.opensTab()
  await world.chooses('away')
  const away = world.rulebook.statuses.get('away')
  if (!away) throw new Error('away is built in')
  await world.defines({ ...away, labels: { en: 'Stepped out' } })
  expect(await world.presence()).toMatchObject({ status: 'away', label: 'Stepped out' })
})

describe('editing the base', () => {
  test('re-decides everyone in it at once', async () => {
    const world = await inCourse('busy')
    expect((await world.presence()).routable).toBe(true)
    await world.defines(course('away'))
    expect(await world.presence()).toMatchObject({ status: 'course', base: 'away', routable: false })
    expect(world.rows.at(-1)).toMatchObject({ status: 'course', base: 'away' })
    await world.reports('chat', { units: 30 })
    expect(await world.presence()).toMatchObject({ status: 'course' })
  })

  test('to one that ends with work ends a choice that work was added to since', async () => {
    const world = await inCourse('away')
    await world.reports('chat', { units: 100 })
    await world.defines(course('available'))
    expect(await world.presence()).toMatchObject({ status: 'dnd', reason: 'capacity_full' })
    await world.chooses('course')
    expect(await world.presence()).toMatchObject({ status: 'course', base: 'available', reason: 'manual' })
  })

  test('does not end a choice made again after that work', async () => {
    const world = await inCourse('away')
    await world.reports('chat', { units: 30 })
    const { version } = await world.presence()
    await world.chooses('course')
    expect((await world.presence()).version).toBe(version)
    await world.defines(course('busy'))
    expect(await world.presence()).toMatchObject({ status: 'course', base: 'busy' })
  })

  test.each([
    ['work at sign-in', true],
    ['work since', false],
  ])('to one that ends with work ends a default with %s', async (_name, first) => {
    const world = engineWorld()
    await world.defines(course('away'))
    await world.configures({ totalUnits: 100, defaultStatus: 'course' })
    if (first) await world.reports('chat', { units: 30 })
    await world.opensTab()
    if (!first) await world.reports('chat', { units: 30 })
    expect(await world.presence()).toMatchObject({ status: 'course', reason: 'default' })
    await world.defines(course('available'))
    expect(await world.presence()).toMatchObject({ status: 'busy', reason: 'capacity_partial' })
  })
})

describe('archiving', () => {
  test.each(BASES)('turns who chose one of base %s to the built-in, held as before', async (base) => {
    const world = await inCourse(base)
    await world.archives('course')
    expect(await world.presence()).toMatchObject({ status: base, base, reason: 'manual', actor: { id: 'ada' } })
    await world.reports('chat', { units: 30 })
    const kept = AFTER_WORK[base][0] === 'course'
    expect(await world.presence()).toMatchObject(kept ? { status: base, reason: 'manual' } : { status: 'busy' })
    expect(await world.chooses('course')).toBe('not_selectable')
  })

  test('turns who is in it by default, and later sign-ins, to the built-in', async () => {
    const world = engineWorld()
    await world.defines(course('away'))
    await world.configures({ defaultStatus: 'course' })
    await world.opensTab()
    await world.archives('course')
    expect(await world.presence()).toMatchObject({ status: 'away', label: 'Appear away', reason: 'default' })
    await world.signsOut()
    await world.opensTab()
    expect(await world.presence()).toMatchObject({ status: 'away', label: 'Appear away', reason: 'default' })
  })

  test('while the line is down: the built-in is found on return, and the timeline keeps the old label', async () => {
    const world = await inCourse('busy')
    await world.closesTab()
    await world.passes(5_000)
    await world.archives('course')
    await world.opensTab()
    expect(await world.presence()).toMatchObject({ status: 'busy', label: 'Busy', reason: 'manual' })
    expect((await world.timeline()).map((row) => row.label)).toContain('Training')
  })
})

test.each(['nowhere', 'inactive', 'course'])('%s, or an archived one, cannot be made a default', async (status) => {
  const world = engineWorld()
  await world.defines({ ...course('away'), archived: true })
  await world.opensTab()
  const before = world.record
  expect(world.posts({ type: 'profile_changed', defaultStatus: status, totalUnits: 5 })).toBe('unknown_status')
  expect(world.record).toBe(before)
})

test('a default that nobody knows any more is available, never offline by accident', async () => {
  const world = engineWorld()
  await world.policy({ defaultStatus: 'forgotten' })
  await world.opensTab()
  expect(await world.presence()).toMatchObject({ status: 'available', reason: 'default' })
})
