import fc from 'fast-check'
import type { Store, Write } from '../../server/store/store.js'
import { listening } from './listening.js'
import { put, recordOf, remove } from './records.js'
import { replayed } from './replayed.js'
import type { StoreUnderTest } from './store-suite.js'
import { STEP, write } from './writers.js'

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
const DAY_MS = 86_400_000

/** The log: part of the one suite. */
export function describeLog(underTest: () => StoreUnderTest): void {
  let tested: StoreUnderTest
  let store: Store
  beforeEach(() => {
    tested = underTest()
    store = tested.store
  })
  const commit = (writes: readonly Write[], org = 'acme') => store.commit(org, writes)
  const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1)

  describe('the log', () => {
    test('is followed in order, by everybody, until they stop', async () => {
      const [one, two] = [await listening(store), await listening(store)]
      for (let n = 0; n < 30; n++) await commit([put('ada', n)])
      for (const { count } of [one, two])
        expect((await count(30)).map((entry) => entry.position.sequence)).toEqual(upTo(30))
      await one.stop()
      await commit([put('ada', 30)])
      await two.count(31)
      expect(one.heard).toHaveLength(30)
      await two.stop()
    })

    test('is followed to the end by the others when one of them throws, and by that one', async () => {
      let thrown = 0
      const stop = await store.follow({
        wants: () => true,
        entry() {
          thrown += 1
          throw new Error('a follower with a bug')
        },
        doubt: () => {},
      })
      const { count, stop: stopListening } = await listening(store)
      for (let n = 0; n < 5; n++) expect((await commit([put('ada', n)])).result).toBe('written')
      expect((await count(5)).map((entry) => entry.position.sequence)).toEqual(upTo(5))
      expect(thrown).toBe(5)
      await stop()
      await stopListening()
    })

    test('has the records and the changes of a commit in one entry, at the time it was written', async () => {
      const { count, stop } = await listening(store)
      const before = store.now()
      const [ada, bob] = [put('ada', 0), put('bob', 0)]
      await commit([ada, bob])
      const [entry] = await count(1)
      expect(entry).toMatchObject({
        org: 'acme',
        type: 'agents',
        puts: [
          { record: recordOf('ada', 1), changes: [recordOf('ada', 1).presence] },
          { record: recordOf('bob', 1), changes: [recordOf('bob', 1).presence] },
        ],
      })
      expect(entry?.at).toBeGreaterThanOrEqual(before)
      expect(entry?.position).toEqual((await store.snapshot('acme')).position)
      await stop()
    })

    test('of each organisation counts for itself', async () => {
      const { count, stop } = await listening(store)
      await commit([put('ada', 0)], 'acme')
      await commit([put('ada', 0)], 'rival')
      await commit([put('ada', 1)], 'acme')
      // Of two organisations either may be told first.
      const heard = (await count(3)).map(({ org, position }) => `${org} ${position.sequence}`)
      expect(heard.filter((one) => one !== 'rival 1')).toEqual(['acme 1', 'acme 2'])
      expect(heard).toContain('rival 1')
      await stop()
    })

    test('tells what changed since a position, or that it is gone', async () => {
      await commit([put('ada', 0)])
      const { position } = await store.snapshot('acme')
      expect(await store.changesSince('acme', position)).toEqual([])
      await commit([put('ada', 1)])
      await commit([remove('ada', 2)])
      const tombstone = await store.read('acme', 'ada')
      expect(await store.changesSince('acme', position)).toMatchObject([
        { type: 'agents', puts: [{ record: recordOf('ada', 2) }] },
        { type: 'agent_deleted', tombstone },
      ])
      expect(await store.changesSince('acme', { ...position, epoch: 'another' })).toBe('gone')
      expect(await store.changesSince('acme', { ...position, sequence: 999 })).toBe('gone')
    })

    test('is bounded: what was trimmed is gone, not wrong', async () => {
      await commit([put('ada', 0)])
      const { position } = await store.snapshot('acme')
      for (let n = 1; n <= 120; n++) await commit([put('ada', n)])
      expect(await store.changesSince('acme', position)).toBe('gone')
      const recent = await store.changesSince('acme', { ...position, sequence: position.sequence + 110 })
      expect(recent).toHaveLength(10)
    })

    test('does not reach back further than its age, but a position at its end is never gone', async () => {
      const { position: empty } = await store.snapshot('acme')
      await commit([put('ada', 0)])
      const { position } = await store.snapshot('acme')
      await tested.advance(DAY_MS + 1_000)
      expect(await store.changesSince('acme', position)).toEqual([])
      await commit([put('ada', 1)])
      expect(await store.changesSince('acme', empty)).toBe('gone')
      expect(await store.changesSince('acme', position)).toMatchObject([{ position: { sequence: 2 } }])
    })

    test('replayed on any snapshot gives the state, whoever wrote at the same time', async () => {
      let run = 0
      // 3 x 8 commits of 2 entries at most: all fit in the 50 of the log.
      const writers = fc.array(fc.array(STEP, { maxLength: 8 }), { minLength: 1, maxLength: 3 })
      await fc.assert(
        fc.asyncProperty(writers, fc.nat(12), async (scripts, turns) => {
          const org = `org-${++run}`
          const { heard, count, stop } = await listening(store, org)
          const first = await store.snapshot(org)
          const writing = Promise.all(scripts.map((script) => write(store, org, script)))
          for (let turn = 0; turn < turns; turn++) await store.read(org, 'a')
          const midway = await store.snapshot(org)
          await writing
          const last = await store.snapshot(org)

          const since = await store.changesSince(org, first.position)
          if (since === 'gone') throw new Error('48 entries fit')
          expect(since.map((entry) => entry.position.sequence)).toEqual(upTo(last.position.sequence))
          expect(replayed(first, since)).toEqual(replayed(last, []))
          await count(since.length)
          expect(heard).toEqual(since)
          const later = heard.filter((entry) => entry.position.sequence > midway.position.sequence)
          expect(replayed(midway, later)).toEqual(replayed(last, []))
          await stop()
        }),
        { seed: SEED, numRuns: 50 },
      )
    })
  })
}
