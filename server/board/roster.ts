import type { LogEntry, Put, Tombstone } from '../store/store.js'
import { ChangeList, newRow } from './change-list.js'
import type { Row } from './change-list.js'
import { Graves } from './graves.js'
import { Removals } from './removals.js'
import { subjectOf } from './room-name.js'

/** Where in the log something happened, and when by the store's clock. */
export type Moment = Pick<LogEntry, 'at'> & { readonly sequence: number }

/** What a put brought about. */
export interface Placed {
  readonly row: Row
  readonly before: Put | undefined
  readonly visible: boolean
  /** Teams the agent was in until now. */
  readonly teamsLeft: readonly string[]
}

/** All agents of an organisation: by id, by team, and in the order they last changed. */
export class Roster {
  readonly #rows = new Map<string, Row>()
  readonly #teams = new Map<string, Set<Row>>()
  readonly #changes = new ChangeList()
  readonly #removals: Removals
  readonly #graves: Graves

  constructor(floor: number, tombstones: readonly Tombstone[] = []) {
    this.#removals = new Removals(floor)
    this.#graves = new Graves(tombstones)
  }

  get size(): number {
    return this.#rows.size
  }

  /** Cursors below this sequence cannot be resumed. */
  get floor(): number {
    return this.#removals.floor
  }

  latest(agentId: string): Put | undefined {
    return this.#rows.get(agentId)?.put
  }

  /** Whether this revision of the agent, or a later one, was here. */
  knows(agentId: string, revision: number): boolean {
    return (this.latest(agentId)?.revision ?? 0) >= revision || this.#graves.covers(agentId, revision)
  }

  *all(): Generator<Put> {
    for (const row of this.#rows.values()) yield row.put
  }

  tombstones(): Iterable<Tombstone> {
    return this.#graves.all()
  }

  /**
   * A put older than the one here (the log runs after an agent that was re-read) keeps the newer one, but counts as a
   * change all the same; one from before the agent was deleted is nothing at all.
   */
  put(put: Put, moment: Moment): Placed | undefined {
    if (this.#graves.covers(put.agentId, put.revision)) return undefined
    const known = this.#rows.get(put.agentId)
    const before = known?.put
    const newest = before && before.revision > put.revision ? before : put
    const had = before?.teams ?? []
    const stays = sameTeams(had, newest.teams)
    const teamsLeft = stays ? [] : had.filter((team) => !newest.teams.includes(team))
    const moved = !before || !stays

    const row = known ?? newRow(newest)
    row.put = newest
    if (!known) this.#rows.set(newest.agentId, row)
    for (const team of teamsLeft) this.#leaveTeam(team, row)
    if (moved) for (const team of newest.teams) this.#joinTeam(team, row)
    if (teamsLeft.length > 0)
      this.#removals.add({ agentId: newest.agentId, ...moment, teams: teamsLeft, deleted: false })
    // After a loss two nodes may go on from different records of the same revision: what was nothing to see for the one
    // who wrote it may be something here.
    const seen = put.visible || moved || before.version !== newest.version
    if (seen) this.#changes.moveToFront(row, moment.sequence)
    return { row, before, visible: seen, teamsLeft }
  }

  /** Gives back the row that is gone, or undefined if nobody knew the agent, or they are back already. */
  delete(tombstone: Tombstone, moment: Moment): Row | undefined {
    const { agentId } = tombstone
    this.#graves.add(tombstone)
    const row = this.#rows.get(agentId)
    if (!row || row.put.revision > tombstone.revision) return undefined
    this.#rows.delete(agentId)
    this.#changes.remove(row)
    const { teams } = row.put
    for (const team of teams) this.#leaveTeam(team, row)
    this.#removals.add({ agentId, ...moment, teams, deleted: true })
    return row
  }

  /** Everybody in the room. */
  putsIn(room: string): Put[] {
    return Array.from(this.#members(room), ({ put }) => put)
  }

  /** What somebody who knows the room as of `sequence` has to be told. */
  since(room: string, sequence: number): { readonly puts: Put[]; readonly left: string[] } {
    return {
      puts: Array.from(this.#changedIn(room, sequence), ({ put }) => put),
      left: this.#leftSince(room, sequence),
    }
  }

  #members(room: string): Iterable<Row> {
    const subject = subjectOf(room)
    switch (subject.of) {
      case 'org':
        return this.#rows.values()
      case 'team':
        return this.#teams.get(subject.team) ?? []
      case 'agent':
        return only(this.#rows.get(subject.agentId))
      case 'nobody':
        return []
    }
  }

  #changedIn(room: string, sequence: number): Iterable<Row> {
    const subject = subjectOf(room)
    switch (subject.of) {
      case 'org':
        return this.#changes.since(sequence)
      case 'team':
        return this.#changedInTeam(this.#teams.get(subject.team) ?? new Set(), sequence)
      case 'agent':
        return only(this.#rows.get(subject.agentId)).filter((row) => row.changedAt > sequence)
      case 'nobody':
        return []
    }
  }

  /** Walks what changed in the organisation, but never further than a walk over the whole team would be. */
  #changedInTeam(members: ReadonlySet<Row>, sequence: number): readonly Row[] {
    const changed: Row[] = []
    let steps = 0
    for (const row of this.#changes.since(sequence)) {
      steps += 1
      if (steps > members.size) return [...members].filter((member) => member.changedAt > sequence)
      if (members.has(row)) changed.push(row)
    }
    return changed
  }

  #leftSince(room: string, sequence: number): string[] {
    const subject = subjectOf(room)
    const left = new Set<string>()
    for (const { agentId, deleted, teams } of this.#removals.since(sequence)) {
      const row = this.#rows.get(agentId)
      switch (subject.of) {
        case 'org':
          if (deleted && !row) left.add(agentId)
          break
        case 'team':
          if (teams.includes(subject.team) && !row?.put.teams.includes(subject.team)) left.add(agentId)
          break
        case 'agent':
          if (deleted && !row && agentId === subject.agentId) left.add(agentId)
          break
        case 'nobody':
          break
      }
    }
    return [...left]
  }

  #joinTeam(team: string, row: Row): void {
    const members = this.#teams.get(team)
    if (members) members.add(row)
    else this.#teams.set(team, new Set([row]))
  }

  #leaveTeam(team: string, row: Row): void {
    const members = this.#teams.get(team)
    members?.delete(row)
    if (members?.size === 0) this.#teams.delete(team)
  }
}

const only = (row: Row | undefined): Row[] => (row ? [row] : [])

const sameTeams = (some: readonly string[], others: readonly string[]): boolean =>
  some === others || (some.length === others.length && some.every((team, index) => team === others[index]))
