import { z } from 'zod'
import { RATES, type Rate } from '../protocol/limits.js'
import { DEFAULT_POLICY, type Policy, policyPatch } from '../protocol/policy.js'
import { hostAndPort, json, onOff, origins, ranges, rate, text, url, wholeNumber } from './config-values.js'

export type StoreConfig =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'redis'; readonly url: string }
  | {
      readonly kind: 'sentinel'
      readonly sentinels: readonly string[]
      readonly masterName: string
      readonly access: RedisAccess
    }
  | { readonly kind: 'cluster'; readonly nodes: readonly string[]; readonly access: RedisAccess }

/** How to be let in where no URL says it. */
export interface RedisAccess {
  readonly username?: string
  readonly password?: string
  readonly tls: boolean
}

export interface Config {
  readonly port: number
  readonly host: string
  readonly store: StoreConfig
  readonly jwtSecret: string | undefined
  readonly jwksUrl: string | undefined
  readonly jwtAudience: string | undefined
  readonly jwtIssuer: string | undefined
  /** No key is set: anybody on this machine may be anybody. */
  readonly devMode: boolean
  readonly allowedOrigins: readonly string[]
  /** Addresses and ranges of the proxies in front: their X-Forwarded-For says where a connection comes from. */
  readonly trustedProxies: readonly string[]
  /** Where neither organisation nor team has settled anything. */
  readonly policy: Policy
  readonly heartbeatMs: number
  readonly nodeLeaseMs: number
  /** Longest wait before a frame. */
  readonly frameMs: number
  readonly historyMs: number
  readonly demo: boolean
  readonly polling: boolean
  readonly logLevel: (typeof LOG_LEVELS)[number]
  readonly rates: Readonly<Record<keyof typeof RATES, Rate>>
  /** What is allowed but should be looked at. */
  readonly warnings: readonly string[]
}

/** The start stops: each problem names the setting, its value and what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'))
  }
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const LOOPBACK = ['127.0.0.1', 'localhost', '::1'] as const
const DAY_MS = 86_400_000
/** Below this HS256 can be guessed. Source: RFC 7518, section 3.2. */
const SECRET_BYTES = 32

const shown = ({ perSecond, burst }: Rate): string => `${perSecond}/${burst}`

const setting = <T extends z.ZodType>(schema: T, fallback: string, what: string) => ({ schema, fallback, what })

