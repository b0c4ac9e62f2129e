import { randomBytes } from 'node:crypto'
import type { Cluster, Redis } from 'ioredis'
import { agentOf, openSpan } from './commit-shape.js'
import { orgKeys, type OrgKeys } from './redis-keys.js'
import type { AgentRecord } from '../engine/record.js'
import { earlierChanges, readRecord, writeRow, writeRecord, writeTombstone } from './redis-records.js'
import type { Settings } from '../engine/rulebook.js'
import type { Batch } from './commit-batches.js'
import { type Committed, type Held, isTombstone, type Tombstone, type Write } from './store.js'

export interface RedisWritesParts {
  readonly redis: Redis | Cluster
  readonly aheadMs: () => number
}

/** The three scripts that write, and what they are given. */
export function createRedisWrites({ redis, aheadMs }: RedisWritesParts) {
  // Short, because every frame says it twice, and another one for every call: a database may be emptied more than once.
  const epochs = randomBytes(9).toString('base64url')
  let calls = 0
  const head = (org: string) => [org, `${epochs}${(calls++).toString(36)}`, aheadMs()]

  return {
    async commit(org: string, batch: Batch): Promise<readonly Committed[]> {
      const keys = orgKeys(org)
      const writes = batch.flat()
      const allKeys = [...agentKeys(keys), ...writes.map((write) => keys.timeline(agentOf(write)))]
      const [epoch, sequence, ...refused] = await redis.presenceCommit(
        allKeys.length,
        ...allKeys,
        ...head(org),
        writes.length,
        ...writes.map(agentOf),
        ...writes.map(({ expected }) => expected),
        ...writes.map(kindOf),
        ...batch.flatMap((commit, number) => commit.map(() => number)),
        ...writes.flatMap(partsOf),
      )
      const current = new Map<number, Map<string, AgentRecord | Tombstone | undefined>>()
      for (const [number, agentId, value] of refused) {
        const found = current.get(Number(number)) ?? new Map<string, AgentRecord | Tombstone | undefined>()
        current.set(Number(number), found.set(agentId, value === '' ? undefined : readRecord(value)))
      }
      const written = { result: 'written', position: { epoch, sequence } } as const
      return batch.map((_, number) => {
        const found = current.get(number)
        return found ? { result: 'conflict', current: found } : written
      })
    },

    async offer(org: string, { records, settings }: Held): Promise<void> {
      const keys = orgKeys(org)
      const allKeys = [...agentKeys(keys), keys.settings, ...records.map(({ agentId }) => keys.timeline(agentId))]
      await redis.presenceOffer(
        allKeys.length,
        ...allKeys,
        ...head(org),
        settings?.version ?? 0,
        settings ? JSON.stringify(settings) : '',
        records.length,
        ...records.flatMap((one) => {
          if (isTombstone(one)) return [one.agentId, writeTombstone(one), '']
          return [one.agentId, writeRecord(one), writeRow(openSpan(one))]
        }),
      )
    },

    async settings(org: string, settings: Settings): Promise<{ readonly ok: boolean; readonly json: string }> {
      const { meta, log, orgs, settings: key } = orgKeys(org)
      const [ok, json] = await redis.presenceSettings(
        4,
        meta,
        log,
        orgs,
        key,
        ...head(org),
        settings.version,
        JSON.stringify(settings),
      )
      return { ok: ok === 1, json }
    },
  }
}

const agentKeys = ({ meta, log, orgs, agents, timers, tabs, graves }: OrgKeys): string[] => [
  meta,
  log,
  orgs,
  agents,
  timers,
  tabs,
  graves,
]

/** Unseen: nobody can see a difference. */
const kindOf = (write: Write): string =>
  write.type === 'delete' ? 'delete' : write.changes.length > 0 ? 'put' : 'unseen'

function partsOf(write: Write): (string | number)[] {
  if (write.type === 'delete') return [writeTombstone(write.tombstone), '', 0]
  const { record, rows } = write
  return [writeRecord(record), earlierChanges(write), rows.length, ...rows.map(writeRow)]
}
