import { createMemoryStore } from '../../server/store/memory-store.js'
import { createTestClock } from '../support/test-clock.js'
import { listening } from './listening.js'
import { put } from './records.js'
import { describeStore } from './store-suite.js'

describeStore('the embedded store', async (options) => {
  const clock = createTestClock()
  const store = createMemoryStore({ clock, ...options, followerFailed: () => {} })
  return { store, join: async () => store, advance: async (ms) => clock.advance(ms), stop: () => store.close() }
})

test('the embedded store goes on when the clock of the machine is set back', () => {
  let at = 1_000_000
  const store = createMemoryStore({ clock: { now: () => at, after: () => () => {}, every: () => () => {} } })
  expect(store.now()).toBe(1_000_000)
  at = 400_000
  expect(store.now()).toBe(1_000_000)
})

test('what a follower of the embedded store throws is told', async () => {
  const bug = new Error('a follower with a bug')
  const told: unknown[] = []
  const store = createMemoryStore({ clock: createTestClock(), followerFailed: (thrown) => told.push(thrown) })
  await store.follow({
    wants: () => true,
    entry() {
      throw bug
    },
    doubt: () => {},
  })
  const { count } = await listening(store)
  await store.commit('acme', [put('ada', 0)])
  await count(1)
  expect(told).toEqual([bug])
})

test('two embedded stores have different epochs, so that a restart is never taken for the same log', async () => {
  const [one, two] = [createMemoryStore({ clock: createTestClock() }), createMemoryStore({ clock: createTestClock() })]
  const [{ position }, other] = [await one.snapshot('acme'), await two.snapshot('acme')]
  expect(position.epoch).not.toBe(other.position.epoch)
  expect(await two.changesSince('acme', position)).toBe('gone')
})