/** Every setting, once: the start reads them from here, and /docs lists them. An empty fallback means "not set". */
const TABLE = {
  PORT: setting(wholeNumber(0, 65_535), '3000', 'TCP port; 0: any free one'),
  HOST: setting(text, '', 'Address to listen on; default 127.0.0.1 in dev mode, else 0.0.0.0'),
  REDIS_URL: setting(url(/^rediss?$/, 'redis://localhost:6379'), '', 'One Redis; absent: embedded store, one node'),
  REDIS_SENTINELS: setting(hostAndPort, '', 'host:port of the sentinels; goes with REDIS_MASTER_NAME'),
  REDIS_MASTER_NAME: setting(text, '', 'Name of the master the sentinels watch'),
  REDIS_CLUSTER_NODES: setting(hostAndPort, '', 'host:port of some nodes of a Redis Cluster'),
  REDIS_USERNAME: setting(text, '', 'User of the servers of a Sentinel set or Cluster'),
  REDIS_PASSWORD: setting(text, '', 'Password of the servers of a Sentinel set or Cluster'),
  REDIS_TLS: setting(onOff, 'off', 'TLS to Sentinels and servers of a set or Cluster; for one Redis say rediss://'),
  PRESENCE_JWT_SECRET: setting(text, '', 'Key of HS256 tokens, 32 bytes or more'),
  PRESENCE_JWKS_URL: setting(
    url(/^https?$/, 'https://login.example.com/jwks.json'),
    '',
    'Keys of RS, ES and EdDSA tokens',
  ),
  PRESENCE_JWT_AUDIENCE: setting(text, '', 'Required `aud` of tokens'),
  PRESENCE_JWT_ISSUER: setting(text, '', 'Required `iss` of tokens'),
  PRESENCE_ALLOWED_ORIGINS: setting(
    origins,
    '',
    'Origins of other sites that may use sockets and HTTP, separated by commas; default: the same origin',
  ),
  PRESENCE_TRUSTED_PROXIES: setting(
    ranges,
    '',
    'Addresses or ranges of the proxies in front; without them every client seems to come from the proxy, and the limit of new connections holds for all together',
  ),
  PRESENCE_POLICY: setting(json.pipe(policyPatch), '', 'JSON of defaults for the policy; what is stored wins'),
  PRESENCE_HEARTBEAT_MS: setting(
    wholeNumber(100, 600_000),
    '10000',
    'ms between heartbeats of a socket; a dead line is found after two',
  ),
  PRESENCE_NODE_LEASE_MS: setting(
    wholeNumber(1_000, 600_000),
    '10000',
    'ms a node may be silent before its connections are reaped',
  ),
  PRESENCE_FRAME_MS: setting(wholeNumber(0, 250), '20', 'ms, the longest wait before a frame'),
  PRESENCE_HISTORY_DAYS: setting(wholeNumber(1, 3_650), '30', 'Days the timeline is kept'),
  PRESENCE_DEMO: setting(onOff, '', 'A live demo floor; default on in dev mode with the embedded store, else off'),
  PRESENCE_POLLING: setting(
    onOff,
    '',
    'HTTP polling beside WebSocket; needs sticky sessions; default on with the embedded store, else off',
  ),
  PRESENCE_RATE_SOCKET: setting(rate, shown(RATES.socketCommands), 'Commands of one socket, perSecond/burst'),
  PRESENCE_RATE_SERVICE: setting(rate, shown(RATES.serviceRequests), 'Requests of one service token'),
  PRESENCE_RATE_OTHER: setting(rate, shown(RATES.otherRequests), 'Requests of any other token'),
  PRESENCE_RATE_CONNECT: setting(rate, shown(RATES.connections), 'New connections of one address'),
  LOG_LEVEL: setting(z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`), 'info', 'How much is logged'),
  NODE_ENV: setting(text, '', '`production` refuses to start without a key'),
} as const

type Name = keyof typeof TABLE
type Value<N extends Name> = z.output<(typeof TABLE)[N]['schema']>

/** For the docs. */
export interface Setting {
  readonly name: string
  readonly fallback: string
  readonly what: string
}
export const SETTINGS: readonly Setting[] = Object.entries(TABLE).map(([name, { fallback, what }]) => ({
  name,
  fallback,
  what,
}))

/** Names whose value must not be repeated on a screen. */
const SECRETS: readonly string[] = ['PRESENCE_JWT_SECRET', 'REDIS_PASSWORD']
/** A value as it may be shown: a URL without what it says of users and passwords. */
const repeated = (name: Name, given: string): string =>
  SECRETS.includes(name)
    ? '(not shown)'
    : JSON.stringify(given.replace(/^([a-z]+:\/\/)?.*@/is, '$1***@').replace(/\?.*$/s, '?***'))

export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = []
  const isSet = (name: Name): boolean => env[name] !== undefined && env[name] !== ''
  const get = <N extends Name>(name: N): Value<N> | undefined => {
    const given = env[name] || TABLE[name].fallback
    if (given === '') return undefined
    const read = TABLE[name].schema.safeParse(given)
    if (read.success) return read.data as Value<N>
    for (const { path, message } of read.error.issues)
      problems.push(`${[name, ...path].join('.')} is ${repeated(name, given)}: ${message}`)
    return undefined
  }
  const need = <N extends Name>(name: N): Value<N> => get(name) as Value<N>

  const secret = get('PRESENCE_JWT_SECRET')
  const jwksUrl = get('PRESENCE_JWKS_URL')
  // Asked of the environment: a key that was given but cannot be read is one problem, and not dev mode.
  const devMode = !isSet('PRESENCE_JWT_SECRET') && !isSet('PRESENCE_JWKS_URL')
  const host = get('HOST') ?? (devMode ? '127.0.0.1' : '0.0.0.0')
  const [username, password] = [get('REDIS_USERNAME'), get('REDIS_PASSWORD')]
  const store = storeOf(
    get('REDIS_URL'),
    get('REDIS_SENTINELS'),
    get('REDIS_MASTER_NAME'),
    get('REDIS_CLUSTER_NODES'),
    {
      tls: need('REDIS_TLS'),
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
    },
  )
  const stores = (['REDIS_URL', 'REDIS_SENTINELS', 'REDIS_CLUSTER_NODES'] as const).filter(isSet)
  const policy: Policy = Object.assign({}, DEFAULT_POLICY, get('PRESENCE_POLICY'))
  const embedded = store.kind === 'embedded'

  if (stores.length > 1) problems.push(`${stores.join(' and ')} are both set: set one of them`)
  if (isSet('REDIS_SENTINELS') !== isSet('REDIS_MASTER_NAME'))
    problems.push('REDIS_SENTINELS and REDIS_MASTER_NAME go together: set both or neither')
  if (devMode && get('NODE_ENV') === 'production')
    problems.push('NODE_ENV is "production" and no key is set: set PRESENCE_JWT_SECRET or PRESENCE_JWKS_URL')
  else if (devMode && !LOOPBACK.some((one) => one === host))
    problems.push(
      `HOST is ${JSON.stringify(host)} in dev mode, which listens on 127.0.0.1 only: set PRESENCE_JWT_SECRET or PRESENCE_JWKS_URL, or leave HOST unset`,
    )
  if (policy.restoreWindowMs < policy.offlineGraceMs)
    problems.push(
      `PRESENCE_POLICY.restoreWindowMs is ${policy.restoreWindowMs}: must be at least offlineGraceMs (${policy.offlineGraceMs})`,
    )

  const config: Config = {
    port: need('PORT'),
    host,
    store,
    jwtSecret: secret,
    jwksUrl,
    jwtAudience: get('PRESENCE_JWT_AUDIENCE'),
    jwtIssuer: get('PRESENCE_JWT_ISSUER'),
    devMode,
    allowedOrigins: get('PRESENCE_ALLOWED_ORIGINS') ?? [],
    trustedProxies: get('PRESENCE_TRUSTED_PROXIES') ?? [],
    policy,
    heartbeatMs: need('PRESENCE_HEARTBEAT_MS'),
    nodeLeaseMs: need('PRESENCE_NODE_LEASE_MS'),
    frameMs: need('PRESENCE_FRAME_MS'),
    historyMs: need('PRESENCE_HISTORY_DAYS') * DAY_MS,
    demo: get('PRESENCE_DEMO') ?? (devMode && embedded),
    polling: get('PRESENCE_POLLING') ?? embedded,
    logLevel: need('LOG_LEVEL'),
    rates: {
      socketCommands: need('PRESENCE_RATE_SOCKET'),
      serviceRequests: need('PRESENCE_RATE_SERVICE'),
      otherRequests: need('PRESENCE_RATE_OTHER'),
      connections: need('PRESENCE_RATE_CONNECT'),
    },
    warnings:
      secret !== undefined && Buffer.byteLength(secret) < SECRET_BYTES
        ? [`PRESENCE_JWT_SECRET is shorter than ${SECRET_BYTES} bytes and can be guessed; use a longer one`]
        : [],
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

function storeOf(
  redisUrl: string | undefined,
  sentinels: readonly string[] | undefined,
  masterName: string | undefined,
  nodes: readonly string[] | undefined,
  access: RedisAccess,
): StoreConfig {
  if (redisUrl !== undefined) return { kind: 'redis', url: redisUrl }
  if (sentinels && masterName !== undefined) return { kind: 'sentinel', sentinels, masterName, access }
  if (nodes) return { kind: 'cluster', nodes, access }
  return { kind: 'embedded' }
}
