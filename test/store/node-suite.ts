import type { AgentKey, Store, Write } from '../../server/store/store.js'
import { listening } from './listening.js'
import { put, remove } from './records.js'
import type { StoreUnderTest } from './store-suite.js'

const LEASE_MS = 80_000
/** Longer than this without a pulse of anybody is an outage. */
const SILENCE_MS = 20_000
/** Longer than anything here takes by itself: real time passes too. */
const MARGIN_MS = 10_000

/** Nodes, and the connections they hold: part of the one suite. */
export function describeNodes(underTest: () => StoreUnderTest): void {
  let tested: StoreUnderTest
  let store: Store
  beforeEach(() => {
    tested = underTest()
    store = tested.store
  })
  const commit = (writes: readonly Write[], org = 'acme') => store.commit(org, writes)
  const pulse = (node: string) => store.pulse(node, LEASE_MS)
  const claim = (node: string) => store.claim(node, LEASE_MS)
  const dies = async (node: string) => {
    await pulse(node)
    await tested.advance(LEASE_MS + MARGIN_MS)
  }
  const agentsOf = async (node: string, limit = 100) =>
    (await store.agentsOf(node, limit)).map(({ org, agentId }: AgentKey) => `${org} ${agentId}`).sort()

  describe('a node', () => {
    test('has lapsed when its lease is over, and not before', async () => {
      await pulse('n1')
      expect((await pulse('n2')).lapsed).toEqual([])
      await tested.advance(LEASE_MS - MARGIN_MS)
      expect(await pulse('n2')).toMatchObject({ claimed: false, lapsed: [] })
      await tested.advance(2 * MARGIN_MS)
      expect((await pulse('n2')).lapsed).toEqual(['n1'])
      expect((await pulse('n3')).lapsed).toEqual(['n1'])
    })

    test('that lapsed and comes back before it was claimed goes on as if nothing had been', async () => {
      await dies('n1')
      expect(await pulse('n1')).toMatchObject({ claimed: false, lapsed: [] })
      expect((await pulse('n2')).lapsed).toEqual([])
      expect(await claim('n1')).toBe(false)
    })

    test('that lives is claimed by nobody', async () => {
      await pulse('n1')
      expect(await claim('n1')).toBe(false)
      expect((await pulse('n1')).claimed).toBe(false)
    })

    test('that is dead is claimed by one of many', async () => {
      await dies('n1')
      const others = [store, await tested.join()]
      const claims = await Promise.all(
        Array.from({ length: 20 }, (_, n) => (others[n % 2] ?? store).claim('n1', LEASE_MS)),
      )
      expect(claims.filter((won) => won)).toHaveLength(1)
      expect((await pulse('n2')).lapsed).toEqual([])
    })

    test('is claimed anew when nothing came of the claim for a lease', async () => {
      await dies('n1')
      expect(await claim('n1')).toBe(true)
      await tested.advance(LEASE_MS - MARGIN_MS)
      expect(await claim('n1')).toBe(false)
      await tested.advance(2 * MARGIN_MS)
      expect(await claim('n1')).toBe(true)
      expect(await claim('n1')).toBe(false)
    })

    test('that was claimed is told so, and has no lease any more', async () => {
      await dies('n1')
      await claim('n1')
      expect((await pulse('n1')).claimed).toBe(true)
      expect((await pulse('n1')).claimed).toBe(true)
      await tested.advance(LEASE_MS + MARGIN_MS)
      expect((await pulse('n2')).lapsed).toEqual([])
    })

    test('that gave its lease back never lapses', async () => {
      await pulse('n1')
      await store.release('n1')
      await tested.advance(LEASE_MS + MARGIN_MS)
      expect((await pulse('n2')).lapsed).toEqual([])
    })

    test('that nobody knew can be claimed: it held connections when the leases were lost', async () => {
      expect(await claim('n1')).toBe(true)
      expect((await pulse('n1')).claimed).toBe(true)
    })
  })

  describe('the connections of a node', () => {
    test('are those in the records, of every organisation, as they come and go', async () => {
      await commit([put('ada', 0, { nodes: ['n1'] }), put('bob', 0, { nodes: ['n1', 'n2', 'n1'] }), put('cid', 0)])
      await commit([put('ada', 0, { nodes: ['n1'] })], 'rival')
      expect(await agentsOf('n1')).toEqual(['acme ada', 'acme bob', 'rival ada'])
      expect(await agentsOf('n2')).toEqual(['acme bob'])
      await commit([put('ada', 1, { nodes: ['n2', 'n3'] }), put('bob', 1, { nodes: ['n1'] })])
      expect(await agentsOf('n1')).toEqual(['acme bob', 'rival ada'])
      expect(await agentsOf('n2')).toEqual(['acme ada'])
      await commit([remove('ada', 2), put('bob', 2)])
      for (const node of ['n2', 'n3']) expect(await agentsOf(node)).toEqual([])
      expect(await agentsOf('n1')).toEqual(['rival ada'])
    })

    test('are not touched by a commit in conflict', async () => {
      await commit([put('ada', 0, { nodes: ['n1'] })])
      await commit([put('ada', 0, { nodes: ['n2'] })])
      expect([await agentsOf('n1'), await agentsOf('n2')]).toEqual([['acme ada'], []])
    })

    test('are not those of a node whose name begins alike', async () => {
      await commit([
        put('ada', 0, { nodes: ['n1'] }),
        put('bob', 0, { nodes: ['n10'] }),
        put('cid', 0, { nodes: ['n'] }),
      ])
      expect([await agentsOf('n'), await agentsOf('n1'), await agentsOf('n10')]).toEqual([
        ['acme cid'],
        ['acme ada'],
        ['acme bob'],
      ])
    })

    test('of any number are found batch by batch', async () => {
      const batches = [...Array(8).keys()]
      const names = (batch: number) => Array.from({ length: 32 }, (_, n) => `a${batch}-${n}`)
      await Promise.all(
        batches.map((one) =>
          commit(
            names(one).map((id) => put(id, 0, { nodes: ['n1'] })),
            `org-${one % 5}`,
          ),
        ),
      )
      const ended = new Set<string>()
      const sizes: number[] = []
      for (let keys = await store.agentsOf('n1', 100); keys.length > 0; keys = await store.agentsOf('n1', 100)) {
        sizes.push(keys.length)
        for (const { org, agentId } of keys) {
          ended.add(`${org} ${agentId}`)
          await commit([put(agentId, 1)], org)
        }
      }
      expect(sizes).toEqual([100, 100, 56])
      expect(ended.size).toBe(256)
    })

    test('without a lease make a stray of it, until they are gone', async () => {
      await commit([put('ada', 0, { nodes: ['n1', 'n2'] }), put('bob', 0, { nodes: ['n3'] })])
      await pulse('n2')
      expect([...(await store.strayNodes())].sort()).toEqual(['n1', 'n3'])
      await pulse('n1')
      expect(await store.strayNodes()).toEqual(['n3'])
      await commit([put('bob', 1)])
      expect(await store.strayNodes()).toEqual([])
      await tested.advance(LEASE_MS + MARGIN_MS)
      // Dead, but everybody is told of it with the next pulse.
      expect(await store.strayNodes()).toEqual([])
      await claim('n1')
      expect(await store.strayNodes()).toEqual(['n1'])
      await store.release('n2')
      expect([...(await store.strayNodes())].sort()).toEqual(['n1', 'n2'])
    })
  })

  describe('an outage', () => {
    test('is not seen while any node says in time that it lives, nor at the very first pulse', async () => {
      expect((await pulse('n1')).outage).toBeNull()
      for (const node of ['n2', 'n1', 'n2', 'n3']) {
        await tested.advance(SILENCE_MS - MARGIN_MS)
        expect((await pulse(node)).outage).toBeNull()
      }
    })

    test('is the time in which nobody did, told to everybody until there is another', async () => {
      await pulse('n1')
      const before = store.now()
      await tested.advance(60_000)
      const { outage } = await pulse('n2')
      const lasted = (outage?.to ?? 0) - (outage?.from ?? 0)
      expect(lasted).toBeGreaterThanOrEqual(60_000)
      expect(lasted).toBeLessThan(60_000 + MARGIN_MS)
      expect(Math.abs((outage?.from ?? 0) - before)).toBeLessThan(MARGIN_MS)
      await tested.advance(1_000)
      expect((await pulse('n1')).outage).toEqual(outage)
      await tested.advance(SILENCE_MS + 500)
      const next = (await pulse('n1')).outage
      expect(next?.from).toBeGreaterThan(outage?.to ?? Infinity)
      expect((await pulse('n3')).outage).toEqual(next)
    })
  })

  test('entries of organisations that a follower does not want are passed over', async () => {
    const { count, stop } = await listening(store, 'acme')
    await commit([put('ada', 0)], 'rival')
    await commit([put('ada', 0)])
    await store.offer('rival', { records: [], settings: { version: 1, statuses: {}, policy: {}, teamPolicies: {} } })
    await commit([put('ada', 1)])
    expect((await count(2)).map(({ org, position }) => `${org} ${position.sequence}`)).toEqual(['acme 1', 'acme 2'])
    await stop()
  })
}
