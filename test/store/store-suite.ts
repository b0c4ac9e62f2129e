import type { Store, Write } from '../../server/store/store.js'
import { isTombstone } from '../../server/store/store.js'
import { describeDue } from './due-suite.js'
import { describeLog } from './log-suite.js'
import { listening } from './listening.js'
import { describeNodes } from './node-suite.js'
import { describeOffers } from './offer-suite.js'
import { put, recordOf, remove, rowOf } from './records.js'
import { describeTimeline } from './timeline-suite.js'
import { recordsIn } from '../support/records-in.js'

/** A store to be tested, empty, and the time it goes by. */
export interface StoreUnderTest {
  readonly store: Store
  /** Another node on the same database. */
  join(): Promise<Store>
  /** Lets time pass for the store. */
  advance(ms: number): Promise<void>
  stop(): Promise<void>
}

export interface StoreOptions {
  readonly historyMs: number
  readonly logLength: number
  readonly logAgeMs: number
  readonly silenceMs: (leaseMs: number) => number
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** What every backend has to do. A new one adds a factory, and not a line here. */
export function describeStore(name: string, make: (options: StoreOptions) => Promise<StoreUnderTest>): void {
  describe(name, () => {
    let tested: StoreUnderTest
    let store: Store
    beforeEach(async () => {
      // A quarter of a lease, however long that is: real time passes too, and must not be an outage by itself.
      const silenceMs = (leaseMs: number) => leaseMs / 4
      tested = await make({ historyMs: 30 * DAY_MS, logLength: 50, logAgeMs: DAY_MS, silenceMs })
      store = tested.store
    })
    afterEach(() => tested.stop())

    const commit = (writes: readonly Write[], org = 'acme') => store.commit(org, writes)
    const comesAndGoes = async (agentId: string) => {
      await commit([put(agentId, 0)])
      await commit([remove(agentId, 1)])
    }
    const agents = async (org = 'acme') => recordsIn(await store.snapshot(org))

    describe('a commit', () => {
      test('writes a record that is then read', async () => {
        expect(await commit([put('ada', 0)])).toMatchObject({ result: 'written', position: { sequence: 1 } })
        expect(await store.read('acme', 'ada')).toEqual(recordOf('ada', 1))
        expect(await store.read('acme', 'bob')).toBeUndefined()
      })

      test('on an old revision writes nothing and gives back what is stored', async () => {
        await commit([put('ada', 0, { name: 'first' })])
        const late = await commit([put('ada', 0, { name: 'late' })])
        expect(late).toEqual({ result: 'conflict', current: new Map([['ada', recordOf('ada', 1, 'first')]]) })
        expect(await store.read('acme', 'ada')).toEqual(recordOf('ada', 1, 'first'))
      })

      test('of two agents is all or nothing, and one entry of the log', async () => {
        await commit([put('ada', 0)])
        const before = await store.snapshot('acme')
        const half = await commit([put('ada', 1), put('bob', 7)])
        expect(half.result).toBe('conflict')
        expect(half.result === 'conflict' && [...half.current.keys()]).toEqual(['ada', 'bob'])
        expect(await store.snapshot('acme')).toEqual(before)
        const both = await commit([put('ada', 1), put('bob', 0)])
        expect(both).toMatchObject({ result: 'written', position: { sequence: before.position.sequence + 1 } })
      })

      test('raced by twenty has one winner', async () => {
        const results = await Promise.all(
          Array.from({ length: 20 }, (_, n) => commit([put('ada', 0, { name: `writer ${n}` })])),
        )
        expect(results.filter((one) => one.result === 'written')).toHaveLength(1)
        const winner = await store.read('acme', 'ada')
        expect(results.filter((one) => one.result === 'conflict')).toEqual(
          Array.from({ length: 19 }, () => ({ result: 'conflict', current: new Map([['ada', winner]]) })),
        )
      })

      test('that is not what the port says is refused whole', async () => {
        const many = Array.from({ length: 65 }, (_, n) => put(`a${n}`, 0))
        await expect(commit(many)).rejects.toThrow('64')
        await expect(commit([put('ada', 0), put('ada', 1)])).rejects.toThrow('ada')
        expect(await store.snapshot('acme')).toMatchObject({ position: { sequence: 0 }, puts: [] })
      })

      test('of one organisation is nobody else’s business', async () => {
        await commit([put('ada', 0)], 'acme')
        expect(await store.read('rival', 'ada')).toBeUndefined()
        expect(await agents('rival')).toEqual([])
        await store.settings('rival')
        expect(await store.organisations()).toEqual(['acme'])
      })
    })

    describe('a deleted agent', () => {
      test('leaves a tombstone, so that neither revision nor version is used again', async () => {
        await commit([put('ada', 0)])
        await commit([put('ada', 1)])
        await commit([remove('ada', 2)])
        const tombstone = await store.read('acme', 'ada')
        expect(tombstone).toMatchObject({ agentId: 'ada', revision: 3, version: 2 })
        expect(tombstone && isTombstone(tombstone)).toBe(true)
        expect(await agents()).toEqual([])
        expect((await commit([put('ada', 0)])).result).toBe('conflict')
        expect((await commit([put('ada', 3)])).result).toBe('written')
        expect(await store.read('acme', 'ada')).toEqual(recordOf('ada', 4))
        expect(await agents()).toHaveLength(1)
      })

      test('cannot be deleted again, nor one that nobody knew; nothing else of that commit is written', async () => {
        await commit([put('ada', 0)])
        await commit([remove('ada', 1)])
        const [before, tombstone] = [await store.snapshot('acme'), await store.read('acme', 'ada')]
        expect(await commit([put('bob', 0), remove('ada', 2)])).toEqual({
          result: 'conflict',
          current: new Map([
            ['bob', undefined],
            ['ada', tombstone],
          ]),
        })
        expect((await commit([put('bob', 0), remove('eve', 0)])).result).toBe('conflict')
        expect(await store.snapshot('acme')).toEqual(before)
      })

      test('goes in one step with what is written of others', async () => {
        await commit([put('ada', 0), put('bob', 0)])
        expect(await commit([put('bob', 1), remove('ada', 1)])).toMatchObject({ result: 'written' })
        expect(await agents()).toEqual([recordOf('bob', 2)])
      })

      test('keeps its tombstone for a day', async () => {
        await commit([put('ada', 0), put('bob', 0)])
        await commit([remove('ada', 1)])
        await tested.advance(23 * HOUR_MS)
        await commit([remove('bob', 1)])
        expect(await store.read('acme', 'ada')).toMatchObject({ revision: 2 })
      })

      test('is forgotten after more than a day, so that the database does not grow with turnover', async () => {
        await comesAndGoes('ada')
        await tested.advance(DAY_MS + 1_000)
        await comesAndGoes('bob')
        expect(await store.read('acme', 'ada')).toBeUndefined()
        expect(await store.read('acme', 'bob')).toMatchObject({ revision: 2 })
        expect((await store.snapshot('acme')).tombstones).toMatchObject([{ agentId: 'bob' }])
      })

      test('who came back is not forgotten with the tombstone', async () => {
        await comesAndGoes('ada')
        await commit([put('ada', 2)])
        await tested.advance(DAY_MS + 1_000)
        await comesAndGoes('bob')
        expect(await agents()).toEqual([recordOf('ada', 3)])
      })

      test('is remembered among 10,000; of more the oldest is forgotten', async () => {
        await comesAndGoes('first')
        await tested.advance(1_000)
        const later = Array.from({ length: 10_000 }, (_, n) => `a${n}`)
        const batches = Array.from({ length: Math.ceil(later.length / 64) }, (_, n) => later.slice(64 * n, 64 * n + 64))
        for (const batch of batches) await commit(batch.map((agentId) => put(agentId, 0)))
        for (const batch of batches.slice(1)) await commit(batch.map((agentId) => remove(agentId, 1)))
        expect(await store.read('acme', 'first')).toMatchObject({ revision: 2 })
        await commit((batches[0] ?? []).map((agentId) => remove(agentId, 1)))
        expect(await store.read('acme', 'first')).toBeUndefined()
        expect((await store.snapshot('acme')).tombstones).toHaveLength(10_000)
      })

      test('is told in the snapshot, until somebody of that name comes again', async () => {
        await comesAndGoes('ada')
        await commit([put('bob', 0)])
        expect(await store.snapshot('acme')).toMatchObject({
          puts: [{ agentId: 'bob' }],
          tombstones: [{ agentId: 'ada', revision: 2, version: 1 }],
        })
        await commit([put('ada', 2)])
        expect((await store.snapshot('acme')).tombstones).toEqual([])
      })

      test('is not deleted on an old revision', async () => {
        await commit([put('ada', 0)])
        await commit([put('ada', 1)])
        expect((await commit([remove('ada', 1)])).result).toBe('conflict')
        expect(await agents()).toHaveLength(1)
      })

      test('has no timeline and nothing due any more', async () => {
        await commit([put('ada', 0, { dueAt: 1, rows: [rowOf(0, 'busy')] })])
        await commit([remove('ada', 1)])
        expect(await store.due(10)).toEqual([])
        expect(await store.timeline('acme', 'ada', { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 10 })).toEqual([])
      })
    })

    describe('settings', () => {
      const second = { version: 1, statuses: {}, policy: { sessionLimit: 3 }, teamPolicies: {} }

      test('begin empty, are written version by version, and go into the log', async () => {
        const { heard, count, stop } = await listening(store)
        expect(await store.settings('acme')).toEqual({ version: 0, statuses: {}, policy: {}, teamPolicies: {} })
        expect(await store.commitSettings('acme', second)).toEqual({ ok: true, settings: second })
        expect(await store.commitSettings('acme', { ...second, policy: {} })).toEqual({ ok: false, settings: second })
        expect(await store.settings('acme')).toEqual(second)
        expect((await count(1))[0]).toMatchObject({
          org: 'acme',
          type: 'settings',
          settings: second,
          position: { sequence: 1 },
        })
        await commit([put('ada', 0)])
        await count(2)
        expect(heard.map((entry) => entry.type)).toEqual(['settings', 'agents'])
        expect((await store.snapshot('acme')).settings).toEqual(second)
        await stop()
      })

      test('raced by twenty have one winner, and the others are told who', async () => {
        const results = await Promise.all(
          Array.from({ length: 20 }, (_, n) =>
            store.commitSettings('acme', { ...second, policy: { sessionLimit: n + 1 } }),
          ),
        )
        expect(results.filter((one) => one.ok)).toHaveLength(1)
        const stored = await store.settings('acme')
        expect(results.map((one) => one.settings)).toEqual(results.map(() => stored))
      })
    })
    describeDue(() => tested)
    describeLog(() => tested)
    describeNodes(() => tested)
    describeOffers(() => tested)
    describeTimeline(() => tested)

    test('is live once it has begun', () => expect(store.live).toBe(true))

    test('names may be made of anything that is allowed, whatever it looks like', async () => {
      // Many, because only organisations that the backend keeps together could be taken for each other.
      for (let n = 0; n < 40; n++) {
        const org = `o.${n}@x-y_z`
        for (const [agentId, other] of [
          ['b:agents', `${org}:timeline:b`],
          ['b:graves', `${org}:timeline:b`],
          ['agents', `${org}:timeline`],
        ] as const) {
          const row = rowOf(store.now(), 'busy')
          expect((await commit([put(agentId, 0, { rows: [row] })], org)).result).toBe('written')
          await commit([put('c', 0)], other)
          await commit([remove('c', 1)], other)
          expect(await store.timeline(org, agentId, { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 9 })).toEqual([row])
          await commit([remove(agentId, 1)], org)
        }
      }
    })

    test('numbers that are as large as numbers get are kept', async () => {
      const large = Number.MAX_SAFE_INTEGER - 2
      await store.offer('acme', { records: [recordOf('ada', large)], settings: null })
      expect((await commit([put('ada', large)])).result).toBe('written')
      expect(await store.read('acme', 'ada')).toEqual(recordOf('ada', large + 1))
      expect((await commit([put('ada', large)])).result).toBe('conflict')
    })

    test('time never goes backwards', async () => {
      const before = store.now()
      await tested.advance(1_000)
      expect(store.now()).toBeGreaterThanOrEqual(before + 1_000)
    })
  })
}
