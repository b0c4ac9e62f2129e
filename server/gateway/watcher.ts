import { type HubSocket, takesDeflated } from './socket.js'
import { Line } from './writing.js'

/**
 * A socket that watches rooms. Thousands of tabs watch their agent's own room and are never slow: what only others need is
 * made when they do.
 */
export interface Watcher {
  readonly socket: HubSocket
  readonly line: Line
  readonly deflates: boolean
  rooms: readonly string[]
  /** Where the broadcast was left, for rooms this watcher is out of; null: it never was out of any. */
  dirty: Map<string, string> | null
  /** What they missed is being made ready. */
  catchingUp: boolean
}

export const newWatcher = (socket: HubSocket): Watcher => ({
  socket,
  line: new Line(socket),
  deflates: takesDeflated(socket),
  rooms: [],
  dirty: null,
  catchingUp: false,
})

export const isSlow = ({ dirty }: Watcher): boolean => dirty !== null && dirty.size > 0

/** Out of the broadcast of a room, which it has been told up to the cursor. */
export function leaveOut(watcher: Watcher, room: string, cursor: string): void {
  watcher.dirty ??= new Map()
  watcher.dirty.set(room, cursor)
}
