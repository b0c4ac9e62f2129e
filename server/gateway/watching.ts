import type { CommandRequest } from '../../protocol/messages.js'
import { LIMITS } from '../../protocol/limits.js'
import { mayWatch } from '../auth/permissions.js'
import type { Board, Frame, OrgBoard } from '../board/board.js'
import { invalid, Refused } from '../refused.js'
import { agentRoom } from '../board/room-name.js'
import { withList } from '../board/with-list.js'
import { Encoded, eventText, sharedEvent } from './encoder.js'
import { channelOf, type HubSocket, idleLine, packetsWaiting } from './socket.js'

/**
 * Who watches what on this node.
 *
 *            room:watch                 write buffer long              buffer drained: one catch-up
 *   (none) ──────────────► in the broadcast ────────────► dirty, at a cursor ────────────► in the broadcast
 *
 * A dirty watcher costs one cursor per room, however much happens meanwhile.
 */
export interface Watching {
  /** Gives the answer of the contract, encoded. */
  watch(socket: HubSocket, request: CommandRequest<'room:watch'>): Promise<Encoded>
  unwatch(socket: HubSocket, room: string): void
  /** Puts a socket into a room it may see without asking; gives the cursor it stands at. */
  enter(socket: HubSocket, orgBoard: OrgBoard, room: string): string
  leaveAll(socket: HubSocket): void
  /** The agent changed teams: whoever may not see them any more leaves their room. */
  recheck(org: string, agentId: string): void
  /** Encoded once, written to every socket of the room; those whose buffers are long are taken out until they drain. */
  broadcast(frame: Frame): void
  cursorsOf(socket: HubSocket): Record<string, string>
  readonly slow: number
}

/**
 * Packets waiting in a socket's own buffer before it counts as slow. In a healthy socket a packet stays for less than a
 * turn of the event loop; 8 leaves room for a burst over several rooms and the pulse.
 */
const SLOW_AT = 8
/** How long a node that is behind a client's cursor may take to catch up before it sends a snapshot, in ms. */
const CATCH_UP_MS = 2_000

interface Watcher {
  readonly socket: HubSocket
  readonly rooms: Set<string>
  /** Where the broadcast was left, for rooms this watcher is out of. */
  readonly dirty: Map<string, string>
}

