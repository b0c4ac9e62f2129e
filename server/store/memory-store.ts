import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.js'
import type { AgentRecord } from '../engine/record.js'
import { agentOf, checkHeld, checkShape, keyOf, nodesOf, openSpan, readKey } from './commit-shape.js'
import { DueTimes } from './due-times.js'
import { MemoryNodes } from './memory-nodes.js'
import { MemoryOrg } from './memory-org.js'
import { putOf } from './put.js'
import {
  isTombstone,
  type Committed,
  type Follower,
  type Held,
  type LogEntry,
  type Store,
  type Tombstone,
  type Write,
} from './store.js'

export interface MemoryStoreParts {
  readonly clock: Clock
  /** How long timelines are kept, ms; default 30 days. */
  readonly historyMs?: number
  /** Entries of the log kept for each organisation; default 10,000. */
  readonly logLength?: number
  /** How long entries of the log are kept, ms; default 24 h. */
  readonly logAgeMs?: number
  /** Hears what a follower threw; default: a warning of the process. */
  readonly followerFailed?: (thrown: unknown) => void
  /** ms without a pulse of any node that are an outage, given the ms of a lease; default a quarter, at most 2,500. */
  readonly silenceMs?: (leaseMs: number) => number
}

const DAY_MS = 86_400_000

/**
 * The embedded store: one node, everything in memory, gone with the process. What is one script in a database is one
 * turn of the event loop here, so a commit is atomic without a lock.
 */
export function createMemoryStore({
  clock,
  historyMs = 30 * DAY_MS,
  logLength = 10_000,
  logAgeMs = DAY_MS,
  silenceMs = (leaseMs) => Math.min(2_500, leaseMs / 4),
  followerFailed = (thrown) => process.emitWarning(thrown instanceof Error ? thrown : String(thrown)),
}: MemoryStoreParts): Store {
  let latest = 0
  /** Never backwards, so that no deadline does either. */
  const now = () => (latest = Math.max(latest, clock.now()))
  const epoch = randomUUID()
  const orgs = new Map<string, MemoryOrg>()
  const followers = new Set<Follower>()
  const nodes = new MemoryNodes(now, silenceMs)
  const dueTimes = new DueTimes()
  let undelivered: LogEntry[] = []

  function orgOf(name: string): MemoryOrg {
    const known = orgs.get(name)
    if (known) return known
    const made = new MemoryOrg(name, epoch, { historyMs, logLength, logAgeMs })
    orgs.set(name, made)
    return made
  }

  /** After this turn: whoever commits goes on before anybody hears of it, as with a database. */
  function announce(entry: LogEntry) {
    if (undelivered.length === 0) queueMicrotask(deliver)
    undelivered.push(entry)
  }

  function deliver() {
    const entries = undelivered
    undelivered = []
    for (const entry of entries) {
      for (const follower of [...followers]) {
        try {
          if (follower.wants(entry.org)) follower.entry(entry)
        } catch (thrown) {
          // Thrown on, it would end the process, and with it the presence of everybody.
          followerFailed(thrown)
        }
      }
    }
  }

  function write(name: string, writes: readonly Write[]): Committed {
    checkShape(writes)
    const org = orgOf(name)
    const at = now()
    if (!writes.every((one) => fits(one, org.read(agentOf(one)))))
      return { result: 'conflict', current: new Map(writes.map((one) => [agentOf(one), org.read(agentOf(one))])) }

    // Nothing was written up to here, and nothing can fail from here on.
    const puts = writes.filter((one) => one.type === 'put')
    for (const { record, rows } of puts) {
      org.put(record, rows, at)
      dueTimes.set(keyOf(name, record.agentId), record.dueAt)
    }
    if (puts.length > 0)
      announce(org.append({ type: 'agents', puts: puts.map(({ record, changes }) => putOf(record, changes)) }, at))
    for (const one of writes) {
      if (one.type !== 'delete') continue
      bury(name, org, one.tombstone, at)
    }
    return { result: 'written', position: org.position }
  }

  function bury(name: string, org: MemoryOrg, tombstone: Tombstone, at: number) {
    dueTimes.set(keyOf(name, tombstone.agentId), null)
    announce(org.append({ type: 'agent_deleted', tombstone: org.bury(tombstone, at) }, at))
  }

  function take(name: string, held: Held) {
    checkHeld(held)
    const { records, settings } = held
    const org = orgOf(name)
    const at = now()
    if (settings && settings.version > org.settings.version) {
      org.settings = settings
      announce(org.append({ type: 'settings', settings }, at))
    }
    for (const one of records) {
      if ((org.read(one.agentId)?.revision ?? 0) >= one.revision) continue
      if (isTombstone(one)) bury(name, org, one, at)
      else {
        org.put(one, org.hasTimeline(one.agentId) ? [] : [openSpan(one)], at)
        dueTimes.set(keyOf(name, one.agentId), one.dueAt)
        announce(org.append({ type: 'agents', puts: [putOf(one)] }, at))
      }
    }
  }

  const agents = () => [...orgs].flatMap(([name, org]) => org.records().map((record) => ({ org: name, record })))

  return {
    now,
    live: true,
    offer: async (name, held) => take(name, held),
    commit: async (name, commit) => write(name, commit),
    read: async (name, agentId) => orgs.get(name)?.read(agentId),

    settings: async (name) => orgOf(name).settings,
    async commitSettings(name, settings) {
      const org = orgOf(name)
      if (settings.version !== org.settings.version + 1) return { ok: false, settings: org.settings }
      org.settings = settings
      announce(org.append({ type: 'settings', settings }, now()))
      return { ok: true, settings }
    },

    async snapshot(name) {
      const org = orgOf(name)
      return {
        position: org.position,
        settings: org.settings,
        puts: org.records().map((record) => putOf(record)),
        tombstones: org.tombstones(),
      }
    },
    changesSince: async (name, position) =>
      position.epoch === epoch ? orgOf(name).since(position.sequence, now()) : 'gone',
    async follow(follower) {
      followers.add(follower)
      return async () => void followers.delete(follower)
    },

    timeline: async (name, agentId, query) => orgs.get(name)?.timeline(agentId, query) ?? [],
    due: async (limit) => dueTimes.until(now(), limit).map(readKey),
    pulse: async (node, leaseMs) => nodes.pulse(node, leaseMs),
    claim: async (node, leaseMs) => nodes.claim(node, leaseMs),
    agentsOf: async (node, limit) =>
      agents()
        .filter(({ record }) => nodesOf(record).includes(node))
        .slice(0, limit)
        .map(({ org, record: { agentId } }) => ({ org, agentId })),
    strayNodes: async () =>
      [...new Set(agents().flatMap(({ record }) => nodesOf(record)))].filter((node) => !nodes.lives(node)),
    release: async (node) => nodes.release(node),

    // Having been asked about does not make an organisation: something must have been written.
    organisations: async () => [...orgs].filter(([, org]) => org.position.sequence > 0).map(([name]) => name),
    async close() {
      followers.clear()
    },
  }
}

/** Whether a write was decided on what is stored. Who is gone cannot be deleted once more, whatever the revision. */
function fits(write: Write, found: AgentRecord | Tombstone | undefined): boolean {
  if ((found?.revision ?? 0) !== write.expected) return false
  return write.type === 'put' || (found !== undefined && !isTombstone(found))
}
