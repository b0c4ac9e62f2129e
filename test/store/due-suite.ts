import fc from 'fast-check'
import type { Store, Write } from '../../server/store/store.js'
import { put } from './records.js'
import type { StoreUnderTest } from './store-suite.js'

const MINUTE_MS = 60_000
const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)

/** Timers: part of the one suite. */
export function describeDue(underTest: () => StoreUnderTest): void {
  let tested: StoreUnderTest
  let store: Store
  beforeEach(() => {
    tested = underTest()
    store = tested.store
  })
  const commit = (writes: readonly Write[], org = 'acme') => store.commit(org, writes)

  describe('what is due', () => {
    test('is given once its time has come, longest overdue first, and until a commit sets another time', async () => {
      const now = store.now()
      await commit([put('late', 0, { dueAt: now + 90_000 }), put('early', 0, { dueAt: now + 60_000 }), put('never', 0)])
      expect(await store.due(10)).toEqual([])
      await tested.advance(90_000)
      expect(await store.due(10)).toEqual([
        { org: 'acme', agentId: 'early' },
        { org: 'acme', agentId: 'late' },
      ])
      expect(await store.due(1)).toEqual([{ org: 'acme', agentId: 'early' }])
      await commit([put('early', 1, { dueAt: store.now() + 60_000 })])
      await commit([put('late', 1)])
      expect(await store.due(10)).toEqual([])
      await tested.advance(60_000)
      expect(await store.due(10)).toEqual([{ org: 'acme', agentId: 'early' }])
    })

    test('moves forward and back with every commit, and knows its organisation', async () => {
      const now = store.now()
      await commit([put('ada', 0, { dueAt: now + 90_000 })])
      await commit([put('ada', 0, { dueAt: now + 20_000 })], 'rival')
      await commit([put('ada', 1, { dueAt: now + 10_000 })])
      await commit([put('ada', 2, { dueAt: now + 90_000 })])
      await commit([put('ada', 3, { dueAt: now + 10_000 })])
      await tested.advance(20_000)
      expect(await store.due(10)).toEqual([
        { org: 'acme', agentId: 'ada' },
        { org: 'rival', agentId: 'ada' },
      ])
    })

    test('is not moved by a commit in conflict', async () => {
      await commit([put('ada', 0, { dueAt: store.now() })])
      await commit([put('ada', 0)])
      expect(await store.due(10)).toEqual([{ org: 'acme', agentId: 'ada' }])
    })

    test('comes in the order of its time, whatever was set before', async () => {
      const agentIds = ['a', 'b', 'c', 'd', 'e', 'f']
      const setting = fc.record({
        agentId: fc.constantFrom(...agentIds),
        inMinutes: fc.option(fc.integer({ min: 1, max: 50 })),
      })
      const scripts = fc.array(fc.array(setting, { maxLength: 25 }), { maxLength: 4 })
      const cleared = agentIds.map((agentId) => ({ agentId, inMinutes: null }))
      const revisions = new Map(agentIds.map((agentId) => [agentId, 0]))
      await fc.assert(
        fc.asyncProperty(scripts, fc.integer({ min: 1, max: 8 }), async (rounds, limit) => {
          for (const settings of rounds) {
            const dueAt = new Map<string, number>()
            // Whatever the round before left is set anew or cleared first.
            for (const { agentId, inMinutes } of [...cleared, ...settings]) {
              const revision = revisions.get(agentId) ?? 0
              const at = inMinutes === null ? null : store.now() + inMinutes * MINUTE_MS
              await commit([put(agentId, revision, { dueAt: at })])
              revisions.set(agentId, revision + 1)
              dueAt.delete(agentId)
              if (at !== null) dueAt.set(agentId, at)
            }
            // Between two of their times, however long the commits took.
            await tested.advance(25.5 * MINUTE_MS)
            const times = [...dueAt.values()].filter((at) => at <= store.now()).sort((a, b) => a - b)
            const given = (await store.due(limit)).map(({ agentId }) => agentId)
            expect(given.map((agentId) => dueAt.get(agentId))).toEqual(times.slice(0, limit))
            expect(new Set(given).size).toBe(given.length)
          }
        }),
        { seed: SEED, numRuns: 20 },
      )
    })

    test('is found among very many that are not', async () => {
      const now = store.now()
      for (let n = 0; n < 1_000; n++) await commit([put(`a${n}`, 0, { dueAt: now + 1_000_000 + n })])
      await commit([put('soon', 0, { dueAt: now + 1 })])
      await tested.advance(1)
      expect(await store.due(10)).toEqual([{ org: 'acme', agentId: 'soon' }])
    })
  })
}
