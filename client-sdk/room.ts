import type { ErrorCode } from '../protocol/errors.js'
import type { CommandAck, EventBody } from '../protocol/messages.js'
import type { Presence } from '../protocol/presence.js'
import type { RoomCounts } from './counts.js'
import { caughtUp, type Answer, type Changed, type Left } from './caught-up.js'
import { createListeners } from './listeners.js'
import { PresenceError } from './presence-error.js'
import { Roster, type RoomChange } from './roster.js'

/** A live view of a room. `agents` is one map for good: look at `revision`, or subscribe, to know that it changed. */
export interface Room {
  readonly name: string
  readonly agents: ReadonlyMap<string, Presence>
  readonly counts: RoomCounts
  /** Grows with every change of anything here. */
  readonly revision: number
  /** True once the first snapshot is there. */
  readonly ready: boolean
  /** True while what is shown may be behind: no line, no pulse, or a hub that says so. */
  readonly stale: boolean
  /** Why the room cannot be watched. */
  readonly error: PresenceError | undefined
  subscribe(listener: (change: RoomChange) => void): () => void
  close(): void
}

export type WatchAck = CommandAck<'room:watch'>

/** What a room needs of the line. */
export interface RoomLine {
  /** Asks for the room from `after` on; `answered` hears the ack, or undefined if the line gave none in time. */
  watch(room: string, after: string | undefined, answered: (ack: WatchAck | undefined) => void): void
}

/**
 * What the client tells its rooms.
 *
 *            connected        gap, or the pulse is elsewhere
 *   apart ─────────────► asked ◄───────────────────────────── following
 *     ▲                  │ ▲ └──────── ack ───────────────────────► ▲
 *     │   not now, or    ▼ │ 1 s                                    │
 *     │   no answer    resting   entered (the own room), resumed ───┘
 *     └── disconnected, refused for good
 */
export interface LiveRoom extends Room {
  /** From where it can go on; undefined before the first snapshot. */
  readonly cursor: string | undefined
  connected(): void
  disconnected(): void
  /** The hub put us in without being asked. */
  entered(at: { readonly cursor: string; readonly snapshot: readonly Presence[] }): void
  /** The hub put us back in where we were. The room is at `to`; what came since follows. */
  resumed(to: string): void
  changed(frame: Changed): void
  left(frame: Left): void
  reset(frame: EventBody<'presence:reset'>): void
  pulse(pulse: EventBody<'pulse'>): void
}

/** Two and a half pulses: one may be late, two are missing. */
const NO_PULSE_MS = 12_500
/** Before asking again for what was not to be had, ms. */
const REST_MS = 1_000
const NEVER: readonly ErrorCode[] = ['forbidden', 'invalid', 'not_found']
const NOTHING: RoomChange = { changed: [], left: [], reset: false }

export function createRoom(name: string, line: RoomLine, onClose: () => void): LiveRoom {
  const roster = new Roster()
  const listeners = createListeners<[RoomChange]>()
  let place: 'apart' | 'asked' | 'resting' | 'following' = 'apart'
  let cursor: string | undefined
  let revision = 0
  let ready = false
  let stale = true
  let error: PresenceError | undefined
  let closed = false
  let asks = 0
  /** Frames heard while asking: they may have been sent after the answer was made, and the answer knows nothing of them. */
  let early: (Changed | Left)[] = []
  let resetMeanwhile = false
  /** What the hub said last about itself on this line. */
  let behind = false
  let rest: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined

  function news(change: RoomChange) {
    revision++
    listeners.tell(change)
  }

  /** Whether that is news. */
  function setStale(next: boolean): boolean {
    clearTimeout(silence)
    if (!next) silence = setTimeout(() => void (setStale(true) && news(NOTHING)), NO_PULSE_MS)
    const differs = stale !== next
    stale = next
    return differs
  }

  function leaveLine() {
    asks++
    early = []
    clearTimeout(rest)
    place = 'apart'
  }

  function ask() {
    leaveLine()
    place = 'asked'
    resetMeanwhile = false
    const mine = asks
    line.watch(name, cursor, (ack) => {
      if (mine === asks) answered(ack)
    })
  }

  function answered(ack: WatchAck | undefined) {
    if (resetMeanwhile) return ask()
    if (ack?.ok) return follow(ack)
    if (!ack || !NEVER.includes(ack.error.code)) {
      place = 'resting'
      rest = setTimeout(ask, REST_MS)
    } else {
      leaveLine()
      error = new PresenceError(ack.error)
    }
    setStale(true)
    news(NOTHING)
  }

  function follow(answer: Answer) {
    const overtaken = caughtUp(answer, early)
    leaveLine()
    place = 'following'
    cursor = overtaken.cursor
    ready = true
    error = undefined
    setStale(behind)
    news('snapshot' in answer ? roster.replace(overtaken.presences) : roster.apply(overtaken.presences))
  }

  function take(frame: Changed | Left) {
    const change = 'changes' in frame ? roster.apply(frame.changes) : roster.remove(frame.agentIds)
    // Who left is told with the old cursor, and what changed behind it.
    const advances = frame.from === cursor && frame.cursor !== cursor
    if (frame.from === cursor) cursor = frame.cursor
    else if (place === 'following') ask()
    const fresh = advances && isBack()
    if (fresh || change.changed.length > 0 || change.left.length > 0) news(change)
  }

  /** The line goes on where it broke: what is shown is what the hub has. */
  const isBack = (): boolean => place === 'following' && stale && !behind && setStale(false)

  /** Whole presences: worth taking even where the chain is broken. Only the cursor must not jump the gap. */
  function hear(frame: Changed | Left) {
    if (place === 'asked') early.push(frame)
    take(frame)
  }

  return {
    name,
    agents: roster.agents,
    get counts() {
      return roster.counts
    },
    get revision() {
      return revision
    },
    get ready() {
      return ready
    },
    get stale() {
      return stale
    },
    get error() {
      return error
    },
    get cursor() {
      return cursor
    },
    subscribe: listeners.add,

    close() {
      if (closed) return
      closed = true
      leaveLine()
      clearTimeout(silence)
      listeners.clear()
      onClose()
    },

    connected() {
      // Resumed with the welcome.
      if (place === 'following') return
      behind = false
      ask()
    },
    disconnected() {
      leaveLine()
      if (setStale(true)) news(NOTHING)
    },
    entered(at) {
      behind = false
      follow(at)
    },

    resumed(to) {
      leaveLine()
      place = 'following'
      behind = false
      if (to === cursor && isBack()) news(NOTHING)
    },

    changed: hear,
    left: hear,
    reset({ cursor: to, snapshot }) {
      resetMeanwhile = place === 'asked'
      cursor = to
      ready = true
      isBack()
      news(roster.replace(snapshot))
    },

    pulse(pulse) {
      behind = pulse.stale
      if (place === 'following' && pulse.cursors[name] !== cursor) ask()
      if ((behind || place === 'following') && setStale(behind)) news(NOTHING)
    },
  }
}
