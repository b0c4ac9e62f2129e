import type { Presence } from '../../protocol/presence.js'
import type { AgentRecord } from '../engine/record.js'
import type { Put } from './store.js'

/** What a write of this record left behind; unless said otherwise its presence is new to everybody. */
export const putOf = (record: AgentRecord, changes: readonly Presence[] = [record.presence]): Put =>
  new WholePut(record, changes)

class WholePut implements Put {
  #json: string | undefined

  constructor(
    readonly record: AgentRecord,
    readonly changes: readonly Presence[],
  ) {}

  get agentId() {
    return this.record.agentId
  }
  get revision() {
    return this.record.revision
  }
  get decidedAt() {
    return this.record.decidedAt
  }
  get version() {
    return this.record.presence.version
  }
  get teams() {
    return this.record.presence.teams
  }
  get presence() {
    return this.record.presence
  }
  get status() {
    return this.record.presence.status
  }
  get base() {
    return this.record.presence.base
  }
  get routable() {
    return this.record.presence.routable
  }
  get link() {
    return this.record.state.link.state
  }
  get linkSince() {
    return this.record.state.link.since
  }
  get visible() {
    return this.changes.length > 0
  }
  isCopyOf(other: Put): boolean {
    return other instanceof WholePut && other.record === this.record
  }
  get json() {
    return (this.#json ??= JSON.stringify(this.record.presence))
  }
}
