import { crc16, NODE_KEYS, orgKeys } from '../../server/store/redis-keys.js'
import { eventually, figure } from '../support/eventually.js'
import { startCluster } from '../support/redis-cluster.js'
import { openRedisFloor, type FloorOptions } from '../support/redis-floor.js'
import { startSentinels } from '../support/redis-sentinel.js'

/** From when another server took over until every desk is answered again, ms. How long servers vote is theirs. */
const WRITES_MS = 5_000
const HEALED_MS = 3_000
const SLOTS = 16_384

interface Servers extends Pick<FloorOptions, 'ask'> {
  readonly env: Readonly<Record<string, string>>
  /** Kills the master that writes, or has this key; resolves when another one took over. */
  failover(key: string): Promise<void>
  stop(): Promise<void>
}

async function sentinels(): Promise<Servers> {
  const servers = await startSentinels()
  return {
    env: { REDIS_SENTINELS: servers.target.sentinels.join(','), REDIS_MASTER_NAME: servers.target.masterName },
    ask: async (run) => run((await servers.master()).admin),
    failover: () => servers.failover(),
    stop: () => servers.stop(),
  }
}

async function cluster(): Promise<Servers> {
  const servers = await startCluster()
  return {
    env: { REDIS_CLUSTER_NODES: servers.target.nodes.join(',') },
    async ask(run) {
      for (const { admin } of await servers.masters()) {
        try {
          return await run(admin)
        } catch (why) {
          // Another one has it.
          if (!(why instanceof Error && why.message.startsWith('MOVED'))) throw why
        }
      }
      throw new Error('no master of the cluster has the key')
    },
    failover: (key) => servers.failover(crc16(/\{(.*)\}/.exec(key)?.[1] ?? key) % SLOTS),
    stop: () => servers.stop(),
  }
}

const AGENTS = orgKeys('default').agents

test.each([
  ['the master that Sentinels watch', sentinels, AGENTS],
  ['the master of a Cluster that has the agents', cluster, AGENTS],
  ['the master of a Cluster that has the leases of the nodes', cluster, NODE_KEYS.nodes],
] as const)(
  'when %s is killed writes are back in seconds, nothing acked is lost and nobody is seen offline',
  async (name, open, key) => {
    const servers = await open()
    const floor = await openRedisFloor({ stores: [servers.env, servers.env], ask: servers.ask })
    try {
      floor.work(50)
      await eventually('the floor is at work', () =>
        floor.desks.every(({ answers }) => answers.length > 10) ? null : 'somebody has not begun',
      )
      const killedAt = performance.now()
      await servers.failover(key)
      const tookOverAt = performance.now()
      const answeredMs = await eventually('every desk is answered again', () =>
        floor.desks.every(({ answers }) => answers.some(({ at, presence }) => presence && at > tookOverAt))
          ? null
          : 'one is not',
      )
      const gaps = floor.desks.map(({ answers }) => longestGap(answers.filter(({ presence }) => presence)))
      figure(`${name}: ms without an ack, at most`, Math.round(Math.max(...gaps)))
      figure(`${name}: ms until another took over`, Math.round(tookOverAt - killedAt))
      figure(`${name}: ms from then until every desk is answered`, answeredMs)
      expect(answeredMs).toBeLessThan(WRITES_MS)
      await floor.ready()
      await floor.rest()
      expect(await floor.agrees()).toBeLessThan(HEALED_MS)
      expect(await floor.wrongs()).toEqual([])
    } finally {
      await floor.stop()
      await servers.stop()
    }
  },
)

/** ms between two acks. */
const longestGap = (acks: readonly { readonly at: number; readonly ms: number }[]): number =>
  Math.max(...acks.map(({ at, ms }, index) => at + ms - (acks[index - 1]?.at ?? at)))
