import type { RedisTarget } from '../../server/store/redis-clients.js'
import { partitionOf } from '../../server/store/redis-keys.js'
import { eventually, figure, until } from '../support/eventually.js'
import { timed } from '../support/stopwatch.js'
import { put } from './records.js'
import { ACME, OTHER, startLiveNode, type RedisNode } from './redis-node.js'

export interface Failing {
  readonly target: RedisTarget
  flush(): Promise<void>
  failover(): Promise<void>
}

/** From the new master's first answer on. */
const LIVE_MS = 5_000

/** What a set of servers goes through when its master dies. Kills one: each test needs a replica that is left. */
export function describeFailover(name: string, set: () => Failing): void {
  describe(`${name} whose master dies`, () => {
    let nodes: RedisNode[] = []
    beforeEach(async () => {
      await set().flush()
      nodes = [await startLiveNode(set().target), await startLiveNode(set().target)]
    })
    afterEach(async () => void (await Promise.all(nodes.map((one) => one.close()))))

    test('is written to again by every node, and each of them hears of it or doubts', async () => {
      const [one, two] = nodes
      if (!one || !two) throw new Error('two nodes')
      for (const org of [ACME, OTHER]) await one.writes(org, 10)
      const working = new AbortController()
      const unavailable: number[] = []
      const pulsing = pulsesOf(nodes, working.signal)
      const writing = Promise.all(
        [ACME, OTHER].map(async (org) => {
          for (let n = 0; !working.signal.aborted; n++) {
            const { value, ms } = await timed(() => one.store.commit(org, [put(`a${n}`, 0)]).catch(() => null))
            if (value === null) unavailable.push(ms)
            // A refusal may come at once: without a pause nothing else would ever have its turn.
            await new Promise((resolve) => setTimeout(resolve, 5))
          }
        }),
      )
      await set().failover()
      const liveMs = await eventually('all are live', () => notLive(nodes))
      figure(`${name}: live again, ms`, liveMs)
      expect(liveMs).toBeLessThan(LIVE_MS)
      working.abort()
      await Promise.all([writing, pulsing])
      // Nobody waits for long: a command that cannot be carried out is refused, and decided again.
      expect(Math.max(0, ...unavailable)).toBeLessThan(2_500)

      for (const org of [ACME, OTHER]) {
        for (const node of nodes) await node.writes(org, 1)
        const { position, puts } = await two.store.snapshot(org)
        expect(puts.length).toBeGreaterThan(1)
        for (const node of nodes)
          await until(`the last entry of partition ${partitionOf(org)} is heard`, () =>
            node.heard(org).includes(position.sequence),
          )
        for (const node of nodes) {
          const complete = node.heard(org).every((sequence, n, all) => n === 0 || sequence === (all[n - 1] ?? 0) + 1)
          expect(complete || node.doubts.some((orgs) => orgs.includes(org))).toBe(true)
        }
      }
    })
  })
}

const notLive = (nodes: readonly RedisNode[]): string | null =>
  nodes.every(({ store }) => store.live) ? null : `one is not: ${nodes.map(lastFault).join(' | ')}`
const lastFault = ({ store, faults }: RedisNode): string => (store.live ? 'live' : String(faults.at(-1)))

/** As leases do: ten in the time of one that lasts ten seconds. */
async function pulsesOf(nodes: readonly RedisNode[], until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    await Promise.all(nodes.map(({ store }, n) => store.pulse(`n${n}`, 10_000).catch(() => null)))
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
