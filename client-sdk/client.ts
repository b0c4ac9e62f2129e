import type { Explanation } from '../protocol/explanation.js'
import type { CommandRequest, EventBody, Resumable, ServerToClient } from '../protocol/messages.js'
import type { Presence, StatusDefinition } from '../protocol/presence.js'
import type { SessionEndReason } from '../protocol/vocabulary.js'
import { carryOut, newCommandId, type PresenceCommand } from './command.js'
import { connectionToBe } from './connection-to-be.js'
import {
  createConnection,
  type Connection,
  type ConnectionParts,
  type ConnectionStatus,
  type GetToken,
} from './connection.js'
import type { Diagnosis } from './diagnosis.js'
import { createListeners } from './listeners.js'
import { PresenceError } from './presence-error.js'
import { createRoom, type LiveRoom, type Room, type RoomLine } from './room.js'
import { createServerClock } from './server-clock.js'
import { listenToPage } from './wake.js'

export interface PresenceClientOptions {
  /** Where the hub is; default: where the page came from. */
  readonly url?: string
  /** Asked for before every connect, so it can hand out a fresh token each time. undefined: the cookie says who it is. */
  readonly getToken: GetToken
  /** `agent` counts as one of the agent's tabs. Default: `agent` if the token has that role. */
  readonly as?: 'agent' | 'watcher'
  /** How long a command may take, reconnects included, ms; default 8,000. After that it is never sent again. */
  readonly commandDeadlineMs?: number
  /**
   * Begin with HTTP polling and go on to WebSocket where the network lets it through. For networks whose proxy blocks
   * WebSocket; the hub must have PRESENCE_POLLING on. Default: false, WebSocket only, until `usePolling()`.
   */
  readonly polling?: boolean
  /**
   * One socket for all tabs of this agent: one tab holds it, the others speak through it, and when it goes another takes
   * over within a second. Needs a token (not the cookie) and a browser with Web Locks and BroadcastChannel, which plain
   * http does not have; else each tab has its own socket. Default: false.
   */
  readonly shareConnection?: boolean
}

export interface SetOptions {
  /** At most 140 characters. */
  readonly note?: string
  /** When the choice ends; a number is ms since 1970. */
  readonly expiresAt?: Date | string | number
}

/** One agent's presence in this tab, and the rooms it watches. */
export interface PresenceClient {
  /** The newest known; stays through a lost line. */
  readonly current: Presence | undefined
  readonly connection: ConnectionStatus
  /** The catalogue, built-ins first. */
  readonly statuses: readonly StatusDefinition[]
  /** Why the session ended; gone after signIn(). */
  readonly endedBecause: SessionEndReason | undefined
  /** Why the last connect was refused; gone once connected. */
  readonly lastError: PresenceError | undefined
  /** The hub's clock, ms since 1970, as well as it is known here. */
  serverNow(): number
  /** Rejects with PresenceError: the code of the refusal, or `unavailable` when the deadline passed. */
  set(status: string, options?: SetOptions): Promise<Presence>
  /** Clears a hold; harmless when there is none. */
  reset(): Promise<Presence>
  /** Ends the session in all tabs; `signIn()` begins another. */
  signOut(): Promise<Presence>
  /** Begins another session after one has ended. */
  signIn(): void
  /** A new view each call; close it when it is no longer shown. */
  watch(room: string): Room
  /** Why the agent has the status they have: every rule, and what would change it. Rejects as `set` does. */
  explain(): Promise<Explanation>
  /**
   * Why there is no presence here: tries every step of the way to the hub, a token included, for up to 5 s, and names what
   * is wrong. Rejects when the file with it cannot be loaded.
   */
  diagnose(): Promise<Diagnosis>
  /** From now on as with `polling: true`, and tries at once. For the tab that has the line, where tabs share one. */
  usePolling(): void
  /** Called after any of the above changed; gives back what ends it. */
  subscribe(listener: () => void): () => void
  /** For good: another client begins anew. */
  close(): void
}

