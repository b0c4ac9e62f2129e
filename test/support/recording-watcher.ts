import { io, type Socket } from 'socket.io-client'
import type { ClientToServer, CommandAck, ServerToClient } from '../../protocol/messages.js'
import type { Presence } from '../../protocol/presence.js'

/** A supervisor's socket that comes back by itself, holds the room as the contract says, and forgets nothing it saw. */
export interface RecordingWatcher {
  readonly held: ReadonlyMap<string, Presence>
  readonly cursor: string | undefined
  /** Everything it was ever shown of this agent, oldest first. */
  seen(agentId: string): readonly Presence[]
  readonly all: readonly Presence[]
  readonly pulses: readonly { readonly at: number; readonly stale: boolean }[]
  /** How often it was told to replace what it held. */
  readonly resets: number
  /** What the contract does not allow: sentences. */
  readonly violations: readonly string[]
  /** Asks again from a cursor, as somebody who was away. */
  watchFrom(after: string): Promise<CommandAck<'room:watch'>>
  /** Loses its line; comes back by itself. */
  drop(): void
  close(): void
}

const ACK_MS = 5_000
/** Before it asks again where it was refused, ms: as the SDK does, but sooner. */
const AGAIN_MS = 200

/** It is not in the room yet when this returns: its cursor says so. */
export function recordWatcher(url: string, token: string, room: string): RecordingWatcher {
  const socket: Socket<ServerToClient, ClientToServer> = io(url, {
    auth: { token, as: 'watcher' },
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 50,
    reconnectionDelayMax: 300,
  })
  const held = new Map<string, Presence>()
  const all: Presence[] = []
  const pulses: { at: number; stale: boolean }[] = []
  const violations: string[] = []
  let cursor: string | undefined
  let resets = 0
  let asking = false
  /** Frames that overtook the answer they continue. */
  let early: (() => void)[] = []

  const show = (presence: Presence, source: string) => {
    all.push(presence)
    const before = held.get(presence.agentId)
    if (before && before.version > presence.version)
      violations.push(`${presence.agentId} went back from ${before.version} to ${presence.version} by ${source}`)
    else held.set(presence.agentId, presence)
  }
  const replace = (snapshot: readonly Presence[]) => {
    held.clear()
    for (const presence of snapshot) show(presence, 'a snapshot')
  }

  async function ask(): Promise<void> {
    if (asking || !socket.active) return
    asking = true
    try {
      const ack = await socket.timeout(ACK_MS).emitWithAck('room:watch', { room, ...(cursor && { after: cursor }) })
      if (!ack.ok) return void setTimeout(() => void ask(), AGAIN_MS)
      if ('snapshot' in ack) replace(ack.snapshot)
      else for (const presence of ack.changes) show(presence, 'the answer to a cursor')
      cursor = ack.cursor
    } catch {
      // The line broke: the next connection, or the next pulse, asks again.
    } finally {
      asking = false
      const waited = early
      early = []
      for (const take of waited) take()
    }
  }

  /** `take` brings the room from one cursor to the next. */
  function follow({ from, cursor: to }: { readonly from: string; readonly cursor: string }, take: () => void): void {
    if (from === cursor) {
      take()
      cursor = to
    } else if (asking) early.push(() => follow({ from, cursor: to }, take))
    else void ask()
  }

  socket.on('connect', () => void ask())
  socket.on('presence:changed', (frame) =>
    follow(frame, () => {
      for (const presence of frame.changes) show(presence, 'a frame')
    }),
  )
  socket.on('presence:left', (frame) =>
    follow(frame, () => {
      for (const agentId of frame.agentIds) held.delete(agentId)
    }),
  )
  socket.on('presence:reset', (frame) => {
    resets += 1
    replace(frame.snapshot)
    cursor = frame.cursor
  })
  socket.on('pulse', ({ stale, cursors }) => {
    pulses.push({ at: performance.now(), stale })
    if (cursors[room] !== cursor) void ask()
  })
  return {
    held,
    get cursor() {
      return cursor
    },
    seen: (agentId) => all.filter((one) => one.agentId === agentId),
    all,
    pulses,
    get resets() {
      return resets
    },
    violations,
    watchFrom: (after) => socket.timeout(ACK_MS).emitWithAck('room:watch', { room, after }),
    drop: () => void socket.io.engine.close(),
    close: () => void socket.disconnect(),
  }
}
