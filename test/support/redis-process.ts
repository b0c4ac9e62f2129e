import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'
import { redisServerPath } from '../../scripts/system-packages.mjs'

export interface RedisProcess {
  readonly url: string
  readonly port: number
  readonly child: ChildProcess
  /** A connection of the test's own, for what no client of ours does. It waits while the server is away. */
  readonly admin: Redis
  /** Empties it, as between two tests. */
  flush(): Promise<void>
  stop(): Promise<void>
}

const START_MS = 10_000
const LOOK_MS = 20

/** How far the bus of a Cluster node is from its port. Source: Redis. */
const BUS = 10_000
/** These and their buses are below what connections get for their own end: there, what was free a moment ago soon is not. */
const PORTS = { from: 12_000, to: 22_000 }
let last = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from))

/** Free, and given to nobody else here: of two servers that start at once neither may take the other's. */
export async function freePort(): Promise<number> {
  for (;;) {
    last = last + 1 < PORTS.to ? last + 1 : PORTS.from
    const port = last
    if ((await isFree(port)) && (await isFree(port + BUS))) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true))
  })
  if (free) await new Promise((resolve) => server.close(resolve))
  return free
}

/** A Redis of its own on a free port, in memory only unless the arguments say otherwise. */
export const startRedis = async (...args: readonly string[]): Promise<RedisProcess> =>
  startRedisAt(await freePort(), ...args)

/** The same where it is expected: a server that comes late, or comes back. */
export async function startRedisAt(port: number, ...args: readonly string[]): Promise<RedisProcess> {
  const folder = await temporaryFolder()
  const inMemory = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
  const started = await launchRedis(port, ['--port', String(port), ...inMemory, ...args])
  return {
    ...started,
    async stop() {
      await started.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The server with exactly these arguments, which make it listen on this port. Resolves when it answers. */
export async function launchRedis(port: number, args: readonly string[], folder?: string): Promise<RedisProcess> {
  const program = redisServerPath()
  if (!program) throw new Error('no redis-server: npm test installs it')
  const child = spawn(program, args, { stdio: 'ignore', cwd: folder })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = `redis://127.0.0.1:${port}`
  const admin = new Redis(url, {
    retryStrategy: () => LOOK_MS,
    maxRetriesPerRequest: null,
    enableReadyCheck: false,
    disconnectTimeout: LOOK_MS,
  })
  // Until it listens, each try is refused; the deadline below is what counts.
  admin.on('error', () => undefined)
  const stop = async () => {
    admin.disconnect()
    child.kill('SIGKILL')
    await exited
  }
  let late: NodeJS.Timeout | undefined
  await Promise.race([
    admin.ping(),
    exited.then(() => Promise.reject(new Error(`redis-server ended with code ${child.exitCode}`))),
    new Promise(
      (_, reject) =>
        (late = setTimeout(() => reject(new Error(`redis-server did not answer in ${START_MS} ms`)), START_MS)),
    ),
  ])
    .catch(async (why: unknown) => {
      await stop()
      throw why
    })
    .finally(() => clearTimeout(late))
  return { url, port, child, admin, flush: async () => void (await admin.flushall()), stop }
}

/** All of them, or none: what was started of a set that is not complete is stopped. */
export async function allStarted<T extends { stop(): Promise<void> }>(starting: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(starting)
  const started = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const failed = settled.find((one) => one.status === 'rejected')
  if (!failed) return started
  await Promise.all(started.map((one) => one.stop()))
  throw failed.reason
}

/** Where a server keeps what it has to write. */
export const temporaryFolder = (): Promise<string> => mkdtemp(path.join(tmpdir(), 'presence-redis-'))
