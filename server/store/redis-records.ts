import type { Presence } from '../../protocol/presence.js'
import { type Base, BASES } from '../../protocol/vocabulary.js'
import type { AgentRecord, TimelineRow } from '../engine/record.js'
import type { Settings } from '../engine/rulebook.js'
import type { Link } from '../engine/state.js'
import { nodesOf } from './commit-shape.js'
import { readFacts, writeFacts } from './redis-facts.js'
import { isTombstone, type LogEntry, type Put, type Tombstone, type Write } from './store.js'

/**
 * How records stand in Redis: a head, the presence and the other facts as JSON, with a tab between them, so that scripts and
 * boards read no JSON; and `<revision> - - T<json>` for tombstones. What is read here was written by us; it is trusted, and
 * a broken one is a bug.
 *
 *   <revision> <due> <nodes that hold connections> <agent> <decided at> <link> <since> <version> <status> <base> <routable> <teams>
 *
 * Ids have neither spaces nor commas. Source: the contract.
 */
export function writeRecord(record: AgentRecord): string {
  const { agentId, revision, decidedAt, state, presence, dueAt } = record
  const { version, status, base, routable, teams } = presence
  const nodes = nodesOf(record).join(',') || NONE
  const head = [revision, dueAt ?? NONE, nodes, agentId, decidedAt, state.link.state, state.link.since]
  const seen = [version, status, base, routable ? 1 : 0, teams.join()]
  return `${head.join(' ')} ${seen.join(' ')}\t${JSON.stringify(presence)}\t${writeFacts(record)}`
}
export const writeTombstone = (tombstone: Tombstone): string =>
  `${tombstone.revision} ${NONE} ${NONE} T${JSON.stringify(tombstone)}`

const NONE = '-'

/** As its last write left it. */
export const readPut = (value: string): Put | Tombstone =>
  value.includes('\t') ? new LoggedPut(value, '') : readTombstone(value)

export function readRecord(value: string): AgentRecord | Tombstone {
  const found = readPut(value)
  return isTombstone(found) ? found : found.record
}

const readTombstone = (value: string) => JSON.parse(value.slice(value.indexOf('{'))) as Tombstone

/**
 * A put of the log. Boards keep one for each agent: it holds the text, what is compared with every change, and nothing that
 * can be read from the text when it is asked for. `earlier`: see below; null: nobody could see it.
 */
class LoggedPut implements Put {
  // Declared only: each would first be defined as undefined, which every node would do for every change.
  declare readonly agentId: string
  declare readonly revision: number
  declare readonly decidedAt: number
  declare readonly link: Link['state']
  declare readonly version: number
  declare readonly teams: readonly string[]
  declare readonly status: string
  declare readonly base: Base
  declare readonly routable: boolean
  readonly #text: string
  readonly #earlier: string | null

  /** Throws for what nobody of us wrote. */
  constructor(text: string, earlier: string | null) {
    const [revision, , , agentId, decidedAt, state, , version, status, shown, routable, teams] = headOf(text)
    const link = LINKS.find((one) => one === state)
    const base = BASES.find((one) => one === shown)
    if (
      agentId === undefined ||
      link === undefined ||
      status === undefined ||
      base === undefined ||
      teams === undefined ||
      !text.endsWith('}')
    )
      throw new Error(`a record begins with ${text.slice(0, 100)}`)
    this.agentId = agentId
    this.revision = Number(revision)
    this.decidedAt = Number(decidedAt)
    this.status = status
    // Those that all share, not the copies in the text.
    this.link = link
    this.base = base
    this.routable = routable === '1'
    this.version = Number(version)
    this.teams = teams === '' ? NO_TEAMS : teams.split(',')
    this.#text = text
    this.#earlier = earlier
  }

  get linkSince(): number {
    return Number(headOf(this.#text)[6])
  }
  get visible(): boolean {
    return this.#earlier !== null
  }
  isCopyOf(other: Put): boolean {
    return other instanceof LoggedPut && other.#text === this.#text
  }
  get json(): string {
    const [from, to] = presenceIn(this.#text)
    return this.#text.slice(from, to)
  }
  get changes(): readonly Presence[] {
    if (this.#earlier === null) return []
    const earlier = this.#earlier === '' ? [] : (JSON.parse(this.#earlier) as Presence[])
    return [...earlier, this.presence]
  }
  get presence(): Presence {
    return JSON.parse(this.json) as Presence
  }
  get record(): AgentRecord {
    const { agentId, revision, decidedAt, link } = this
    const [, due, , , , , since] = headOf(this.#text)
    const [from, to] = presenceIn(this.#text)
    const presence = JSON.parse(this.#text.slice(from, to)) as Presence
    return {
      agentId,
      revision,
      decidedAt,
      presence,
      dueAt: due === NONE ? null : Number(due),
      ...readFacts(this.#text.slice(to + 1), { agentId, link, linkSince: Number(since) }, presence),
    }
  }
}

const LINKS: readonly Link['state'][] = ['connected', 'reconnecting', 'disconnected', 'signed_out', 'never']
const NO_TEAMS: readonly string[] = Object.freeze([])
const headOf = (text: string): string[] => text.slice(0, text.indexOf('\t')).split(' ')

/** Where the JSON of the presence begins and ends. */
function presenceIn(text: string): [from: number, to: number] {
  const from = text.indexOf('\t') + 1
  return [from, text.indexOf('\t', from)]
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
  if (kind === 'delete') return { ...place, type: 'agent_deleted', tombstone: readTombstone(value) }
  const puts: Put[] = []
  let earlier = ''
  for (let at = 0; at < body.length; at += 2) {
    const [name, value = ''] = [body[at], body[at + 1]]
    if (name === 'earlier') earlier = value
    else if (name === 'put' || name === 'unseen') {
      puts.push(new LoggedPut(value, name === 'put' ? earlier : null))
      earlier = ''
    } else throw new Error(`log entry of unknown kind ${name}`)
  }
  const { org, position, at } = place
  return { org, position, at, type: 'agents', puts }
}
