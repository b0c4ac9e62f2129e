import { fileURLToPath } from 'node:url'
import { startApp } from './app.js'
import { steadyClock, systemClock } from './clock.js'
import type { Channels } from './gateway/cluster-adapter.js'
import { type Config, ConfigError, readConfig } from './config.js'
import { createFaultLog } from './ops/fault-log.js'
import { createLog, type Log } from './ops/logging.js'
import { createMemoryStore } from './store/memory-store.js'
import { createRedisStore } from './store/redis-store.js'
import type { RedisTarget } from './store/redis-clients.js'
import type { Store } from './store/store.js'

/** environment ──► config ──► parts ──► run; SIGTERM ──► drain ──► stop. A wrong setting stops the start with exit code 78. */
const EX_CONFIG = 78
/** How long clients are given to find another node before the rest is cut, in ms. */
const DRAIN_MS = 3_000
/** How long a start waits for Redis, in ms; after that it goes on without. */
const PATIENCE_MS = 3_000

try {
  await run()
} catch (thrown) {
  process.stderr.write(`${sentenceOf(thrown)}\n`)
  process.exit(thrown instanceof ConfigError ? EX_CONFIG : 1)
}

async function run() {
  const config = readConfig(process.env)
  const log = createLog(config.logLevel)
  for (const warning of config.warnings) say(`warning: ${warning}`)

  const { store, channels } = await openStore(config, log)
  if (config.devMode)
    say(
      'dev mode: no key is set, so anybody on this machine may be anybody (POST /dev/token); set PRESENCE_JWT_SECRET or PRESENCE_JWKS_URL for real use',
    )
  const app = await startApp({
    config,
    store,
    channels,
    clock: systemClock,
    log,
    // Beside this file, as it is built.
    webRoot: fileURLToPath(new URL('../web', import.meta.url)),
  })
  say(`listening on ${app.url}`)
  if (config.demo) say(`demo floor: agent desk ${app.url}/   live board ${app.url}/supervisor   API ${app.url}/docs`)

  let stopping = false
  const stop = () => {
    if (stopping) process.exit(1)
    stopping = true
    app.drain(DRAIN_MS).then(
      () => process.exit(0),
      (why: unknown) => {
        log.error({ err: why }, 'draining failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

interface Opened {
  readonly store: Store
  readonly channels: Channels | null
}

/** It need not answer yet: until it does this node is not ready, and says so. */
async function openRedis(target: RedisTarget, name: string, historyMs: number, log: Log): Promise<Opened> {
  const onFault = createFaultLog(log, systemClock, 'Redis does not do what it should; it is tried again')
  const store = createRedisStore({ target, clock: steadyClock, historyMs, onFault })
  const checked = await store.check(PATIENCE_MS)
  if (checked.refusal !== null) {
    await store.close()
    throw new ConfigError([checked.refusal])
  }
  for (const warning of checked.warnings) say(`warning: ${warning}`)
  say(`store: ${name}${checked.answered ? '' : '; it does not answer yet, and this node is not ready before it does'}`)
  return { store, channels: store.openChannels() }
}

async function openStore({ store, historyMs }: Config, log: Log): Promise<Opened> {
  switch (store.kind) {
    case 'embedded':
      say('store: embedded, one node; presence is kept in memory and gone when this process ends')
      return {
        channels: null,
        store: createMemoryStore({
          clock: systemClock,
          historyMs,
          followerFailed: (err) => log.error({ err }, 'a follower of the log failed'),
        }),
      }
    case 'redis':
      return openRedis(store, `Redis at ${new URL(store.url).host}`, historyMs, log)
    case 'sentinel':
      return openRedis(
        store,
        `Redis ${store.masterName} of the Sentinels ${store.sentinels.join(', ')}`,
        historyMs,
        log,
      )
    case 'cluster':
      return openRedis(store, `Redis Cluster at ${store.nodes.join(', ')}`, historyMs, log)
  }
}

function say(sentence: string) {
  process.stdout.write(`${sentence}\n`)
}

function sentenceOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  if (thrown instanceof ConfigError) return thrown.message
  if ('code' in thrown && thrown.code === 'EADDRINUSE') return `${thrown.message}: set PORT to a free one`
  if ('code' in thrown && thrown.code === 'EACCES') return `${thrown.message}: set PORT to one this user may listen on`
  if ('syscall' in thrown && (thrown.syscall === 'getaddrinfo' || thrown.syscall === 'listen'))
    return `${thrown.message}: HOST must be an address of this machine, or a name of one`
  return thrown.stack ?? thrown.message
}
