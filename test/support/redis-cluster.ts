import { until } from './eventually.js'
import { allStarted, freePort, startRedis, type RedisProcess } from './redis-process.js'

export interface RedisClusterProcesses {
  readonly target: {
    readonly kind: 'cluster'
    readonly nodes: readonly string[]
    readonly access: { readonly tls: false }
  }
  /** Servers that hold slots now. */
  masters(): Promise<readonly RedisProcess[]>
  /** Empties it, as between two tests. */
  flush(): Promise<void>
  /** Kills the master that has this slot and resolves when its replica took over. Once for each of the three. */
  failover(slot?: number): Promise<void>
  stop(): Promise<void>
}

const MASTERS = 3
const SLOTS = 16_384
/** How soon a server that says nothing is down, ms. */
const DOWN_MS = 1_500
const FAILOVER_MS = 60_000

/** Three masters with a replica each, as real processes. */
export async function startCluster(): Promise<RedisClusterProcesses> {
  const busPorts = await Promise.all(Array.from({ length: 2 * MASTERS }, freePort))
  const servers = (await allStarted(busPorts.map(startOne))).map((process, n) => ({
    process,
    busPort: busPorts[n] ?? 0,
  }))
  const [masters, replicas] = [servers.slice(0, MASTERS), servers.slice(MASTERS)]
  const per = Math.ceil(SLOTS / MASTERS)
  await Promise.all(
    servers.map(async ({ process: { admin } }, n) => {
      // Of different epochs from the start, so that nobody has to settle who is right.
      await admin.call('CLUSTER', 'SET-CONFIG-EPOCH', n + 1)
      if (n < MASTERS) await admin.call('CLUSTER', 'ADDSLOTSRANGE', n * per, Math.min((n + 1) * per, SLOTS) - 1)
    }),
  )
  const [first] = servers
  for (const { process, busPort } of servers.slice(1))
    await first?.process.admin.call('CLUSTER', 'MEET', '127.0.0.1', process.port, busPort)
  const all = servers.map(({ process }) => process)
  await until('everybody knows everybody', () => every(all, `cluster_known_nodes:${all.length}\r`))
  await Promise.all(
    replicas.map(async ({ process: { admin } }, n) => {
      const id = await masters[n]?.process.admin.call('CLUSTER', 'MYID')
      // Who was only just met may not be known for what it is.
      await until('the replica follows', () => succeeds(admin.call('CLUSTER', 'REPLICATE', String(id))))
      await until('the replica is in step', async () => (await admin.info('replication')).includes('link_status:up'))
    }),
  )
  await until('the cluster is whole', () => every(all, 'cluster_state:ok\r'))

  const alive = () => all.filter(({ child }) => child.exitCode === null && child.signalCode === null)
  const owners = async (): Promise<(readonly [from: number, to: number, server: RedisProcess | undefined])[]> => {
    const slots = await alive()[0]?.admin.cluster('SLOTS')
    return (slots ?? []).map(([from, to, owner]) => {
      const port = Array.isArray(owner) ? owner[1] : undefined
      return [Number(from), Number(to), all.find((one) => one.port === port)] as const
    })
  }
  const ownerOf = async (slot: number) => (await owners()).find(([from, to]) => from <= slot && slot <= to)?.[2]
  const mastersNow = async () => (await owners()).flatMap(([, , server]) => (server ? [server] : []))

  return {
    target: { kind: 'cluster', nodes: all.map(({ port }) => `127.0.0.1:${port}`), access: { tls: false } },
    masters: mastersNow,
    flush: async () => void (await Promise.all((await mastersNow()).map((one) => one.flush()))),
    async failover(slot = 0) {
      const before = await ownerOf(slot)
      if (!before) throw new Error(`nobody has slot ${slot}`)
      // Until it is gone it counts as alive, and would be asked.
      await before.stop()
      await until(`the replica has slot ${slot}`, async () => (await ownerOf(slot)) !== before, FAILOVER_MS)
      await until('the cluster is whole', () => every(alive(), 'cluster_state:ok\r'), FAILOVER_MS)
    },
    stop: async () => void (await Promise.all(all.map((one) => one.stop()))),
  }
}

const startOne = (busPort: number): Promise<RedisProcess> =>
  startRedis(
    ...['--cluster-enabled', 'yes', '--cluster-port', String(busPort)],
    ...['--cluster-node-timeout', String(DOWN_MS), '--cluster-replica-validity-factor', '0'],
    ...['--repl-diskless-sync-delay', '0'],
  )

async function every(servers: readonly RedisProcess[], text: string): Promise<boolean> {
  const infos = await Promise.all(servers.map(({ admin }) => admin.cluster('INFO')))
  return infos.every((info) => info.includes(text))
}

const succeeds = (asked: Promise<unknown>): Promise<boolean> =>
  asked.then(
    () => true,
    () => false,
  )
