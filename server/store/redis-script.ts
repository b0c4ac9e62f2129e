import { createHash } from 'node:crypto'
import type { Cluster, Redis } from 'ioredis'

export type Args = readonly (string | number | Buffer)[]

/**
 * Runs a script by its hash, and by its text where the server does not know it: one that was restarted, or took over. What
 * the client defines as a command of its own does as much, but the text of nearly every call ends in the old generation.
 */
export function scripted(redis: Redis | Cluster, lua: string) {
  const sha = createHash('sha1').update(lua).digest('hex')
  return async (keys: number, ...args: Args): Promise<unknown> => {
    try {
      return await redis.evalsha(sha, keys, ...args)
    } catch (why) {
      if (!isUnknown(why)) throw why
      return redis.eval(lua, keys, ...args)
    }
  }
}

const isUnknown = (why: unknown): boolean => why instanceof Error && why.message.startsWith('NOSCRIPT')
