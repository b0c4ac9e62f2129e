import type { CommandName, CommandRequest } from '../protocol/messages.js'
import type { Answer, Connection, ConnectionParts, LineState } from './connection.js'
import { createLateWelcome } from './late-welcome.js'
import { claim } from './tab-lock.js'
import type { TabMessage, TabRole, TabRoleParts, ToldCommand, ToldState } from './tab-messages.js'

export interface LeaderParts extends TabRoleParts {
  /** What this tab's own connection would be made of. */
  readonly line: ConnectionParts
  readonly createConnection: (parts: ConnectionParts) => Connection
  /** The lock a tab holds while it lives. */
  readonly lifeOf: (tab: string) => string
}

/**
 * A command that waited longer than this for us, ms, found us asleep: its tab may have given it to another leader since.
 * Below the patience of a follower, who asks again when told that it was lost.
 */
const FRESH_MS = 300
/** How long the hub may take to hear that a room is watched no more; nobody waits for it. */
const UNWATCH_MS = 10_000

/** The tab with the line: what the hub says it passes on to all, what the others want it puts on the line. */
export function lead(parts: LeaderParts): TabRole {
  const { tab, before, post, changed, lifeOf } = parts
  const welcome = createLateWelcome()
  /** The other tabs, each with what ends the wait for its end. */
  const others = new Map<string, () => void>()
  /** Who watches a room. The hub hears of the first and the last. */
  const rooms = new Map<string, Set<string>>()
  /** Until the first welcome the line is not new to those who had one before. */
  let takingOver = before.status === 'reconnecting'
  let opened = false
  let stopped = false

  const line = parts.createConnection({
    ...parts.line,
    hear(event, body) {
      if (event === 'welcome') rooms.clear()
      welcome.hear(event, body)
      post({ say: 'event', leader: tab, event, body })
      parts.line.hear(event, body)
    },
  })
  const stopListening = line.subscribe(() => {
    if (line.status === 'connected') takingOver = false
    tell(undefined)
    changed()
  })

  function state(): LineState {
    if (!opened) return before
    const { status, endedBecause, lastError } = line
    return { status: takingOver && status === 'connecting' ? 'reconnecting' : status, endedBecause, lastError }
  }

  function tell(to: string | undefined) {
    const { status } = state()
    const late = to !== undefined && status === 'connected' ? welcome.now() : undefined
    post({ say: 'state', leader: tab, to, state: told(state()), welcome: late })
  }

  function open() {
    opened = true
    line.open()
  }

  function meet(other: string) {
    if (others.has(other)) return
    const onHeld = () => {
      others.get(other)?.()
      others.delete(other)
      for (const room of [...rooms.keys()])
        if (leave(room, other)) line.send('room:unwatch', { room }, UNWATCH_MS, () => {})
    }
    others.set(other, claim(lifeOf(other), { steal: false, onHeld, onStolen: () => {} }))
  }

  /** Whether the hub has to hear of it. */
  function leave(room: string, who: string): boolean {
    const watchers = rooms.get(room)
    if (!watchers?.delete(who) || watchers.size > 0) return false
    rooms.delete(room)
    return !welcome.hasRoom(room)
  }

  /** False for what the hub need not hear, because others watch the room too. */
  function goesToHub<N extends CommandName>(who: string, command: N, request: CommandRequest<N>): boolean {
    if (!('room' in request)) return true
    if (command === 'room:unwatch') return leave(request.room, who)
    rooms.set(request.room, (rooms.get(request.room) ?? new Set()).add(who))
    return true
  }

  function carryFor({ from, leader, nth, command, request, timeoutMs, saidAt }: ToldCommand) {
    if (leader !== tab) return
    const answered = (answer: Answer<CommandName>) => {
      if (!stopped) post({ say: 'answer', leader: tab, to: from, nth, answer })
    }
    if (Date.now() - saidAt > FRESH_MS) answered('lost')
    else if (goesToHub(from, command, request)) line.send(command, request, timeoutMs, answered)
    else answered({ ok: true })
  }

  post({ say: 'leading', leader: tab })
  // A session that has ended stays so until somebody signs in.
  if (before.status !== 'closed') open()
  else tell(undefined)

  return {
    get status() {
      return state().status
    },
    get endedBecause() {
      return state().endedBecause
    },
    get lastError() {
      return state().lastError
    },
    get standsAlone() {
      return others.size === 0
    },
    open,
    wake: () => line.wake(),
    goneOffline: () => line.goneOffline(),
    send(command, request, timeoutMs, answered) {
      // Nobody waits for the answer to an unwatch.
      if (goesToHub(tab, command, request)) line.send(command, request, timeoutMs, answered)
    },
    hear(message: TabMessage) {
      if (!('from' in message)) return
      meet(message.from)
      switch (message.say) {
        case 'hello':
          if (message.knows === tab) post({ say: 'here', leader: tab, to: message.from })
          else tell(message.from)
          return
        case 'command':
          return carryFor(message)
        case 'open':
          return open()
        case 'wake':
          return line.wake()
        default:
          return message satisfies never
      }
    },
    stop() {
      stopped = true
      stopListening()
      for (const forget of others.values()) forget()
      post({ say: 'leaving', leader: tab })
      line.close()
    },
  }
}

function told({ status, endedBecause, lastError }: LineState): ToldState {
  if (!lastError) return { status, endedBecause, lastError }
  const { code, message, errors } = lastError
  return { status, endedBecause, lastError: { code, message, errors } }
}
