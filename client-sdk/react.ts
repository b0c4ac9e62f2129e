import { useMemo, useSyncExternalStore } from 'react'
import type { StatusDefinition, Presence } from '../protocol/presence.js'
import type { SessionEndReason } from '../protocol/vocabulary.js'
import type { PresenceClient } from './client.js'
import type { ConnectionStatus } from './connection.js'
import type { RoomCounts } from './counts.js'
import type { PresenceError } from './presence-error.js'
import { followRoom } from './room-store.js'

/** What a client knew at one moment. The same object until something in it changes. */
export interface PresenceSnapshot {
  readonly current: Presence | undefined
  readonly connection: ConnectionStatus
  readonly statuses: readonly StatusDefinition[]
  readonly endedBecause: SessionEndReason | undefined
  readonly lastError: PresenceError | undefined
}

/** What a room held at one moment. The same object until something in it changes. */
export interface RoomSnapshot {
  readonly agents: ReadonlyMap<string, Presence>
  readonly counts: RoomCounts
  /** True once the first snapshot is there. */
  readonly ready: boolean
  /** True while what is shown may be behind. */
  readonly stale: boolean
  /** Why the room cannot be watched. */
  readonly error: PresenceError | undefined
}

/** On the server, and until there is a client. */
const NOBODY: PresenceSnapshot = {
  current: undefined,
  connection: 'connecting',
  statuses: [],
  endedBecause: undefined,
  lastError: undefined,
}

/**
 * The agent's own presence, live. `undefined` is for the time before there is a client, on the server for one: then
 * nothing is known and the connection is `connecting`.
 */
export function usePresence(client: PresenceClient | undefined): PresenceSnapshot {
  const store = useMemo(() => followClient(client), [client])
  return useSyncExternalStore(store.subscribe, store.snapshot, () => NOBODY)
}

/**
 * A room, live, watched while a component is mounted that uses it; all components with the same client and room share
 * one view. `undefined`, for either, is a room that is never ready.
 */
export function useRoom(client: PresenceClient | undefined, room: string | undefined): RoomSnapshot {
  const store = useMemo(() => followRoom(client, room), [client, room])
  return useSyncExternalStore(store.subscribe, store.snapshot, store.nothing)
}

function followClient(client: PresenceClient | undefined) {
  let last = NOBODY
  return {
    subscribe: (listener: () => void) => client?.subscribe(listener) ?? (() => {}),
    snapshot: () => {
      if (!client) return NOBODY
      const { current, connection, statuses, endedBecause, lastError } = client
      const now = { current, connection, statuses, endedBecause, lastError }
      if (!same(last, now)) last = now
      return last
    },
  }
}

const same = (a: PresenceSnapshot, b: PresenceSnapshot): boolean =>
  a.current === b.current &&
  a.connection === b.connection &&
  a.statuses === b.statuses &&
  a.endedBecause === b.endedBecause &&
  a.lastError === b.lastError
