import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { until } from './eventually.js'
import { allStarted, freePort, launchRedis, startRedis, temporaryFolder, type RedisProcess } from './redis-process.js'

export interface RedisSentinels {
  readonly target: {
    readonly kind: 'sentinel'
    readonly sentinels: readonly string[]
    readonly masterName: string
    readonly access: { readonly tls: false }
  }
  /** The server that writes now. */
  master(): Promise<RedisProcess>
  /** Empties it, as between two tests. */
  flush(): Promise<void>
  /** Kills the master and resolves when another one took over. Of three servers this goes twice. */
  failover(): Promise<void>
  stop(): Promise<void>
}

const NAME = 'presence'
const SENTINELS = 3
const QUORUM = 2
/** How soon a master that says nothing is down, ms. */
const DOWN_MS = 600
const FAILOVER_MS = 60_000
/** Where no Sentinel got enough votes they wait for twice this before they vote again, ms. */
const VOTE_MS = 2_000
/** What Sentinel does every second or every ten by itself. */
const SHORT_PERIODS = ['info-period', 'ping-period', 'publish-period', 'ask-period'].flatMap((name) => [name, '100'])

/** One master, two replicas and three Sentinels, as real processes. */
export async function startSentinels(): Promise<RedisSentinels> {
  const first = await startRedis()
  const replicaOf = ['--replicaof', `127.0.0.1 ${first.port}`, '--repl-diskless-sync-delay', '0']
  const servers = [first, ...(await allStarted([startRedis(...replicaOf), startRedis(...replicaOf)]))]
  await until('both replicas follow', async () => (await infoOf(first)).includes('connected_slaves:2'))

  const folder = await temporaryFolder()
  const sentinels = await allStarted(
    Array.from({ length: SENTINELS }, async () => {
      const port = await freePort()
      const file = path.join(folder, `${port}.conf`)
      const settings = [
        `port ${port}`,
        'bind 127.0.0.1',
        `sentinel monitor ${NAME} 127.0.0.1 ${first.port} ${QUORUM}`,
        `sentinel down-after-milliseconds ${NAME} ${DOWN_MS}`,
        `sentinel failover-timeout ${NAME} ${VOTE_MS}`,
        `sentinel parallel-syncs ${NAME} 2`,
      ]
      await writeFile(file, settings.join('\n'))
      const sentinel = await launchRedis(port, [file, '--sentinel'], folder)
      await sentinel.admin.call('SENTINEL', 'DEBUG', ...SHORT_PERIODS).catch(unknownCommand)
      return sentinel
    }),
  )
  const masterPort = async (sentinel: RedisProcess) => {
    const found = await sentinel.admin.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME)
    return Array.isArray(found) ? Number(found[1]) : 0
  }
  const agreed = async () => {
    const ports = await Promise.all(sentinels.map(masterPort))
    return ports.every((port) => port === ports[0]) ? servers.find((server) => server.port === ports[0]) : undefined
  }
  /** While they change their minds each may name another one. */
  async function master(): Promise<RedisProcess> {
    let found: RedisProcess | undefined
    await until('the Sentinels agree on a master', async () => (found = await agreed()) !== undefined)
    if (!found) throw new Error('agreed on, and yet nobody')
    return found
  }
  await until('the Sentinels know each other and the replicas', async () => {
    const known = await Promise.all(
      sentinels.map(async ({ admin }) => {
        const [others, replicas] = [
          await admin.call('SENTINEL', 'SENTINELS', NAME),
          await admin.call('SENTINEL', 'REPLICAS', NAME),
        ]
        return (
          Array.isArray(others) && others.length === SENTINELS - 1 && Array.isArray(replicas) && replicas.length === 2
        )
      }),
    )
    return known.every(Boolean)
  })

  return {
    target: {
      kind: 'sentinel',
      sentinels: sentinels.map(({ port }) => `127.0.0.1:${port}`),
      masterName: NAME,
      access: { tls: false },
    },
    master,
    flush: async () => (await master()).flush(),
    async failover() {
      const before = await master()
      before.child.kill('SIGKILL')
      await until(
        'another server is master',
        async () => {
          const now = await agreed()
          return now !== undefined && now !== before && (await infoOf(now)).includes('role:master')
        },
        FAILOVER_MS,
      )
    },
    async stop() {
      await Promise.all([...sentinels, ...servers].map((one) => one.stop()))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const infoOf = (server: RedisProcess): Promise<string> => server.admin.info('replication')

/** Older servers keep their periods, which only takes longer. */
function unknownCommand(why: unknown): void {
  if (!(why instanceof Error && /unknown|ERR/i.test(why.message))) throw why
}
