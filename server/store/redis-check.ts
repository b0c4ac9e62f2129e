import type { Cluster, Redis } from 'ioredis'

export interface RedisCheck {
  readonly answered: boolean
  /** Why presence must not be kept there, with the remedy; null: it may. */
  readonly refusal: string | null
  readonly warnings: readonly string[]
}

const LOOK_MS = 10

/** Whether presence may be kept in this Redis. Resolves as soon as it is live, after `patienceMs` at the latest. */
export async function checkRedis(redis: Redis | Cluster, live: () => boolean, patienceMs: number): Promise<RedisCheck> {
  const deadline = performance.now() + patienceMs
  while (!live() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  return live() ? { answered: true, ...(await judged(redis)) } : { answered: false, refusal: null, warnings: [] }
}

async function judged(redis: Redis | Cluster): Promise<Omit<RedisCheck, 'answered'>> {
  const server = 'nodes' in redis ? redis.nodes('master')[0] : redis
  const settings = await settingsOf(server)
  if (!settings)
    return {
      refusal: null,
      warnings: ['Redis does not show its settings: see that maxmemory-policy is noeviction and that it persists'],
    }
  const policy = settings.get('maxmemory-policy')
  const refusal =
    policy === undefined || policy === 'noeviction'
      ? null
      : `Redis has maxmemory-policy ${policy}, which throws presence away when memory is short: set it to noeviction`
  const persists = settings.get('appendonly') === 'yes' || (settings.get('save') ?? '') !== ''
  return {
    refusal,
    warnings: persists
      ? []
      : ['Redis does not persist: after its restart only what the nodes hold comes back; set appendonly yes'],
  }
}

/** Undefined where the server does not allow the question, as some that are rented out do not. */
async function settingsOf(server: Redis | undefined): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    const settings = new Map<string, string>()
    for (const name of ['maxmemory-policy', 'appendonly', 'save']) {
      const pair: unknown = await server?.config('GET', name)
      if (Array.isArray(pair)) settings.set(name, String(pair[1]))
    }
    return settings
  } catch {
    return undefined
  }
}
