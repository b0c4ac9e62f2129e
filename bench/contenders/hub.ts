import { fileURLToPath } from 'node:url'
import type { Presence } from '../../protocol/presence.js'
import { orgKeys } from '../../server/store/redis-keys.js'
import { readRecord } from '../../server/store/redis-records.js'
import { isTombstone } from '../../server/store/store.js'
import { startListening } from '../../test/support/hub-process.js'
import { type RedisProcess, startRedis } from '../../test/support/redis-process.js'
import { type Contender, OUR_WIRE, SECRET, type Setup, signToken, stopAll, valuesOf } from './contender.js'

const PROGRAM = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url))
const UNLIMITED = '1000000/1000000'

/** The built hub: nodes around one Redis, limits out of the way, all else as it comes. */
export async function startHubs(setup: Setup): Promise<HubContender> {
  const redis = await startRedis()
  return startHubsOn(redis, setup).catch(async (why: unknown) => {
    await redis.stop()
    throw why
  })
}

export type HubContender = Contender & { readonly redis: RedisProcess }

/** The same on a Redis that has something in it already. It ends with them. */
export async function startHubsOn(redis: RedisProcess, { nodes, frameMs, env = {} }: Setup): Promise<HubContender> {
  const settings = {
    PORT: '0',
    HOST: '127.0.0.1',
    REDIS_URL: redis.url,
    PRESENCE_JWT_SECRET: SECRET,
    PRESENCE_FRAME_MS: String(frameMs),
    PRESENCE_DEMO: 'off',
    PRESENCE_RATE_SOCKET: UNLIMITED,
    PRESENCE_RATE_SERVICE: UNLIMITED,
    PRESENCE_RATE_CONNECT: UNLIMITED,
    LOG_LEVEL: 'error',
    ...env,
  }
  // A profile of each node is asked for from outside: BENCH_NODE_ARGS="--cpu-prof --cpu-prof-dir=..."
  const args = (process.env['BENCH_NODE_ARGS'] ?? '').split(' ').filter(Boolean)
  const started = await Promise.all(Array.from({ length: nodes }, () => startListening([...args, PROGRAM], settings)))
  return {
    name: 'hub',
    nodes: started,
    crews: OUR_WIRE,
    redis,
    token: signToken,
    async versions() {
      return new Map((await storedPresences(redis)).map(({ agentId, version }) => [agentId, version] as const))
    },
    async stop() {
      // In good order where a profile is wanted: it is written at the end.
      if (args.length > 0) await Promise.all(started.map((node) => node.stop()))
      await stopAll(started, redis)
    },
  }
}

export async function storedPresences({ admin }: RedisProcess, org = 'default'): Promise<Presence[]> {
  const records = [...(await valuesOf(admin, orgKeys(org).agents)).values()].map(readRecord)
  return records.flatMap((one) => (isTombstone(one) ? [] : [one.presence]))
}
