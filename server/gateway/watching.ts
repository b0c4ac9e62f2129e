import type { CommandRequest, EventBody, Resumable } from '../../protocol/messages.js'
import { LIMITS } from '../../protocol/limits.js'
import type { Identity } from '../auth/identity.js'
import { mayWatch } from '../auth/permissions.js'
import type { Board, Frame, News, OrgBoard } from '../board/board.js'
import { invalid, Refused } from '../refused.js'
import { agentRoom } from '../board/room-name.js'
import { listed } from '../board/listed.js'
import { OwnAnswer } from './encoder.js'
import { leftOf, type Missed, missedOf } from './missed.js'
import { type Packed, SharedAnswer, SharedEvent } from './shared.js'
import { bytesWaiting, channelOf, type HubSocket, packetsWaiting } from './socket.js'
import { isSlow, leaveOut, newWatcher, type Watcher } from './watcher.js'

/** Rooms that are gone on with, and what was missed of them. */
export interface Resumed {
  readonly rooms: NonNullable<EventBody<'welcome'>['resumed']>
  readonly packets: readonly Packed[]
}

/**
 * Who watches what on this node.
 *
 *            room:watch                 write buffer long              buffer drained: one catch-up
 *   (none) ──────────────► in the broadcast ────────────► dirty, at a cursor ────────────► in the broadcast
 *
 * A dirty watcher costs one cursor per room, however much happens meanwhile. It is one for a moment as well while something
 * large is made ready for it: a snapshot, or what changed of many at once.
 */
