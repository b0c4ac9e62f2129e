import { createAdapter, createShardedAdapter } from '@socket.io/redis-adapter'
import type { Cluster, Redis } from 'ioredis'
import type { HubServer } from './socket.js'

/** Two connections to Redis for messages between nodes; `sharded` on a Cluster, where a plain publish goes to every server. */
export interface Channels {
  readonly pub: Redis | Cluster
  readonly sub: Redis | Cluster
  readonly sharded: boolean
}

type AdapterFactory = NonNullable<Parameters<HubServer['adapter']>[0]>

/**
 * Socket.IO's adapter for Redis, with a wall around it: it drops the promises of what it publishes, and throws on a
 * message that is not from its kind. Either would end the process; here it is a fault that is told.
 */
export function clusterAdapter({ pub, sub, sharded }: Channels, onFault: (why: unknown) => void): AdapterFactory {
  for (const send of ['publish', 'spublish'] as const) wall(pub, send, onFault)
  for (const subscribe of ['subscribe', 'psubscribe', 'ssubscribe'] as const) wall(sub, subscribe, onFault)
  guardListeners(sub, onFault)
  const create = (sharded ? createShardedAdapter : createAdapter) as (
    pub: unknown,
    sub: unknown,
    options: object,
  ) => AdapterFactory
  // Static: rooms here are served from the board, so no room needs a channel of its own.
  return create(pub, sub, sharded ? { channelPrefix: KEY, subscriptionMode: 'static' } : { key: KEY })
}

const KEY = 'presence:signals'

type Sends = Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>

function wall(redis: Redis | Cluster, method: string, onFault: (why: unknown) => void) {
  const call = (redis as unknown as Sends)[method]?.bind(redis)
  if (!call) throw new Error(`the Redis client has no ${method}`)
  Object.assign(redis, { [method]: (...args: readonly unknown[]) => call(...args).catch(onFault) })
}

function guardListeners(redis: Redis | Cluster, onFault: (why: unknown) => void) {
  const on = redis.on.bind(redis) as (event: string, listener: (...args: unknown[]) => unknown) => unknown
  Object.assign(redis, {
    on: (event: string, listener: (...args: unknown[]) => unknown) =>
      on(
        event,
        event.endsWith('essageBuffer')
          ? (...args) => {
              // In a promise, so that what it throws now and what it throws later end in the same place.
              Promise.resolve()
                .then(() => listener(...args))
                .catch(onFault)
            }
          : listener,
      ),
  })
}
