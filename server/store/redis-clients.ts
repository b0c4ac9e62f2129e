import { readFileSync } from 'node:fs'
import { Cluster, type Command, Redis, type RedisOptions, type Result } from 'ioredis'
import type { Clock } from '../clock.js'
import { createDeadline } from './redis-deadline.js'
import { ALL_PARTITIONS, crc16, partitionKeys } from './redis-keys.js'
import { type Args, scripted } from './redis-script.js'

declare module 'ioredis' {
  interface RedisCommander<Context> {
    presenceCommit(keys: number, ...args: Args): Result<[string, number, ...[string, string, string][]], Context>
    presenceOffer(keys: number, ...args: Args): Result<number, Context>
    presenceSettings(keys: number, ...args: Args): Result<[number, string], Context>
    presencePositions(keys: number, ...args: Args): Result<[string, number, string][], Context>
    presenceFork(keys: number, ...args: Args): Result<[string, number, string], Context>
    presencePulse(keys: number, ...args: Args): Result<[string, number, string, string, string, ...string[]], Context>
    presenceClaim(keys: number, ...args: Args): Result<number, Context>
  }
}

/** Where Redis is. `access` goes for every server of a set; a URL brings its own. */
export type RedisTarget =
  | { readonly kind: 'redis'; readonly url: string }
  | {
      readonly kind: 'sentinel'
      readonly sentinels: readonly string[]
      readonly masterName: string
      readonly access: Access
    }
  | { readonly kind: 'cluster'; readonly nodes: readonly string[]; readonly access: Access }

export interface Access {
  readonly username?: string
  readonly password?: string
  readonly tls: boolean
}

export interface RedisClients {
  /** Commands and scripts: fails at once rather than waits. */
  readonly state: Redis | Cluster
  /** Resolves when the first try to connect is over, whatever came of it. */
  readonly tried: Promise<void>
  /** Partitions that one script or one read may touch together: all of them, but on a Cluster each for itself. */
  readonly groups: readonly (readonly number[])[]
  /** A connection to the server that has this partition now, to hear of its log. It does not come back by itself. */
  openReader(partition: number): Promise<Redis>
  /** For publish and subscribe. They come back by themselves. */
  openChannels(): RedisChannels
  close(): void
}

/** `sharded`: each channel has one server of the Cluster. */
export interface RedisChannels {
  readonly pub: Redis | Cluster
  readonly sub: Redis | Cluster
  readonly sharded: boolean
}

/** How long a Sentinel may take, ms. */
const SENTINEL_MS = 1_000
/** What the client asks by itself of a server of a Cluster passes the deadline by, and is given up after so long, ms. */
const ITS_OWN_MS = 3_000
const CONNECT_MS = 2_000
/** Times a command of a Cluster is sent, 100 ms apart while its server is away: as long as one that is not answered. */
const MOST_TRIES = 8
/** How long the other side may take to agree that a connection ends, ms: a server that hangs never does. */
const END_MS = 50
const AGAIN_MS = { first: 50, last: 500 }

/** Answers as they always were: the client's types know another way, which nobody here asks for. */
type Options = Omit<RedisOptions, 'replyMapping'>

const again = (times: number): number => Math.min(AGAIN_MS.first * times, AGAIN_MS.last)
/** A master that became a replica refuses writes: look for the new one, and send the command again. */
const reconnectOnError = ({ message }: Error): 2 | false => (message.startsWith('READONLY') ? 2 : false)

const STATE: Options = {
  lazyConnect: true,
  disconnectTimeout: END_MS,
  enableOfflineQueue: false,
  commandTimeout: ITS_OWN_MS,
  connectTimeout: CONNECT_MS,
  maxRetriesPerRequest: 1,
  enableAutoPipelining: true,
  // Commits are put together before: see commit-batches.ts.
  autoPipeliningIgnoredCommands: ['evalsha', 'eval'],
  retryStrategy: again,
  reconnectOnError,
}
// It does not ask Sentinels about a failover:
// the commands' connection does, and whoever reads compares with what that one says.
const READER: Options = {
  lazyConnect: true,
  connectTimeout: CONNECT_MS,
  maxRetriesPerRequest: null,
  retryStrategy: () => null,
  disconnectTimeout: END_MS,
  failoverDetector: false,
}
const CHANNEL: Options = { maxRetriesPerRequest: null, connectTimeout: CONNECT_MS, retryStrategy: again }

/** What is kept: entries of a partition's log, and ms of timelines. */
export interface Bounds {
  readonly logLength: number
  readonly historyMs: number
}

export interface ClientParts extends Bounds {
  readonly target: RedisTarget
  readonly clock: Pick<Clock, 'every'>
  readonly onFault: (why: unknown) => void
}