export interface Watching {
  /** Gives the answer of the contract. */
  watch(socket: HubSocket, request: CommandRequest<'room:watch'>): Promise<OwnAnswer>
  unwatch(socket: HubSocket, room: string): void
  /** Puts a socket into a room it may see without asking; gives the cursor it stands at. */
  enter(socket: HubSocket, orgBoard: OrgBoard, room: string): string
  /**
   * Puts a socket back into rooms it was told up to a cursor. What it missed is in `packets`, to be written behind the news
   * that it is there; `drained` has the rest made ready. Rooms it may not go on with are left out.
   */
  resume(socket: HubSocket, orgBoard: OrgBoard, asked: readonly Resumable[]): Resumed
  leaveAll(socket: HubSocket): void
  /** What waited for a connection is written. */
  drained(this: void, conn: HubSocket['conn']): void
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
/** Bytes, likewise: frames are large where many change at once. Source: half of what may wait for one socket, 512 KB. */
const SLOW_AT_BYTES = 256 * 1_024
/** How long a node that is behind a client's cursor may take to catch up before it sends a snapshot, in ms. */
const CATCH_UP_MS = 2_000

export function createWatching(board: Board): Watching {
  const watchers = new Map<HubSocket['conn'], Watcher>()
  /** Who watches what; most rooms are an agent's own, where one tab is. */
  const channels = new Map<string, Watcher | Set<Watcher>>()
  const answers = new WeakMap<News, SharedAnswer>()
  const missed = new WeakMap<News, Missed>()
  /** Who is on the way into which room. */
  const coming = new Set<string>()

  function watcherOf(socket: HubSocket): Watcher {
    const known = watchers.get(socket.conn)
    if (known) return known
    const watcher = newWatcher(socket)
    watchers.set(socket.conn, watcher)
    return watcher
  }

  function subscribe(watcher: Watcher, room: string) {
    const channel = channelOf(watcher.socket.data.who.org, room)
    if (!watcher.rooms.includes(room)) watcher.rooms = watcher.rooms.concat(room)
    watcher.dirty?.delete(room)
    const members = channels.get(channel)
    if (members instanceof Set) members.add(watcher)
    else if (members !== watcher) channels.set(channel, members ? new Set([members, watcher]) : watcher)
  }

  function unsubscribe(watcher: Watcher, room: string) {
    const channel = channelOf(watcher.socket.data.who.org, room)
    const members = channels.get(channel)
    if (members instanceof Set) members.delete(watcher)
    if (members === watcher || (members instanceof Set && members.size === 0)) channels.delete(channel)
    watcher.rooms = watcher.rooms.filter((one) => one !== room)
    watcher.dirty?.delete(room)
  }

  function membersOf(org: string, room: string): Iterable<Watcher> {
    const members = channels.get(channelOf(org, room))
    return members instanceof Set ? members : members ? [members] : []
  }

  /** One frame a room with all that was missed, then back into the broadcast. */
  async function catchUp(watcher: Watcher): Promise<void> {
    const { socket, deflates, dirty } = watcher
    const orgBoard = board.peek(socket.data.who.org)
    if (!orgBoard || !dirty) return
    watcher.catchingUp = true
    for (const [room, from] of [...dirty]) {
      const news = orgBoard.news(room, from)
      const { changed, packets } = missedBy(room, from, news)
      const making = changed?.ready(deflates)
      if (making) await making
      // Left, or asked for anew: that was told meanwhile.
      if (dirty.get(room) !== from) continue
      for (const packed of packets(deflates)) watcher.line.write(packed)
      place(watcher, room, news.cursor, orgBoard)
    }
    watcher.catchingUp = false
    goOn(watcher)
  }

  /** What was left out for a while, and not because it reads too slowly. */
  function goOn(watcher: Watcher) {
    const { socket, catchingUp } = watcher
    if (isSlow(watcher) && !catchingUp && reads(socket) && !socket.disconnected) void catchUp(watcher)
  }

  /** Too much for one turn of the event loop, and the same for all of them: it is made ready once, as what was missed. */
  function bringUpToDate(org: string, room: string, from: string) {
    for (const watcher of membersOf(org, room)) {
      if (watcher.dirty?.has(room)) continue
      const wasSlow = isSlow(watcher)
      leaveOut(watcher, room, from)
      if (!wasSlow) goOn(watcher)
    }
  }

  /** Told all up to the cursor. What came while that was made ready is told as soon as it is written. */
  function place(watcher: Watcher, room: string, cursor: string, orgBoard: OrgBoard) {
    if (orgBoard.cursor(room) === cursor) watcher.dirty?.delete(room)
    else leaveOut(watcher, room, cursor)
  }

  function missedBy(room: string, from: string, news: News): Missed {
    const known = missed.get(news) ?? missedOf(room, from, news)
    missed.set(news, known)
    return known
  }

  function answerOf(room: string, news: News): SharedAnswer {
    const known = answers.get(news)
    if (known) return known
    const here = { ok: true, room, cursor: news.cursor }
    const answer = new SharedAnswer(listed(here, news.whole ? 'snapshot' : 'changes', news.puts))
    answers.set(news, answer)
    return answer
  }

  /** `stays`: they have not left again, while they waited to be told. */
  async function come(socket: HubSocket, room: string, after: string | undefined, stays: () => boolean) {
    const { who } = socket.data
    const orgBoard = await board.open(who.org)
    if (!isAllowed(who, room, orgBoard)) throw new Refused('forbidden', `The token does not allow watching ${room}`)
    if (after !== undefined && !orgBoard.reaches(after)) await orgBoard.whenReached(after, CATCH_UP_MS)
    if (socket.disconnected) throw gone()
    const watcher = watcherOf(socket)
    const news = orgBoard.news(room, after)
    const answer = answerOf(room, news)
    const making = answer.ready(watcher.deflates)
    if (making) await making
    if (socket.disconnected) throw gone()
    if (!watcher.rooms.includes(room)) {
      if (!stays()) throw new Refused('unavailable', `${room} was left again meanwhile`)
      if (watcher.rooms.length >= LIMITS.roomsPerSocket)
        throw invalid('room', `a socket watches at most ${LIMITS.roomsPerSocket} rooms; unwatch one first`)
      orgBoard.join(room)
      subscribe(watcher, room)
    }
    place(watcher, room, news.cursor, orgBoard)
    const left = after === undefined ? null : leftOf(room, after, news)
    if (left) watcher.line.writeSoon(left.packed(false))
    return new OwnAnswer((id) => {
      watcher.line.writeSoon(answer.packed(id, watcher.deflates))
      goOn(watcher)
    })
  }

  return {
    async watch(socket, { room, after }) {
      const visit = visitOf(socket, room)
      coming.add(visit)
      try {
        return await come(socket, room, after, () => coming.has(visit))
      } finally {
        coming.delete(visit)
      }
    },

    unwatch(socket, room) {
      coming.delete(visitOf(socket, room))
      const watcher = watchers.get(socket.conn)
      if (!watcher?.rooms.includes(room)) return
      unsubscribe(watcher, room)
      board.peek(socket.data.who.org)?.leave(room)
    },

    enter(socket, orgBoard, room) {
      subscribe(watcherOf(socket), room)
      return orgBoard.join(room)
    },

    resume(socket, orgBoard, asked) {
      const watcher = watcherOf(socket)
      const rooms: { room: string; cursor: string }[] = []
      const ready: Packed[] = []
      for (const { room, after } of asked) {
        if (watcher.rooms.includes(room) || watcher.rooms.length >= LIMITS.roomsPerSocket) continue
        if (!isAllowed(socket.data.who, room, orgBoard) || !orgBoard.reaches(after)) continue
        orgBoard.join(room)
        subscribe(watcher, room)
        const news = orgBoard.news(room, after)
        const { changed, packets } = missedBy(room, after, news)
        rooms.push({ room, cursor: news.cursor })
        if (changed?.ready(watcher.deflates)) leaveOut(watcher, room, after)
        else ready.push(...packets(watcher.deflates))
      }
      return { rooms, packets: ready }
    },

    leaveAll(socket) {
      const watcher = watchers.get(socket.conn)
      if (!watcher) return
      watchers.delete(socket.conn)
      const orgBoard = board.peek(socket.data.who.org)
      for (const room of watcher.rooms) {
        unsubscribe(watcher, room)
        orgBoard?.leave(room)
      }
    },

    drained(conn) {
      const watcher = watchers.get(conn)
      if (watcher && packetsWaiting(watcher.socket) === 0) goOn(watcher)
    },

    recheck(org, agentId) {
      const room = agentRoom(agentId)
      const orgBoard = board.peek(org)
      const teams = orgBoard?.put(agentId)?.teams
      for (const { socket, dirty } of [...membersOf(org, room)]) {
        if (mayWatch(socket.data.who, room, () => teams)) continue
        const from = dirty?.get(room) ?? orgBoard?.cursor(room) ?? ''
        socket.emit('presence:left', { room, from, cursor: from, agentIds: [agentId] })
        this.unwatch(socket, room)
      }
    },

    broadcast({ org, room, event, from, json }) {
      if (typeof json !== 'string') return bringUpToDate(org, room, from)
      const shared = new SharedEvent(event, json)
      for (const watcher of membersOf(org, room)) {
        const { socket, line, deflates, dirty } = watcher
        if (dirty?.has(room)) continue
        const packed = shared.packed(deflates)
        if (line.writeAtOnce(packed)) continue
        if (reads(socket)) line.write(packed)
        // A reset continues nothing: from no cursor the catch-up is a snapshot.
        else leaveOut(watcher, room, from)
      }
    },

    cursorsOf(socket) {
      const watcher = watchers.get(socket.conn)
      const orgBoard = board.peek(socket.data.who.org)
      if (!watcher || !orgBoard) return {}
      return Object.fromEntries(watcher.rooms.map((room) => [room, watcher.dirty?.get(room) ?? orgBoard.cursor(room)]))
    },

    get slow() {
      return [...watchers.values()].filter((one) => isSlow(one) && !one.catchingUp).length
    },
  }
}

const visitOf = ({ id }: HubSocket, room: string): string => `${id} ${room}`

const gone = () => new Refused('unavailable', 'The socket closed meanwhile')

const reads = (socket: HubSocket): boolean => packetsWaiting(socket) < SLOW_AT && bytesWaiting(socket) < SLOW_AT_BYTES

const isAllowed = (who: Identity, room: string, orgBoard: OrgBoard): boolean =>
  mayWatch(who, room, (agentId) => orgBoard.put(agentId)?.teams)
