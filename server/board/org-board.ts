import type { AgentRecord } from '../engine/record.js'
import type { Settings } from '../engine/rulebook.js'
import { putOf } from '../store/put.js'
import type { Held, LogEntry, Position, Put, Snapshot, Tombstone } from '../store/store.js'
import { isTombstone } from '../store/store.js'
import type { Clock } from '../clock.js'
import { Arrivals } from './arrivals.js'
import { readCursor, writeCursor } from './cursor.js'
import { isOverruled, madeNews, newerThan } from './newer.js'
import type { News } from './news.js'
import type { Pacer } from './pacer.js'
import { agentRoom, ORG_ROOM, teamRoom } from './room-name.js'
import { Recent } from './recent.js'
import { Room, type RoomParts } from './room.js'
import type { Moment, Placed } from './roster.js'
import { Roster } from './roster.js'
import type { Told } from './told.js'
import { Unread } from './unread.js'

/** One organisation, as of one instant: whatever is read in the same turn belongs together. */
export interface OrgBoard {
  readonly settings: Settings
  readonly size: number
  /** As its last write left it. What is not at hand there is read from text, each time anew. */
  put(agentId: string): Put | undefined
  record(agentId: string): AgentRecord | undefined
  /** As `record`, but with what this node wrote itself and has not read in the log yet. */
  newest(agentId: string): AgentRecord | undefined
  puts(): Iterable<Put>
  putsIn(room: string): readonly Put[]
  /** Counts interest: frames of the room are made from now on, the first continues this cursor. Ended by one leave. */
  join(room: string): string
  leave(room: string): void
  /** Whoever asks for the same while nothing changes is given the same object. */
  news(room: string, after?: string): News
  /** Where the room's chain of frames stands. A room nobody joined stands at the newest entry. */
  cursor(room: string): string
  /** False while this board is behind the cursor; join would answer with a snapshot of the past. */
  reaches(after: string): boolean
  /** Resolves to true when the board reaches the cursor, to false after `timeoutMs`. */
  whenReached(after: string, timeoutMs: number): Promise<boolean>
  /** This node has written that. The log will bring it, unless its end is lost: then it is put back from here. */
  wrote(held: Held): void
}

export class LiveOrgBoard implements OrgBoard {
  readonly #org: string
  readonly #roomParts: RoomParts
  readonly #told: Told
  readonly #arrivals: Arrivals
  readonly #rooms = new Map<string, Room>()
  #position: Position
  #settings: Settings
  #roster: Roster
  readonly #unread = new Unread()
  readonly #recent: Recent<News>
  /** Sequences below this one may have stood for something else. */
  #numbersUsedTwice = 0

  constructor(org: string, snapshot: Snapshot, parts: { clock: Clock; pacer: Pacer; told: Told }) {
    this.#org = org
    this.#told = parts.told
    this.#arrivals = new Arrivals(parts.clock)
    this.#recent = new Recent(parts.clock)
    this.#roomParts = {
      org,
      pacer: parts.pacer,
      head: () => writeCursor(this.#position),
      send: (frame) => this.#told.frame(frame),
    }
    this.#position = snapshot.position
    this.#settings = snapshot.settings
    this.#roster = this.#rosterOf(snapshot, snapshot.position.sequence)
  }

  get settings(): Settings {
    return this.#settings
  }
  get size(): number {
    return this.#roster.size
  }
  get position(): Position {
    return this.#position
  }
  put(agentId: string): Put | undefined {
    return this.#roster.latest(agentId)
  }
  record(agentId: string): AgentRecord | undefined {
    return this.put(agentId)?.record
  }
  newest(agentId: string): AgentRecord | undefined {
    return this.#unread.record(agentId) ?? this.record(agentId)
  }
  puts(): Iterable<Put> {
    return this.#roster.all()
  }
  putsIn(room: string): readonly Put[] {
    return this.#roster.putsIn(room)
  }

  join(name: string): string {
    const room = this.#rooms.get(name) ?? this.#openRoom(name)
    room.interest += 1
    // Who comes now and who is here already must go on from the same cursor.
    room.flush()
    return room.cursor
  }