export function createWatching(board: Board): Watching {
  const watchers = new Map<HubSocket, Watcher>()
  const channels = new Map<string, Set<Watcher>>()
  let slow = 0

  function watcherOf(socket: HubSocket): Watcher {
    const known = watchers.get(socket)
    if (known) return known
    const watcher: Watcher = { socket, rooms: new Set(), dirty: new Map() }
    watchers.set(socket, watcher)
    socket.conn.on('drain', () => {
      if (watcher.dirty.size > 0 && packetsWaiting(socket) === 0) catchUp(watcher)
    })
    return watcher
  }

  function subscribe(watcher: Watcher, room: string) {
    const channel = channelOf(watcher.socket.data.who.org, room)
    watcher.rooms.add(room)
    watcher.dirty.delete(room)
    channels.set(channel, (channels.get(channel) ?? new Set()).add(watcher))
  }

  function unsubscribe(watcher: Watcher, room: string) {
    const channel = channelOf(watcher.socket.data.who.org, room)
    const members = channels.get(channel)
    members?.delete(watcher)
    if (members?.size === 0) channels.delete(channel)
    watcher.rooms.delete(room)
    watcher.dirty.delete(room)
  }

  const say = ({ socket }: Watcher, event: Frame['event'], json: string) =>
    void socket.conn.write(eventText(event, json), { compress: false })

  /** One frame a room with all that was missed, then back into the broadcast. */
  function catchUp(watcher: Watcher) {
    const { org } = watcher.socket.data.who
    const orgBoard = board.peek(org)
    if (!orgBoard) return
    for (const [room, from] of [...watcher.dirty]) {
      const joined = orgBoard.catchUp(room, from)
      if ('snapshot' in joined) {
        say(watcher, 'presence:reset', withList({ room, cursor: joined.cursor }, 'snapshot', joined.json))
      } else {
        if (joined.left.length > 0)
          watcher.socket.emit('presence:left', { room, from, cursor: from, agentIds: joined.left })
        if (joined.changes.length > 0 || joined.cursor !== from)
          say(watcher, 'presence:changed', withList({ room, from, cursor: joined.cursor }, 'changes', joined.json))
      }
      watcher.dirty.delete(room)
    }
    slow--
  }

  return {
    async watch(socket, { room, after }) {
      const { who } = socket.data
      const orgBoard = await board.open(who.org)
      const allowed = mayWatch(who, room, (agentId) => orgBoard.record(agentId)?.presence.teams)
      if (!allowed) throw new Refused('forbidden', `The token does not allow watching ${room}`)
      if (after !== undefined && !orgBoard.reaches(after)) await orgBoard.whenReached(after, CATCH_UP_MS)
      if (socket.disconnected) throw new Refused('unavailable', 'The socket closed meanwhile')
      const watcher = watcherOf(socket)
      const again = watcher.rooms.has(room)
      if (!again && watcher.rooms.size >= LIMITS.roomsPerSocket)
        throw invalid('room', `a socket watches at most ${LIMITS.roomsPerSocket} rooms; unwatch one first`)
      const joined = orgBoard.join(room, after)
      if (again) orgBoard.leave(room)
      subscribe(watcher, room)
      const place = { ok: true, room, cursor: joined.cursor }
      if ('snapshot' in joined) return new Encoded(withList(place, 'snapshot', joined.json))
      // Before the ack and with the old cursor: whoever stops in between asks again and hears it again.
      if (joined.left.length > 0 && after !== undefined)
        socket.emit('presence:left', { room, from: after, cursor: after, agentIds: joined.left })
      return new Encoded(withList(place, 'changes', joined.json))
    },

    unwatch(socket, room) {
      const watcher = watchers.get(socket)
      if (!watcher?.rooms.has(room)) return
      unsubscribe(watcher, room)
      board.peek(socket.data.who.org)?.leave(room)
    },

    enter(socket, orgBoard, room) {
      const { cursor } = orgBoard.join(room)
      subscribe(watcherOf(socket), room)
      return cursor
    },

    leaveAll(socket) {
      const watcher = watchers.get(socket)
      if (!watcher) return
      watchers.delete(socket)
      if (watcher.dirty.size > 0) slow--
      const orgBoard = board.peek(socket.data.who.org)
      for (const room of [...watcher.rooms]) {
        unsubscribe(watcher, room)
        orgBoard?.leave(room)
      }
    },

    recheck(org, agentId) {
      const room = agentRoom(agentId)
      const orgBoard = board.peek(org)
      for (const { socket, dirty } of [...(channels.get(channelOf(org, room)) ?? [])]) {
        const teams = orgBoard?.record(agentId)?.presence.teams
        if (mayWatch(socket.data.who, room, () => teams)) continue
        const from = dirty.get(room) ?? orgBoard?.cursor(room) ?? ''
        socket.emit('presence:left', { room, from, cursor: from, agentIds: [agentId] })
        this.unwatch(socket, room)
      }
    },

    broadcast({ org, room, event, body, json }) {
      const members = channels.get(channelOf(org, room))
      if (!members) return
      const packet = sharedEvent(event, json)
      for (const watcher of members) {
        if (watcher.dirty.has(room)) continue
        const line = idleLine(watcher.socket)
        if (line) {
          line.write(packet.frame)
          continue
        }
        if (packetsWaiting(watcher.socket) < SLOW_AT) {
          watcher.socket.conn.write(packet.text, packet.options)
          continue
        }
        if (watcher.dirty.size === 0) slow++
        // A reset continues nothing: from no cursor the catch-up is a snapshot.
        watcher.dirty.set(room, 'from' in body ? body.from : '')
      }
    },

    cursorsOf(socket) {
      const watcher = watchers.get(socket)
      const orgBoard = board.peek(socket.data.who.org)
      if (!watcher || !orgBoard) return {}
      return Object.fromEntries(
        [...watcher.rooms].map((room) => [room, watcher.dirty.get(room) ?? orgBoard.cursor(room)]),
      )
    },

    get slow() {
      return slow
    },
  }
}
