import type { Presence } from '../../protocol/presence.js'
import type { AgentRecord, TimelineRow } from '../engine/record.js'
import type { Settings } from '../engine/rulebook.js'
import { nodesOf } from './commit-shape.js'
import type { LogEntry, Tombstone, Write } from './store.js'

/**
 * How records stand in Redis: `<revision> <due> <nodes that hold connections> <json>`, and `<revision> - - T<json>` for
 * tombstones, so that a script reads no JSON. What is read here was written by us; it is trusted, and a broken one is a bug.
 */
export const writeRecord = (record: AgentRecord): string =>
  `${record.revision} ${record.dueAt ?? NONE} ${nodesOf(record).join(',') || NONE} ${JSON.stringify(record)}`
export const writeTombstone = (tombstone: Tombstone): string =>
  `${tombstone.revision} ${NONE} ${NONE} T${JSON.stringify(tombstone)}`

const NONE = '-'

export function readRecord(value: string): AgentRecord | Tombstone {
  return JSON.parse(value.slice(value.indexOf('{'))) as AgentRecord | Tombstone
}

/** Names and values that Redis gives one after the other. */
export const pairsOf = (flat: readonly (string | number)[]): [string, string][] =>
  Array.from({ length: flat.length / 2 }, (_, n) => [String(flat[2 * n]), String(flat[2 * n + 1])])

export const readSettings = (json: string): Settings => JSON.parse(json) as Settings

/** A row of a timeline: `<at> <json>`, so that a script can tell its age. */
export const writeRow = (row: TimelineRow): string => `${row.at} ${JSON.stringify(row)}`
export const readRow = (value: string): TimelineRow => JSON.parse(value.slice(value.indexOf(' ') + 1)) as TimelineRow

/** The changes before the last one: the last is the record's own presence, and need not be written twice. */
export const earlierChanges = (write: Write): string =>
  write.type === 'put' && write.changes.length > 1 ? JSON.stringify(write.changes.slice(0, -1)) : ''

/** An entry of the log of a partition; its body is read only where somebody wants it. */
export interface RawEntry {
  readonly org: string
  readonly epoch: string
  /** Counts the entries of the partition. */
  readonly all: number
  /** The earliest time at which one of its agents is due, or null. */
  readonly due: number | null
  /** Throws for a body that nobody of us wrote. */
  read(): LogEntry
}

/** An entry of the stream as its fields and values; throws for one that nobody of us wrote. */
export function readEntry([name, head = '', ...body]: readonly string[]): RawEntry {
  const [org = '', epoch = '', all, seq, at, due, ...rest] = head.split(' ')
  const place = { org, position: { epoch, sequence: Number(seq) }, at: Number(at) }
  const numbers = [Number(all), place.position.sequence, place.at]
  if (name !== 'head' || due === undefined || rest.length > 0 || !numbers.every(Number.isSafeInteger))
    throw new Error(`a log entry begins with ${name} ${head.slice(0, 100)}`)
  return { org, epoch, all: Number(all), due: due === NONE ? null : Number(due), read: () => readBody(place, body) }
}

function readBody(place: Pick<LogEntry, 'org' | 'position' | 'at'>, body: readonly string[]): LogEntry {
  const [kind, value = ''] = body
  if (kind === 'settings') return { ...place, type: 'settings', settings: readSettings(value) }
  if (kind === 'delete') return { ...place, type: 'agent_deleted', tombstone: readRecord(value) as Tombstone }
  const puts: { readonly record: AgentRecord; readonly changes: readonly Presence[] }[] = []
  let earlier: readonly Presence[] = []
  for (const [name, value] of pairsOf(body)) {
    if (name === 'earlier') earlier = JSON.parse(value) as Presence[]
    else if (name === 'put' || name === 'unseen') {
      const record = readRecord(value) as AgentRecord
      puts.push({ record, changes: name === 'put' ? [...earlier, record.presence] : [] })
      earlier = []
    } else throw new Error(`log entry of unknown kind ${name}`)
  }
  return { ...place, type: 'agents', puts }
}
