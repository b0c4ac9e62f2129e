import type { EventBody, EventName } from '../protocol/messages.js'
import type { Presence } from '../protocol/presence.js'

/** What the hub would say to a tab that came now, kept up from what it says to the leader. */
export interface LateWelcome {
  hear<N extends EventName>(event: N, body: EventBody<N>): void
  now(): EventBody<'welcome'> | undefined
  /** A room the hub put us in by itself: nobody takes us out. */
  hasRoom(room: string): boolean
}

export function createLateWelcome(): LateWelcome {
  let welcome: EventBody<'welcome'> | undefined
  let readAt = 0

  const own = (room: string) => welcome?.rooms?.find((one) => one.room === room)

  function follow(room: string, from: string | undefined, cursor: string, presences: readonly Presence[]) {
    const at = own(room)
    if (!welcome || !at) return
    const newest = presences.find((one) => one.agentId === welcome?.presence?.agentId)
    const rooms = welcome.rooms?.map((one) =>
      one === at && (from ?? at.cursor) === at.cursor ? { room, cursor } : one,
    )
    // Where the chain is broken the cursor stays behind: who is welcomed with it finds out by the next pulse and asks.
    welcome = { ...welcome, ...(newest && { presence: newest }), ...(rooms && { rooms }) }
  }

  function read(serverTime: string) {
    if (welcome) welcome = { ...welcome, serverTime }
    readAt = Date.now()
  }

  const hears: { [N in EventName]?: (body: EventBody<N>) => void } = {
    welcome(body) {
      welcome = body
      read(body.serverTime)
    },
    pulse: ({ serverTime }) => read(serverTime),
    'statuses:changed'({ statuses }) {
      if (welcome) welcome = { ...welcome, statuses }
    },
    'presence:changed': ({ room, from, cursor, changes }) => follow(room, from, cursor, changes),
    'presence:reset': ({ room, cursor, snapshot }) => follow(room, undefined, cursor, snapshot),
  }

  return {
    hear: (event, body) => hears[event]?.(body),
    now() {
      if (!welcome) return undefined
      const nowMs = Date.parse(welcome.serverTime) + Date.now() - readAt
      return { ...welcome, serverTime: new Date(nowMs).toISOString() }
    },
    hasRoom: (room) => own(room) !== undefined,
  }
}
