import type { Redis } from 'ioredis'
import { SignJWT } from 'jose'
import type { Role } from '../../protocol/vocabulary.js'
import type { ListeningProcess } from '../../test/support/hub-process.js'
import type { RedisProcess } from '../../test/support/redis-process.js'

/** A server's process, as far as a contender has to do with it. */
export type NodeProcess = Pick<ListeningProcess, 'url' | 'pid' | 'kill'>

/** Processes that load it, files of bench/load: they take the same orders, whatever they speak. */
export interface Crews {
  /** Takes `DriverOrders`. */
  readonly agents: string
  /** Takes `WatcherOrders`. */
  readonly watchers: string
}

/** Those that speak the wire of our own contract. */
export const OUR_WIRE: Crews = { agents: 'agents.ts', watchers: 'watchers.ts' }

/** Servers that tell a floor's changes to its watchers. Who speaks the wire of our own contract has the same clients as we. */
export interface Contender {
  readonly name: string
  readonly nodes: readonly NodeProcess[]
  readonly crews: Crews
  /** Null: what it knows, it keeps to itself. */
  readonly redis: RedisProcess | null
  token(sub: string, role: Role, org?: string): Promise<string>
  /** What it holds to be true, by agent. */
  versions(): Promise<ReadonlyMap<string, number>>
  stop(): Promise<void>
}

export interface Setup {
  readonly nodes: number
  /** Longest wait before a frame, ms; for those that make frames. */
  readonly frameMs: number
  readonly env?: Readonly<Record<string, string>>
}

export type Start = (setup: Setup) => Promise<Contender>

/** Whatever comes of it, it is stopped. */
export async function usingOf<T extends { stop(): Promise<void> }, R>(
  starting: Promise<T>,
  use: (started: T) => Promise<R>,
): Promise<R> {
  const started = await starting
  try {
    return await use(started)
  } finally {
    await started.stop()
  }
}

export const SECRET = 'a-secret-for-benchmarks-that-is-long-enough-for-hs256'
const HOUR_MS = 3_600_000

export const signToken = (sub: string, role: Role, org = 'default'): Promise<string> =>
  new SignJWT({ roles: [role], org, ...(role === 'agent' && { teams: ['floor'], name: `The agent called ${sub}` }) })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setExpirationTime(Math.floor((Date.now() + HOUR_MS) / 1_000))
    .sign(new TextEncoder().encode(SECRET))

export const stopAll = async (nodes: readonly NodeProcess[], redis: RedisProcess | null): Promise<void> => {
  await Promise.all(nodes.map((node) => node.kill()))
  await redis?.stop()
}

/** Values of a hash, some at a time: one reply of thousands would stop the server. */
export async function valuesOf(redis: Redis, key: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  let cursor = '0'
  do {
    const [next, flat] = await redis.hscan(key, cursor, 'COUNT', 500)
    for (let n = 0; n < flat.length; n += 2) found.set(flat[n] ?? '', flat[n + 1] ?? '')
    cursor = next
  } while (cursor !== '0')
  return found
}