  leave(name: string): void {
    const room = this.#rooms.get(name)
    if (!room) return
    room.interest -= 1
    if (room.interest > 0) return
    room.close()
    this.#rooms.delete(name)
  }

  news(name: string, after?: string): News {
    this.#rooms.get(name)?.flush()
    const cursor = this.cursor(name)
    // A cursor stands for what a room looks like, so this is the same as long as the room is.
    return this.#recent.get(`${cursor} ${after ?? ''} ${name}`, () => this.#newsOf(name, cursor, after))
  }

  cursor(name: string): string {
    return this.#rooms.get(name)?.cursor ?? writeCursor(this.#position)
  }

  reaches(after: string): boolean {
    const place = readCursor(after)
    return !place || place.epoch !== this.#position.epoch || place.sequence <= this.#position.sequence
  }

  whenReached(after: string, timeoutMs: number): Promise<boolean> {
    return this.#arrivals.when(() => this.reaches(after), timeoutMs)
  }

  /** Takes the entry that follows. Agents it cannot apply are told as poisoned, the others are applied all the same. */
  apply(entry: LogEntry): void {
    this.#position = entry.position
    const moment = { sequence: entry.position.sequence, at: entry.at }
    switch (entry.type) {
      case 'agents':
        for (const put of entry.puts) {
          this.#unread.read(put.agentId, put.revision)
          this.#guarded(put.agentId, moment, () => this.#take(put, moment))
        }
        break
      case 'agent_deleted':
        this.#unread.read(entry.tombstone.agentId, entry.tombstone.revision)
        this.#delete(entry.tombstone, moment)
        break
      case 'settings':
        this.#unread.readSettings(entry.settings.version)
        this.#settings = entry.settings
        this.#told.settings(this.#org, entry.settings)
        break
    }
    this.#arrivals.moved()
  }

  /** Takes an agent whose entry could not be applied, as the store has them now. A deletion is left to the log. */
  restore(found: AgentRecord | Tombstone | undefined, moment: Moment): void {
    if (!found || isTombstone(found)) return
    this.#put(putOf(found), { sequence: this.#position.sequence, at: moment.at })
    this.#recent.clear()
  }