export function openClients({ target, clock, onFault, ...bounds }: ClientParts): RedisClients {
  const heard = <R extends Redis | Cluster>(redis: R): R => {
    // A connection that ends is told by whoever needed it; without a listener it would end the process.
    redis.on('error', onFault)
    return redis
  }
  let closed = false
  const kept = <R extends Redis | Cluster>(redis: R): R => {
    // A failover that is announced while the client looks for the master ends it, as if nobody wanted it any more.
    redis.on('end', () => setTimeout(() => void (closed || redis.connect().catch(onFault)), AGAIN_MS.first))
    return heard(redis)
  }
  const clients = target.kind === 'cluster' ? clusterClients(target, heard, kept) : singleClients(target, heard, kept)
  giveUpLate(clients.state, clock)
  for (const [name, lua] of Object.entries(scriptsOf(bounds)))
    Object.assign(clients.state, { [name]: scripted(clients.state, lua) })
  return {
    ...clients,
    tried: clients.state.connect().catch(onFault),
    close() {
      closed = true
      clients.close()
    },
  }
}

/** Instead of the client's own limit: see redis-deadline.ts. */
function giveUpLate(redis: Redis | Cluster, clock: Pick<Clock, 'every'>) {
  const send = redis.sendCommand.bind(redis)
  const deadline = createDeadline(clock)
  redis.sendCommand = (command: Command, ...rest: readonly []) => {
    deadline(command)
    return send(command, ...rest)
  }
}

type Opened = Omit<RedisClients, 'tried'>
type Tend = <R extends Redis | Cluster>(redis: R) => R

function singleClients(target: Exclude<RedisTarget, { kind: 'cluster' }>, heard: Tend, kept: Tend): Opened {
  const open = (options: Options) =>
    target.kind === 'redis' ? new Redis(target.url, options) : new Redis({ ...sentinelOptions(target), ...options })
  const state = kept(open(STATE))
  return {
    state,
    groups: [ALL_PARTITIONS],
    openReader: async () => heard(open(READER)),
    openChannels: () => ({ pub: kept(open(CHANNEL)), sub: kept(open(CHANNEL)), sharded: false }),
    close: () => state.disconnect(),
  }
}

function sentinelOptions(target: Extract<RedisTarget, { kind: 'sentinel' }>): Options {
  const { tls, ...login } = target.access
  return {
    sentinels: target.sentinels.map(addressOf),
    name: target.masterName,
    failoverDetector: true,
    ...login,
    ...(tls && { tls: {}, enableTLSForSentinelMode: true }),
    sentinelRetryStrategy: again,
    // One that hangs is passed over, as one that is dead.
    sentinelCommandTimeout: SENTINEL_MS,
  }
}

function clusterClients({ nodes, access }: Extract<RedisTarget, { kind: 'cluster' }>, heard: Tend, kept: Tend): Opened {
  const { tls, ...login } = access
  const server: Options = { ...login, ...(tls && { tls: {} }) }
  // What is sent together is put together by the first key, which the client does not find in a script's arguments: scripts
  // of partitions that different servers have would refuse each other.
  const open = (
    { retryStrategy: _, lazyConnect: __, enableAutoPipelining: ___, ...options }: Options,
    sharded: boolean,
  ) =>
    kept(
      new Cluster(nodes.map(addressOf), {
        lazyConnect: true,
        enableOfflineQueue: sharded,
        clusterRetryStrategy: again,
        maxRedirections: MOST_TRIES,
        slotsRefreshTimeout: CONNECT_MS,
        slotsRefreshInterval: 5_000,
        shardedSubscribers: sharded,
        redisOptions: { ...options, ...server },
      }),
    )
  const state = open(STATE, false)
  return {
    state,
    groups: ALL_PARTITIONS.map((partition) => [partition]),
    async openReader(partition) {
      const tag = /\{(.*)\}/.exec(partitionKeys(partition).meta)?.[1] ?? ''
      const [owner] = state.slots[crc16(tag) % SLOTS] ?? []
      if (owner === undefined) throw new Error(`no server of the cluster has partition ${partition}`)
      return heard(new Redis({ ...addressOf(owner), ...READER, ...server }))
    },
    openChannels() {
      return { pub: open(CHANNEL, true), sub: open(CHANNEL, true), sharded: true }
    },
    close: () => state.disconnect(),
  }
}

const SLOTS = 16_384

function addressOf(hostAndPort: string): { host: string; port: number } {
  const colon = hostAndPort.lastIndexOf(':')
  return { host: hostAndPort.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(hostAndPort.slice(colon + 1)) }
}

const lua = (name: string): string => readFileSync(new URL(`./lua/${name}.lua`, import.meta.url), 'utf8')

/** Bounds stand in the scripts themselves: said with each call they would cost more than they are used. */
export const scriptsOf = ({ logLength, historyMs }: Bounds) => {
  const writing = (...names: readonly string[]) =>
    [`local LOG_LENGTH, HISTORY_MS = '${logLength}', ${historyMs}`, ...names.map(lua)].join('\n')
  return {
    presenceCommit: writing('log', 'records', 'commit'),
    presenceOffer: writing('log', 'records', 'offer'),
    presenceSettings: writing('log', 'settings'),
    presencePositions: lua('positions'),
    presenceFork: lua('fork'),
    presencePulse: lua('pulse'),
    presenceClaim: lua('claim'),
  }
}
