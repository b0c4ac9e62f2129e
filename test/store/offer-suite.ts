import type { AgentRecord } from '../../server/engine/record.js'
import type { Held, Store, Write } from '../../server/store/store.js'
import { listening } from './listening.js'
import { connectedTo, put, recordOf, remove, rowOf, tombstoneOf } from './records.js'
import type { StoreUnderTest } from './store-suite.js'
import { recordsIn } from '../support/records-in.js'

/** What is put back after the database lost it: part of the one suite. */
export function describeOffers(underTest: () => StoreUnderTest): void {
  let tested: StoreUnderTest
  let store: Store
  beforeEach(() => {
    tested = underTest()
    store = tested.store
  })
  const commit = (...writes: Write[]) => store.commit('acme', writes)
  const offer = (records: Held['records'], settings: Held['settings'] = null, to = store) =>
    to.offer('acme', { records, settings })
  const sequence = async () => (await store.snapshot('acme')).position.sequence
  const statuses = async () =>
    (await store.timeline('acme', 'ada', { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 9 })).map((row) => row.status)

  describe('an offer', () => {
    test('of what nobody knows is taken, and told as any write is', async () => {
      const { count, stop } = await listening(store)
      await offer([recordOf('ada', 7)])
      expect(await store.read('acme', 'ada')).toEqual(recordOf('ada', 7))
      expect(await count(1)).toMatchObject([
        {
          org: 'acme',
          type: 'agents',
          position: (await store.snapshot('acme')).position,
          puts: [{ record: recordOf('ada', 7), changes: [recordOf('ada', 7).presence] }],
        },
      ])
      expect(await store.organisations()).toEqual(['acme'])
      expect((await commit(put('ada', 7))).result).toBe('written')
      await stop()
    })

    test('is taken where it is newer, and passed over where it is older or the same', async () => {
      await commit(put('ada', 0), put('bob', 0), put('cid', 0))
      await commit(put('bob', 1))
      const before = await sequence()
      await offer([recordOf('ada', 2, 'held'), recordOf('bob', 1, 'held'), recordOf('cid', 1, 'held')])
      expect(new Map(recordsIn(await store.snapshot('acme')).map((one) => [one.agentId, one]))).toEqual(
        new Map([
          ['ada', recordOf('ada', 2, 'held')],
          ['bob', recordOf('bob', 2)],
          ['cid', recordOf('cid', 1)],
        ]),
      )
      expect(await sequence()).toBe(before + 1)
    })

    test('made once more changes nothing', async () => {
      const held = [recordOf('ada', 3), tombstoneOf('bob', 2)]
      const settings = { version: 4, statuses: {}, policy: {}, teamPolicies: {} }
      await offer(held, settings)
      const before = await store.snapshot('acme')
      await offer(held, settings)
      await offer([])
      expect(await store.snapshot('acme')).toEqual(before)
    })

    test('of a tombstone buries who is older, with all that was due, held and seen', async () => {
      const { count, stop } = await listening(store)
      await commit(put('ada', 0, { dueAt: 1, nodes: ['n1'], rows: [rowOf(store.now(), 'busy')] }))
      await offer([tombstoneOf('ada', 5)])
      expect(await store.read('acme', 'ada')).toEqual(tombstoneOf('ada', 5))
      expect((await count(2))[1]).toMatchObject({ type: 'agent_deleted', tombstone: tombstoneOf('ada', 5) })
      expect(await store.due(9)).toEqual([])
      expect(await store.agentsOf('n1', 9)).toEqual([])
      expect(await statuses()).toEqual([])
      await stop()
    })

    test('of a tombstone does not bury who came after it', async () => {
      await commit(put('ada', 0))
      await commit(put('ada', 1))
      await offer([tombstoneOf('ada', 2), tombstoneOf('ada', 1)])
      expect(await store.read('acme', 'ada')).toEqual(recordOf('ada', 2))
    })

    test('brings back who is newer than the tombstone, and nobody older', async () => {
      await commit(put('ada', 0))
      await commit(remove('ada', 1))
      await offer([recordOf('ada', 1), recordOf('ada', 2)])
      expect(await store.snapshot('acme')).toMatchObject({ puts: [], tombstones: [{ agentId: 'ada' }] })
      await offer([recordOf('ada', 3)])
      expect(await store.snapshot('acme')).toMatchObject({ puts: [{ agentId: 'ada' }], tombstones: [] })
    })

    test('of settings is taken by version', async () => {
      const held = (version: number, sessionLimit: number) => ({
        version,
        statuses: {},
        policy: { sessionLimit },
        teamPolicies: {},
      })
      const { count, stop } = await listening(store)
      await offer([], held(4, 1))
      await offer([], held(4, 2))
      await offer([], held(3, 3))
      expect(await store.settings('acme')).toEqual(held(4, 1))
      await offer([recordOf('ada', 1)], held(5, 4))
      expect(await store.settings('acme')).toEqual(held(5, 4))
      expect((await count(3)).map((entry) => entry.type)).toEqual(['settings', 'settings', 'agents'])
      expect((await store.commitSettings('acme', held(6, 5))).ok).toBe(true)
      await stop()
    })

    test('sets what is due, and takes back what is not any more', async () => {
      const dueAt = store.now() + 5_000
      await commit(put('bob', 0, { dueAt }))
      await offer([recordOf('ada', 1, 'ada', dueAt), recordOf('bob', 2)])
      await tested.advance(6_000)
      expect(await store.due(9)).toEqual([{ org: 'acme', agentId: 'ada' }])
    })

    test('says which node holds connections, and which does not any more', async () => {
      await commit(put('ada', 0, { nodes: ['n1'] }))
      await offer([connectedTo(recordOf('ada', 2), ['n2']), connectedTo(recordOf('bob', 1), ['n1'])])
      expect(await store.agentsOf('n1', 9)).toEqual([{ org: 'acme', agentId: 'bob' }])
      expect(await store.agentsOf('n2', 9)).toEqual([{ org: 'acme', agentId: 'ada' }])
    })

    test('begins a timeline that was lost with the span that goes on, and leaves one alone that was not', async () => {
      const { presence } = recordOf('ada', 4)
      await offer([recordOf('ada', 4)])
      expect(await store.timeline('acme', 'ada', { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 9 })).toEqual([
        {
          at: Date.parse(presence.since),
          status: presence.status,
          base: presence.base,
          label: presence.label,
          reason: presence.reason,
          actor: presence.actor,
        },
      ])
      await commit(put('ada', 4, { rows: [rowOf(store.now(), 'busy')] }))
      await offer([recordOf('ada', 6)])
      expect(await statuses()).toEqual(['busy', presence.status])
    })

    test('of 64 is taken whole, and of more is refused whole', async () => {
      const records = Array.from({ length: 65 }, (_, n) => recordOf(`a${n}`, n + 1))
      await expect(offer(records)).rejects.toThrow('64')
      expect(await sequence()).toBe(0)
      await offer(records.slice(0, 64))
      expect((await store.snapshot('acme')).puts).toHaveLength(64)
    })

    test('of several nodes at once leads to the newest of each, whoever comes first', async () => {
      const nodes = [store, await tested.join(), await tested.join()]
      const held = (node: number): AgentRecord[] =>
        Array.from({ length: 30 }, (_, n) => recordOf(`a${n}`, 1 + ((n * 7 + node * 11) % 5), `by ${node}`))
      await Promise.all(
        nodes.flatMap((at, node) => [
          offer(held(node).slice(0, 15), null, at),
          offer(held(node).slice(15), { version: node + 1, statuses: {}, policy: {}, teamPolicies: {} }, at),
        ]),
      )
      const { puts, settings } = await store.snapshot('acme')
      const newest = Array.from({ length: 30 }, (_, n) => Math.max(...nodes.map((_, by) => held(by)[n]?.revision ?? 0)))
      const found = new Map(puts.map((one) => [one.agentId, one.revision]))
      expect(newest.map((_, n) => found.get(`a${n}`))).toEqual(newest)
      expect(settings.version).toBe(3)
      const before = await store.snapshot('acme')
      await Promise.all(nodes.map((at, node) => offer(held(node), null, at)))
      expect(await store.snapshot('acme')).toEqual(before)
    })
  })
}