  /** Everything anew, after a gap: whoever is in a room is sent what it looks like now. */
  replace(snapshot: Snapshot): void {
    const before = { roster: this.#roster, settings: this.#settings }
    this.#numbersUsedTwice = this.#usedTwice(snapshot.position)
    this.#position = snapshot.position
    this.#settings = snapshot.settings
    this.#roster = this.#rosterOf(snapshot, Math.max(snapshot.position.sequence, this.#numbersUsedTwice))
    // What was newer than the database has been offered by now; the rest is in the snapshot or in entries that wait.
    this.#unread.clear()
    this.#recent.clear()

    for (const [name, room] of this.#rooms) room.reset(this.#roster.putsIn(name))
    for (const old of before.roster.all()) this.#tellIfGone(old, this.#roster.latest(old.agentId))
    if (snapshot.settings.version !== before.settings.version) this.#told.settings(this.#org, snapshot.settings)
    this.#arrivals.moved()
  }

  /** What is on this board and not in the store. */
  newerThan(snapshot: Snapshot): Held {
    const agents = new Map<string, Put | Tombstone>()
    const unread = Array.from(this.#unread.agents(), (one) => (isTombstone(one) ? one : putOf(one)))
    // Whoever was deleted and came back is here twice.
    for (const one of [...this.#roster.all(), ...this.#roster.tombstones(), ...unread])
      if ((agents.get(one.agentId)?.revision ?? 0) < one.revision) agents.set(one.agentId, one)
    return newerThan(snapshot, { agents: agents.values(), settings: this.#unread.settings ?? this.#settings })
  }

  wrote({ records, settings }: Held): void {
    // The log is often faster than the answer to the commit.
    const unread = records.filter(({ agentId, revision }) => !this.#roster.knows(agentId, revision))
    this.#unread.add({
      records: unread,
      settings: settings && settings.version > this.#settings.version ? settings : null,
    })
  }

  close(): void {
    for (const room of this.#rooms.values()) room.close()
    this.#rooms.clear()
    this.#recent.clear()
    this.#arrivals.close()
  }

  #newsOf(name: string, cursor: string, after: string | undefined): News {
    const since = after === undefined ? undefined : this.#resumable(after)
    return since === undefined
      ? { cursor, whole: true, puts: this.#roster.putsIn(name) }
      : { cursor, whole: false, ...this.#roster.since(name, since) }
  }

  #resumable(after: string): number | undefined {
    const place = readCursor(after)
    if (!place || place.epoch !== this.#position.epoch) return undefined
    return place.sequence <= this.#position.sequence && place.sequence >= this.#roster.floor
      ? place.sequence
      : undefined
  }

  /** A log that went back uses its numbers again: a cursor of the first time must not be taken for one of the second. */
  #usedTwice(next: Position): number {
    if (next.epoch !== this.#position.epoch) return 0
    const wentBack = next.sequence < this.#position.sequence
    return Math.max(this.#numbersUsedTwice, wentBack ? this.#position.sequence + 1 : 0)
  }

  #take(put: Put, moment: Moment): void {
    const before = put.visible ? this.#roster.latest(put.agentId) : undefined
    const again = before && madeNews(put, before)
    if (again) this.#told.clashed(again)
    else this.#put(put, moment)
  }

  #put(put: Put, moment: Moment): void {
    const placed = this.#roster.put(put, moment)
    if (!placed) return
    if (placed.visible && this.#rooms.size > 0) this.#spread(placed)
    if (placed.teamsLeft.length > 0) this.#told.moved(this.#org, put.agentId)
    if (!placed.before) return
    this.#tellIfGone(placed.before, placed.row.put)
    if (isOverruled(placed.before, placed.row.put)) this.#told.overruled(this.#org, put.agentId)
  }

  #spread({ row, teamsLeft }: Placed): void {
    const { agentId, teams } = row.put
    this.#rooms.get(ORG_ROOM)?.change(row)
    this.#rooms.get(agentRoom(agentId))?.change(row)
    for (const team of teams) this.#rooms.get(teamRoom(team))?.change(row)
    for (const team of teamsLeft) this.#rooms.get(teamRoom(team))?.lose(row)
  }

  #delete(tombstone: Tombstone, moment: Moment): void {
    const { agentId } = tombstone
    const row = this.#roster.delete(tombstone, moment)
    if (!row) return
    this.#rooms.get(ORG_ROOM)?.lose(row)
    this.#rooms.get(agentRoom(agentId))?.lose(row)
    for (const team of row.put.teams) this.#rooms.get(teamRoom(team))?.lose(row)
    this.#told.agentGone(this.#org, agentId, 'deleted')
  }

  #tellIfGone(before: Put, now: Put | undefined): void {
    if (!now) return this.#told.agentGone(this.#org, before.agentId, 'deleted')
    if (now.link !== 'signed_out') return
    // The time tells two sign-outs apart when one commit folded a sign-in between them.
    if (before.link === 'signed_out' && before.linkSince === now.linkSince) return
    const { link } = now.record.state
    this.#told.agentGone(this.#org, now.agentId, 'signed_out', 'by' in link ? link.by : undefined)
  }

  #rosterOf(snapshot: Snapshot, floor: number): Roster {
    const roster = new Roster(floor, snapshot.tombstones)
    const moment = { sequence: snapshot.position.sequence, at: 0 }
    for (const put of snapshot.puts) this.#guarded(put.agentId, 'snapshot', () => roster.put(put, moment))
    return roster
  }

  /** One agent's broken record must not take the organisation's board with it. */
  #guarded(agentId: string, since: Moment | 'snapshot', take: () => void): void {
    try {
      take()
    } catch (error) {
      this.#told.poisoned(this.#org, agentId, since, error)
    }
  }

  #openRoom(name: string): Room {
    const room = new Room(name, this.#roomParts)
    this.#rooms.set(name, room)
    return room
  }
}
