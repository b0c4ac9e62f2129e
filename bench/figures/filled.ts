import { scriptsOf } from '../../server/store/redis-clients.js'
import type { RedisProcess } from '../../test/support/redis-process.js'
import { encode, openWire } from '../load/redis-wire.js'
import { isKnown, type RecordedBatch, recordCommits } from './recorded-commits.js'

/** The hub's, bound as it binds them. */
export const SCRIPTS = scriptsOf({ logLength: 100_000, historyMs: 30 * 86_400_000 })

/** Ready to be sent: the scripts are loaded. */
export async function encodeCommits({ admin }: RedisProcess, batches: readonly RecordedBatch[]) {
  const shas = new Map<string, string>()
  for (const [name, lua] of Object.entries(SCRIPTS)) shas.set(name, (await admin.script('LOAD', lua)) as string)
  return batches.map(({ agent, script, args }) => ({
    agent,
    bytes: encode(['EVALSHA', shas.get(script) ?? '', ...args]),
  }))
}

const AT_ONCE = 8

/** An organisation of so many agents, none of them there, as hubs would have written it. */
export async function fill(redis: RedisProcess, org: string, agents: number): Promise<void> {
  const encoded = await encodeCommits(
    redis,
    await recordCommits({ agents, rounds: 1, story: isKnown, org, together: 16 }),
  )
  const wire = await openWire(redis.port)
  await wire.run(
    encoded.map(({ bytes }) => bytes),
    AT_ONCE,
  )
  wire.close()
}
