import type { AgentRecord } from '../engine/record.js'
import { isTombstone, type Held, type Put, type Snapshot, type Tombstone } from '../store/store.js'

type Known = AgentRecord | Tombstone

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
  for (const one of [...snapshot.records, ...snapshot.tombstones]) stored.set(one.agentId, one)
  const records: Known[] = []
  for (const mine of held.agents) {
    const theirs = stored.get(mine.agentId)
    if (!theirs) records.push(mine)
    else if (mine.revision > theirs.revision) records.push(isNews(mine, theirs) ? mine : anew(mine, theirs))
    else if (mine.revision === theirs.revision && wins(mine, theirs)) records.push(anew(mine, theirs))
  }
  const settings = held.settings && held.settings.version > snapshot.settings.version ? held.settings : null
  return { records, settings }
}

/** What has to be put back where a put that took the place of another is no news to those who were shown that; null: it is. */
export const madeNews = (put: Put, before: Put): Known | null =>
  put.revision <= before.revision || put.version > before.version || isNews(put.record, before.record)
    ? null
    : anew(put.record, before.record)

/** Whether whoever was shown theirs takes mine for what is later. If not, theirs came about after a loss, and mine before it. */
function isNews(mine: Known, theirs: Known): boolean {
  if (versionOf(mine) !== versionOf(theirs)) return versionOf(mine) > versionOf(theirs)
  return isTombstone(mine) || isTombstone(theirs) || JSON.stringify(mine.presence) === JSON.stringify(theirs.presence)
}

/** An order that every node comes to alone: the later one, and of two at the same time the greater text. */
function wins(mine: Known, theirs: Known): boolean {
  if (timeOf(mine) !== timeOf(theirs)) return timeOf(mine) > timeOf(theirs)
  const [a, b] = [JSON.stringify(mine), JSON.stringify(theirs)]
  return a > b
}

const timeOf = (one: Known): number => (isTombstone(one) ? one.deletedAt : one.decidedAt)
const versionOf = (one: Known): number => (isTombstone(one) ? one.version : one.presence.version)

function anew(mine: Known, theirs: Known): Known {
  const revision = mine.revision + 1
  const version = Math.max(versionOf(mine), versionOf(theirs)) + 1
  return isTombstone(mine)
    ? { ...mine, revision, version }
    : { ...mine, revision, presence: { ...mine.presence, version } }
}

/** What a node said of the agent's connections may have been lost between the two. */
export const isOverruled = (before: Put, now: Put): boolean =>
  now.decidedAt < before.decidedAt || (before.link === 'connected' && now.link !== 'connected')