const COMMAND_DEADLINE_MS = 8_000
/** How long a room may be waited for, ms. */
const WATCH_MS = 10_000

/** Connects at once, and for as long as it is not closed. Throws nothing: what goes wrong is in `lastError`. */
export function createPresenceClient(options: PresenceClientOptions): PresenceClient {
  const { commandDeadlineMs = COMMAND_DEADLINE_MS } = options
  const listeners = createListeners<[]>()
  const clock = createServerClock()
  const rooms = new Set<LiveRoom>()
  /** The agent's own room: nobody has to ask for it, and `current` must not miss a change there either. */
  let own: LiveRoom | undefined
  let current: Presence | undefined
  let statuses: readonly StatusDefinition[] = []
  /** What the last welcome said of the rooms it was asked for. */
  let resumed: NonNullable<EventBody<'welcome'>['resumed']> = []
  let closed = false
  let polling = options.polling ?? false

  const parts: ConnectionParts = {
    url: options.url,
    as: options.as,
    polling: () => polling,
    getToken: options.getToken,
    rooms: resumable,
    // An event of a newer hub is nothing we could hear.
    hear: (event, body) => void (Object.hasOwn(hears, event) && hears[event](body)),
  }
  const connection =
    options.shareConnection && canShare()
      ? connectionToBe((restart) => share({ ...parts, rooms: none }, restart))
      : createConnection(parts)
  connection.subscribe(() => {
    if (connection.status === 'connected') {
      for (const room of rooms) room.connected()
      // Closed while the line was coming back.
      for (const { room } of resumed) if (called(room).length === 0) unwatch(room)
    } else for (const room of called()) room.disconnected()
    if (connection.endedBecause === 'agent_deleted') current = undefined
    listeners.tell()
  })

  const line: RoomLine = {
    watch(room, after, answered) {
      const request = { room, ...(after !== undefined && { after }) }
      connection.send('room:watch', request, WATCH_MS, (answer) => {
        if (answer === 'late') connection.wake()
        const ack = answer === 'late' || answer === 'lost' ? undefined : answer
        // It was closed while it was asked for.
        if (ack && called(room).length === 0) unwatch(room)
        answered(ack)
      })
    },
  }

  /** Views of the same room that are at different places have to ask, each for itself. */
  function resumable(): Resumable[] {
    const places = new Map<string, string | undefined>()
    for (const { name, cursor } of rooms)
      places.set(name, places.has(name) && places.get(name) !== cursor ? undefined : cursor)
    return [...places].flatMap(([room, after]) => (after === undefined ? [] : [{ room, after }]))
  }

  function unwatch(room: string) {
    connection.send('room:unwatch', { room }, WATCH_MS, () => {})
  }

  function enter(name: string, cursor: string) {
    if (own?.name !== name) {
      own?.close()
      const entered = createRoom(name, line, () => {})
      entered.subscribe(({ changed }) => {
        for (const agentId of changed) if (take(entered.agents.get(agentId))) listeners.tell()
      })
      own = entered
    }
    own.entered({ cursor, snapshot: current ? [current] : [] })
  }

  /** The higher version wins, whichever way it came. */
  function take(one: Presence | undefined): boolean {
    if (!one || (current && current.agentId === one.agentId && current.version >= one.version)) return false
    current = one
    return true
  }

  /** The rooms of a name, the own one included; all of them without a name. */
  const called = (name?: string): LiveRoom[] =>
    [...rooms, ...(own ? [own] : [])].filter((room) => name === undefined || room.name === name)

  const hears: ServerToClient = {
    welcome(welcome) {
      statuses = welcome.statuses
      clock.restart()
      clock.read(welcome.serverTime)
      take(welcome.presence)
      for (const { room, cursor } of welcome.rooms ?? []) enter(room, cursor)
      resumed = welcome.resumed ?? []
      for (const { room, cursor } of resumed) for (const one of rooms) if (one.name === room) one.resumed(cursor)
    },
    'presence:changed'(frame) {
      for (const room of called(frame.room)) room.changed(frame)
      if (take(frame.changes.find((one) => one.agentId === current?.agentId))) listeners.tell()
    },
    'presence:left'(frame) {
      for (const room of called(frame.room)) room.left(frame)
    },
    'presence:reset'(frame) {
      for (const room of called(frame.room)) room.reset(frame)
      if (take(frame.snapshot.find((one) => one.agentId === current?.agentId))) listeners.tell()
    },
    pulse(pulse) {
      clock.read(pulse.serverTime)
      for (const room of called()) room.pulse(pulse)
    },
    'statuses:changed'(changed) {
      statuses = changed.statuses
      listeners.tell()
    },
    // The connection ends by it.
    'session:ended'() {},
    // The line is about to close, and is opened anew elsewhere when it does.
    'server:draining'() {},
  }

  async function order<C extends PresenceCommand>(command: C, request: CommandRequest<C>): Promise<Presence> {
    const { presence } = await carryOut(connection, command, request, commandDeadlineMs)
    if (take(presence)) listeners.tell()
    return presence
  }

  const stopListening = listenToPage({ onWake: () => connection.wake(), onOffline: () => connection.goneOffline() })
  connection.open()

  return {
    get current() {
      return current
    },
    get connection() {
      return connection.status
    },
    get statuses() {
      return statuses
    },
    get endedBecause() {
      return connection.endedBecause
    },
    get lastError() {
      return connection.lastError
    },
    serverNow: () => clock.now(),
    async set(status, { note, expiresAt } = {}) {
      const choice = {
        status,
        ...(note !== undefined && { note }),
        ...(expiresAt !== undefined && { expiresAt: isoOf(expiresAt) }),
      }
      return order('presence:set', { ...choice, commandId: newCommandId() })
    },
    reset: () => order('presence:reset', { commandId: newCommandId() }),
    // Without an id: sent again after a reconnect it must end the session that the reconnect began, too.
    signOut: () => order('presence:sign_out', {}),
    explain: async () => (await carryOut(connection, 'presence:explain', {}, commandDeadlineMs)).explanation,
    async diagnose() {
      const { diagnose, realDoors } = await import('./diagnosis.js')
      const url = (options.url ?? (typeof location === 'undefined' ? '' : location.origin)).replace(/\/+$/, '')
      return diagnose({ url, getToken: options.getToken, polling, line: connection }, realDoors())
    },
    usePolling() {
      polling = true
      connection.wake()
    },
    signIn() {
      if (closed) throw new Error('This client was closed for good; create another one')
      connection.open()
    },
    watch(name) {
      const room = createRoom(name, line, () => {
        rooms.delete(room)
        if (called(name).length === 0) unwatch(name)
      })
      rooms.add(room)
      if (connection.status === 'connected') room.connected()
      return room
    },
    subscribe: listeners.add,
    close() {
      closed = true
      stopListening()
      for (const room of called()) room.close()
      connection.close()
      listeners.clear()
    },
  }
}

function isoOf(time: Date | string | number): string {
  const date = new Date(time)
  if (!Number.isNaN(date.getTime())) return date.toISOString()
  throw new PresenceError({ code: 'invalid', message: `expiresAt is no time: ${String(time)}` })
}

/** Who holds the line for several tabs counts who asked for which room: all of them are asked for. */
const none = () => []

const canShare = (): boolean =>
  typeof document !== 'undefined' && typeof BroadcastChannel === 'function' && 'locks' in navigator

/** A line of its own is always possible; whatever keeps the tabs apart (storage that is blocked, a file that did not load) must not keep this one out. */
const share = (parts: ConnectionParts, onMoved: () => void): Promise<Connection> =>
  import('./shared-connection.js')
    .then(({ shareConnection }) =>
      shareConnection({ ...parts, createConnection, errorOf: (body) => new PresenceError(body), onMoved }),
    )
    .catch(() => createConnection(parts))
