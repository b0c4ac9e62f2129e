import { ConfigError, readConfig, SETTINGS } from '../../server/config.js'

const KEY = { PRESENCE_JWT_SECRET: 'a-secret-for-tests-that-is-long-enough-for-hs256' }

test('nothing set is dev mode on this machine, with the embedded store and the demo floor', () => {
  expect(readConfig({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    devMode: true,
    demo: true,
    polling: true,
    store: { kind: 'embedded' },
    heartbeatMs: 10_000,
    nodeLeaseMs: 10_000,
    frameMs: 20,
    historyMs: 30 * 86_400_000,
    allowedOrigins: [],
    policy: { offlineGraceMs: 5_000, restoreWindowMs: 150_000, sessionLimit: 10 },
    rates: { socketCommands: { perSecond: 20, burst: 40 }, connections: { perSecond: 100, burst: 2_000 } },
  })
})

test('a key opens the hub to the network and ends the demo', () => {
  expect(readConfig(KEY)).toMatchObject({ devMode: false, demo: false, host: '0.0.0.0' })
  expect(readConfig({ ...KEY, PRESENCE_DEMO: 'on' })).toMatchObject({ demo: true })
})

test.each<[Record<string, string>, RegExp]>([
  [{ PORT: 'http' }, /PORT is "http": must be a whole number from 0 to 65535/],
  [{ PORT: '70000' }, /PORT is "70000": must be at most 65535/],
  [{ HOST: '0.0.0.0' }, /HOST is "0.0.0.0" in dev mode.*PRESENCE_JWT_SECRET/],
  [{ NODE_ENV: 'production' }, /no key is set: set PRESENCE_JWT_SECRET or PRESENCE_JWKS_URL/],
  [{ REDIS_URL: 'http://redis' }, /REDIS_URL is "http:\/\/redis": must be a URL such as redis:/],
  [{ REDIS_URL: 'redis://a', REDIS_CLUSTER_NODES: 'a:1' }, /REDIS_URL and REDIS_CLUSTER_NODES are both set/],
  [{ REDIS_SENTINELS: 'a:1' }, /REDIS_SENTINELS and REDIS_MASTER_NAME go together/],
  [{ REDIS_CLUSTER_NODES: 'a' }, /REDIS_CLUSTER_NODES.*host:port/],
  [{ PRESENCE_POLICY: '{"sessionLimit":0}' }, /PRESENCE_POLICY.sessionLimit/],
  [{ PRESENCE_POLICY: '{oops' }, /PRESENCE_POLICY.*must be JSON/],
  [{ PRESENCE_POLICY: '{"colour":"red"}' }, /PRESENCE_POLICY/],
  [{ PRESENCE_POLICY: '{"restoreWindowMs":1000}' }, /restoreWindowMs is 1000: must be at least offlineGraceMs/],
  [{ PRESENCE_POLICY: '{"defaultStatus":"inactive"}' }, /PRESENCE_POLICY.defaultStatus/],
  [{ PRESENCE_FRAME_MS: '-1' }, /PRESENCE_FRAME_MS/],
  [{ PRESENCE_DEMO: 'yes' }, /PRESENCE_DEMO is "yes": must be on or off/],
  [{ PRESENCE_ALLOWED_ORIGINS: 'https://a.example/path' }, /PRESENCE_ALLOWED_ORIGINS.*must be origins/],
  [{ PRESENCE_ALLOWED_ORIGINS: 'https://*.example.com' }, /PRESENCE_ALLOWED_ORIGINS.*without path or wildcard/],
  [{ REDIS_CLUSTER_NODES: 'a:1,b:99999' }, /^REDIS_CLUSTER_NODES is "a:1,b:99999": .*ports from 1 to 65535$/],
  [{ PRESENCE_RATE_SOCKET: '20' }, /PRESENCE_RATE_SOCKET.*perSecond\/burst/],
  [{ PRESENCE_RATE_SOCKET: '0/40' }, /^PRESENCE_RATE_SOCKET is "0\/40": .*from 1/],
  [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL is "loud": must be one of/],
])('%j stops the start with a sentence', (env, sentence) => {
  expect(() => readConfig(env)).toThrow(ConfigError)
  expect(() => readConfig(env)).toThrow(sentence)
})

test('all that is wrong is said at once, and no secret is repeated', () => {
  const wrong = { PORT: 'x', LOG_LEVEL: 'y', REDIS_URL: 'http://user:hunter2@redis?password=hunter2' }
  expect(() => readConfig(wrong)).toThrow(/PORT[^]*REDIS_URL|REDIS_URL[^]*PORT/)
  expect(() => readConfig(wrong)).toThrow('REDIS_URL is "http://***@redis?***"')
  expect(() => readConfig(wrong)).not.toThrow('hunter2')
})

test('a setting that cannot be read is one problem, not several', () => {
  const problemsOf = (env: Record<string, string>) => {
    try {
      readConfig(env)
    } catch (thrown) {
      if (thrown instanceof ConfigError) return thrown.problems
      throw thrown
    }
    return []
  }
  expect(problemsOf({ PRESENCE_JWKS_URL: 'ftp://keys', NODE_ENV: 'production', HOST: '0.0.0.0' })).toEqual([
    expect.stringContaining('PRESENCE_JWKS_URL is "ftp://keys"'),
  ])
  expect(problemsOf({ ...KEY, REDIS_SENTINELS: 'nowhere', REDIS_MASTER_NAME: 'main' })).toEqual([
    expect.stringContaining('REDIS_SENTINELS is "nowhere"'),
  ])
})

test('the store is where the environment says', () => {
  const storeOf = (env: Record<string, string>) => readConfig({ ...KEY, ...env }).store
  expect(storeOf({ REDIS_URL: 'rediss://redis:6380/1' })).toEqual({ kind: 'redis', url: 'rediss://redis:6380/1' })
  expect(storeOf({ REDIS_SENTINELS: 'a:26379, [::1]:26379', REDIS_MASTER_NAME: 'main' })).toEqual({
    kind: 'sentinel',
    sentinels: ['a:26379', '[::1]:26379'],
    masterName: 'main',
    access: { tls: false },
  })
  expect(storeOf({ REDIS_CLUSTER_NODES: 'a:7000,b:7000' })).toEqual({
    kind: 'cluster',
    nodes: ['a:7000', 'b:7000'],
    access: { tls: false },
  })
})

test('a short secret is taken with a warning', () => {
  expect(readConfig({ PRESENCE_JWT_SECRET: 'short' }).warnings).toEqual([expect.stringContaining('32 bytes')])
})

test('every setting is documented', () => {
  for (const { name, what } of SETTINGS) expect([name, what.length > 10]).toEqual([name, true])
})
