import type { Clock } from '../clock.js'
import { createCommitBatches } from './commit-batches.js'
import { checkHeld, checkShape } from './commit-shape.js'
import { checkRedis, type RedisCheck } from './redis-check.js'
import { openClients, type RedisChannels, type RedisTarget } from './redis-clients.js'
import { followLogs, type Following } from './redis-follow.js'
import { createRedisGate } from './redis-gate.js'
import { ALL_PARTITIONS, orgKeys, partitionKeys, partitionOf } from './redis-keys.js'
import { entriesSince, positionOf } from './redis-log.js'
import { createRedisNodes } from './redis-nodes.js'
import { pairsOf, type RawEntry, readPut, readRecord, readSettings } from './redis-records.js'
import { createRedisTime } from './redis-time.js'
import { rowsOf } from './redis-timeline.js'
import { createRedisTimers } from './redis-timers.js'
import { createRedisWrites } from './redis-writes.js'
import { type Follower, type Held, isTombstone, type Put, type Store, type Tombstone } from './store.js'

export interface RedisStoreParts {
  readonly target: RedisTarget
  readonly clock: Clock
  /** How long timelines are kept, ms; default 30 days. */
  readonly historyMs?: number
  /** Entries kept in the log of a partition; default 100,000. */
  readonly logLength?: number
  /** How long entries of the log are kept, ms; default 24 h. */
  readonly logAgeMs?: number
  /** Lets the store's time run ahead of Redis' TIME, ms; for tests. Default 0. */
  readonly aheadMs?: () => number
  /** ms without a pulse of any node that are an outage, given the ms of a lease; default a quarter, at most 2,500. */
  readonly silenceMs?: (leaseMs: number) => number
  readonly onFault: (why: unknown) => void
}

export interface RedisStore extends Store {
  /** Waits until the store is live, for at most so long, and says whether presence may be kept there. */
  check(patienceMs: number): Promise<RedisCheck>
  /** Two connections for publish and subscribe, which end with the store. */
  openChannels(): RedisChannels
}

const DAY_MS = 86_400_000
/** Records read at once for a snapshot: some 0.3 ms of Redis' time. */
const SCAN = 500
/** Between two trims by age, ms: of 24 h, ten minutes more or less are nothing, and by length each write trims. */
const TRIM_MS = 600_000
const NO_SETTINGS = { version: 0, statuses: {}, policy: {}, teamPolicies: {} }

