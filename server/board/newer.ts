import type { AgentRecord } from '../engine/record.js'
import { isTombstone, type Held, type Put, type Snapshot, type Tombstone } from '../store/store.js'

type Known = Put | Tombstone

/**
 * What this node holds and the database has lost: everything of a higher revision than what is stored, or of the same one
 * but decided later. The latter happens after a split: both went on from the same record, and one of the two has to win
 * everywhere, with a version that is new to everybody.
 */
export function newerThan(
  snapshot: Snapshot,
  held: { readonly agents: Iterable<Known>; readonly settings: Held['settings'] },
): Held {
  const stored = new Map<string, Known>()
  for (const one of [...snapshot.puts, ...snapshot.tombstones]) stored.set(one.agentId, one)
  const records: (AgentRecord | Tombstone)[] = []
  for (const mine of held.agents) {
    const theirs = stored.get(mine.agentId)
    if (!theirs) records.push(recordOf(mine))
    else if (mine.revision > theirs.revision) records.push(isNews(mine, theirs) ? recordOf(mine) : anew(mine, theirs))
    else if (mine.revision === theirs.revision && wins(mine, theirs)) records.push(anew(mine, theirs))
  }
  const settings = held.settings && held.settings.version > snapshot.settings.version ? held.settings : null
  return { records, settings }
}

/** What has to be put back where a put that took the place of another is no news to those who were shown that; null: it is. */
export const madeNews = (put: Put, before: Put): AgentRecord | Tombstone | null =>
  put.revision <= before.revision || isNews(put, before) ? null : anew(put, before)

/** Whether whoever was shown theirs takes mine for what is later. If not, theirs came about after a loss, and mine before it. */
function isNews(mine: Known, theirs: Known): boolean {
  if (mine.version !== theirs.version) return mine.version > theirs.version
  return isTombstone(mine) || isTombstone(theirs) || mine.json === theirs.json
}

/** An order that every node comes to alone: the later one, and of two at the same time the greater text. */
function wins(mine: Known, theirs: Known): boolean {
  if (timeOf(mine) !== timeOf(theirs)) return timeOf(mine) > timeOf(theirs)
  // Nearly everybody, and read by nobody for that.
  if (!isTombstone(mine) && !isTombstone(theirs) && mine.isCopyOf(theirs)) return false
  return JSON.stringify(recordOf(mine)) > JSON.stringify(recordOf(theirs))
}

const timeOf = (one: Known): number => (isTombstone(one) ? one.deletedAt : one.decidedAt)
const recordOf = (one: Known): AgentRecord | Tombstone => (isTombstone(one) ? one : one.record)

function anew(mine: Known, theirs: Known): AgentRecord | Tombstone {
  const revision = mine.revision + 1
  const version = Math.max(mine.version, theirs.version) + 1
  if (isTombstone(mine)) return { ...mine, revision, version }
  const { record } = mine
  return { ...record, revision, presence: { ...record.presence, version } }
}

/** What a node said of the agent's connections may have been lost between the two. */
export const isOverruled = (before: Put, now: Put): boolean =>
  now.decidedAt < before.decidedAt || (before.link === 'connected' && now.link !== 'connected')
