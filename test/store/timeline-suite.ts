import type { Store, Write } from '../../server/store/store.js'
import { put, remove, rowOf } from './records.js'
import type { StoreUnderTest } from './store-suite.js'

const DAY_MS = 86_400_000

/** What people saw, by agent: part of the one suite. */
export function describeTimeline(underTest: () => StoreUnderTest): void {
  let tested: StoreUnderTest
  let store: Store
  beforeEach(() => {
    tested = underTest()
    store = tested.store
  })
  const commit = (writes: readonly Write[]) => store.commit('acme', writes)

  describe('a timeline', () => {
    const all = { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 100 }
    const seen = async (query: typeof all) => (await store.timeline('acme', 'ada', query)).map((row) => row.status)

    test('is given newest first, with the row in which the time asked for begins', async () => {
      const now = store.now()
      const rows = ['one', 'two', 'three'].map((status, n) => rowOf(now + n * 1_000, status))
      await commit([put('ada', 0, { rows })])
      expect(await seen(all)).toEqual(['three', 'two', 'one'])
      expect(await seen({ ...all, from: now + 1_500 })).toEqual(['three', 'two'])
      expect(await seen({ ...all, to: now + 1_500 })).toEqual(['two', 'one'])
      expect(await seen({ ...all, limit: 1 })).toEqual(['three'])
    })

    test('is the agent’s own, and empty for who is not known', async () => {
      await commit([put('ada', 0, { rows: [rowOf(store.now(), 'busy')] }), put('bob', 0)])
      expect(await store.timeline('acme', 'bob', all)).toEqual([])
      expect(await store.timeline('rival', 'ada', all)).toEqual([])
    })

    test('is not written by a commit in conflict, and begins anew after a deletion', async () => {
      await commit([put('ada', 0, { rows: [rowOf(store.now(), 'first')] })])
      await commit([put('ada', 0, { rows: [rowOf(store.now(), 'late')] })])
      expect(await seen(all)).toEqual(['first'])
      await commit([remove('ada', 1)])
      await commit([put('ada', 2, { rows: [rowOf(store.now(), 'again')] })])
      expect(await seen(all)).toEqual(['again'])
    })

    test('forgets what is older than its history, but not where that begins', async () => {
      await commit([put('ada', 0, { rows: [rowOf(store.now(), 'oldest')] })])
      await tested.advance(DAY_MS)
      await commit([put('ada', 1, { rows: [rowOf(store.now(), 'old')] })])
      // A second more: two clocks agree to the millisecond at best.
      await tested.advance(30 * DAY_MS + 1_000)
      await commit([put('ada', 2, { rows: [rowOf(store.now(), 'new')] })])
      expect(await seen(all)).toEqual(['new', 'old'])
    })
  })
}
