import type { PresenceClient } from './client.js'
import type { RoomSnapshot } from './react.js'
import type { Room } from './room.js'

/** A room as React wants it: copied when it changed, since what was rendered must not change behind its back. */
export interface RoomStore {
  readonly subscribe: (listener: () => void) => () => void
  readonly snapshot: () => RoomSnapshot
  /** What the server renders. */
  readonly nothing: () => RoomSnapshot
}

const NOTHING: RoomSnapshot = {
  agents: new Map(),
  counts: {
    total: 0,
    routable: 0,
    byBase: { available: 0, busy: 0, dnd: 0, away: 0, offline: 0 },
    byConnection: { connected: 0, reconnecting: 0, disconnected: 0 },
    byStatus: {},
  },
  ready: false,
  stale: true,
  error: undefined,
}
const nothing = (): RoomSnapshot => NOTHING
const NOWHERE: RoomStore = { subscribe: () => () => {}, snapshot: nothing, nothing }

const stores = new WeakMap<PresenceClient, Map<string, RoomStore>>()

/** The one store of this client and room. */
export function followRoom(client: PresenceClient | undefined, name: string | undefined): RoomStore {
  if (!client || name === undefined) return NOWHERE
  const ofClient = stores.get(client) ?? new Map<string, RoomStore>()
  stores.set(client, ofClient)
  const store = ofClient.get(name) ?? createStore(client, name)
  ofClient.set(name, store)
  return store
}

function createStore(client: PresenceClient, name: string): RoomStore {
  const listeners = new Set<{ readonly hear: () => void }>()
  let room: Room | undefined
  let last = NOTHING
  let revision = -1

  function leave() {
    // Where one component goes and another comes in the same commit, the room stays.
    queueMicrotask(() => {
      if (listeners.size > 0) return
      room?.close()
      room = undefined
      revision = -1
      last = NOTHING
    })
  }

  return {
    nothing,
    subscribe(hear) {
      const entry = { hear }
      listeners.add(entry)
      if (!room) {
        room = client.watch(name)
        room.subscribe(() => {
          for (const listener of [...listeners]) listener.hear()
        })
      }
      return () => {
        listeners.delete(entry)
        leave()
      }
    },
    snapshot() {
      if (!room || room.revision === revision) return last
      revision = room.revision
      last = copyOf(room)
      return last
    },
  }
}

function copyOf({ agents, counts, ready, stale, error }: Room): RoomSnapshot {
  const { total, routable, byBase, byConnection, byStatus } = counts
  return {
    agents: new Map(agents),
    counts: {
      total,
      routable,
      byBase: { ...byBase },
      byConnection: { ...byConnection },
      byStatus: { ...byStatus },
    },
    ready,
    stale,
    error,
  }
}
