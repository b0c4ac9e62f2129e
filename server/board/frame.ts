import type { Text } from './listed.js'

/** What every watcher of a room is sent: the same bytes for all of them. */
export interface Frame {
  readonly org: string
  readonly room: string
  readonly event: 'presence:changed' | 'presence:left' | 'presence:reset'
  /** The cursor it continues; '' for a reset, which continues none. */
  readonly from: string
  /** How many agents are in it. */
  readonly agents: number
  /** The body as JSON. */
  readonly json: Text
}
