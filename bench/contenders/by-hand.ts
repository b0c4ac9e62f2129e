import { fileURLToPath } from 'node:url'
import type { Presence } from '../../protocol/presence.js'
import { startListening } from '../../test/support/hub-process.js'
import { startRedis } from '../../test/support/redis-process.js'
import { type Contender, OUR_WIRE, type Setup, signToken, stopAll, valuesOf } from './contender.js'

const opponent = (file: string): string[] => [
  '--import',
  'tsx',
  fileURLToPath(new URL(`../opponents/${file}`, import.meta.url)),
]

/** What people write: socket.io with the Redis adapter, a hash for the state, an emit for each change. */
export async function startSocketIo({ nodes }: Setup): Promise<Contender> {
  const redis = await startRedis()
  const started = await Promise.all(
    Array.from({ length: nodes }, () => startListening(opponent('socket-io-server.ts'), { REDIS_URL: redis.url })),
  )
  return {
    name: 'socket.io + redis-adapter',
    nodes: started,
    crews: OUR_WIRE,
    redis,
    // Nobody checks it: what a key costs is not the question.
    token: signToken,
    async versions() {
      const values = await valuesOf(redis.admin, 'presence')
      return new Map([...values].map(([agentId, json]) => [agentId, (JSON.parse(json) as Presence).version]))
    },
    stop: () => stopAll(started, redis),
  }
}

const bareWs =
  (name: string, mode: 'change' | 'frames') =>
  async ({ frameMs }: Setup): Promise<Contender> => {
    const env = { MODE: mode, FRAME_MS: String(frameMs) }
    const node = await startListening(opponent('ws-server.ts'), env)
    return {
      name,
      nodes: [node],
      crews: OUR_WIRE,
      redis: null,
      token: signToken,
      versions: async () => new Map((await (await fetch(node.url)).json()) as [string, number][]),
      stop: () => stopAll([node], null),
    }
  }

/** A careful hand, without the library: JSON once for each change, a send for each watcher. One node, no store. */
export const startBareWs = bareWs('bare ws, a send for each change', 'change')
/** The limit of delivering: the very frames of the hub, and nothing else. One node, no store. */
export const startBareFrames = bareWs('bare ws, the very frames', 'frames')