/** Presence in Redis: any number of nodes, state and log written in one script. It need not answer yet to begin. */
export function createRedisStore(parts: RedisStoreParts): RedisStore {
  const { target, clock, historyMs = 30 * DAY_MS, logLength = 100_000, logAgeMs = DAY_MS, onFault } = parts
  const { aheadMs = () => 0, silenceMs = (leaseMs) => Math.min(2_500, leaseMs / 4) } = parts
  const clients = openClients({ target, clock, onFault, logLength, historyMs })
  const redis = clients.state
  const gate = createRedisGate()
  const time = createRedisTime(clock)
  const timers = createRedisTimers(clients)
  const nodes = createRedisNodes({ clients, time, aheadMs, silenceMs, onOtherLife: () => following.check() })
  const writes = createRedisWrites({ redis, aheadMs })
  const commit = createCommitBatches((org, batch) => gate.through(() => writes.commit(org, batch)))
  const followers = new Set<Follower>()
  const channels: RedisChannels['pub'][] = []
  const now = () => time.now() + aheadMs()
  const following: Following = followLogs({ clients, onEntry, onDoubt, onFault })

  const trim = () =>
    Promise.all(
      ALL_PARTITIONS.map((one) =>
        redis.xtrim(partitionKeys(one).log, 'MINID', '~', Math.max(0, time.now() - logAgeMs)),
      ),
    )
  const stopTrimming = clock.every(TRIM_MS, () => void gate.through(trim).catch(onFault))

  function onEntry(raw: RawEntry, partition: number) {
    if (raw.due !== null) timers.hint(partition, raw.due)
    const wanting = [...followers].filter((follower) => follower.wants(raw.org))
    if (wanting.length === 0) return
    try {
      const entry = raw.read()
      for (const follower of wanting) tell(() => follower.entry(entry))
    } catch (why) {
      onFault(why)
      for (const follower of wanting) tell(() => follower.doubt((org) => org === raw.org))
    }
  }

  function onDoubt(partition: number) {
    timers.forget(partition)
    for (const follower of followers) tell(() => follower.doubt((org) => partitionOf(org) === partition))
  }

  function hintAll(org: string, written: Held['records']) {
    for (const one of written) if (!isTombstone(one) && one.dueAt !== null) timers.hint(partitionOf(org), one.dueAt)
  }

  function tell(what: () => void) {
    try {
      what()
    } catch (why) {
      onFault(why)
    }
  }

  async function settingsOf(org: string) {
    const json = await redis.hget(orgKeys(org).settings, 'json')
    return json === null ? NO_SETTINGS : readSettings(json)
  }

  async function snapshot(org: string) {
    // Position first: what is committed meanwhile is in the records and in the log, and revisions tell.
    const [position, settings] = [await positionOf(redis, org), await settingsOf(org)]
    const found = new Map<string, Put | Tombstone>()
    let cursor = '0'
    do {
      const [next, values] = await redis.hscan(orgKeys(org).agents, cursor, 'COUNT', SCAN)
      // A scan may give an agent twice; the later one is the newer one.
      for (const [agentId, value] of pairsOf(values)) found.set(agentId, readPut(value))
      cursor = next
    } while (cursor !== '0')
    const [puts, tombstones]: [Put[], Tombstone[]] = [[], []]
    for (const one of found.values()) {
      if (isTombstone(one)) tombstones.push(one)
      else puts.push(one)
    }
    return { position, settings, puts, tombstones }
  }

  return {
    now,
    openChannels() {
      const opened = clients.openChannels()
      channels.push(opened.pub, opened.sub)
      return opened
    },
    check: (patienceMs) => checkRedis(redis, () => gate.open && following.live, patienceMs),
    get live() {
      return gate.open && following.live
    },
    async commit(org, wanted) {
      checkShape(wanted)
      const committed = await commit(org, wanted)
      // The log says it too, but later: whoever has written asks at once.
      if (committed.result === 'written')
        hintAll(
          org,
          wanted.filter((one) => one.type === 'put').map(({ record }) => record),
        )
      return committed
    },
    async offer(org, held) {
      checkHeld(held)
      await gate.through(() => writes.offer(org, held))
      hintAll(org, held.records)
    },
    read: (org, agentId) =>
      gate.through(async () => {
        const value = await redis.hget(orgKeys(org).agents, agentId)
        return value === null ? undefined : readRecord(value)
      }),

    settings: (org) => gate.through(() => settingsOf(org)),
    commitSettings: (org, settings) =>
      gate.through(async () => {
        const { ok, json } = await writes.settings(org, settings)
        return { ok, settings: json === '' ? NO_SETTINGS : readSettings(json) }
      }),

    snapshot: (org) => gate.through(() => snapshot(org)),
    changesSince: (org, position) =>
      gate.through(() => entriesSince(redis, org, position, { logLength, oldest: now() - logAgeMs })),
    async follow(follower) {
      followers.add(follower)
      return async () => void followers.delete(follower)
    },

    timeline: (org, agentId, { from, to, limit }) =>
      gate.through(() =>
        rowsOf(redis, orgKeys(org).timeline(agentId), { from: Math.max(from, now() - historyMs), to, limit }),
      ),

    due: (limit) => gate.through(() => timers.due(now(), limit)),
    pulse: (node, leaseMs) => gate.probe(() => nodes.pulse(node, leaseMs)),
    claim: (node, leaseMs) => gate.through(() => nodes.claim(node, leaseMs)),
    agentsOf: (node, limit) => gate.through(() => nodes.agentsOf(node, limit)),
    strayNodes: () => gate.through(() => nodes.strayNodes()),
    release: (node) => gate.through(() => nodes.release(node)),

    organisations: () =>
      gate.through(async () =>
        (await Promise.all(ALL_PARTITIONS.map((one) => redis.smembers(partitionKeys(one).orgs)))).flat(),
      ),

    async close() {
      stopTrimming()
      followers.clear()
      await following.stop()
      for (const channel of channels) channel.disconnect()
      clients.close()
    },
  }
}
