import { io } from 'socket.io-client'
import type { Presence } from '../../protocol/presence.js'
import { PATIENCE_MS } from './eventually.js'

/** A supervisor's bare socket: whatever the hub says about a room, in order, with nothing between. */
export async function watchRaw(url: string, token: string, room: string) {
  const socket = io(url, { auth: { token, as: 'watcher' }, transports: ['websocket'], forceNew: true })
  const seen: Presence[] = []
  const waiting = new Set<() => void>()
  const note = (presences: readonly Presence[]) => {
    seen.push(...presences)
    for (const look of waiting) look()
  }
  socket.on('presence:changed', (body: { changes: Presence[] }) => note(body.changes))
  socket.on('presence:reset', (body: { snapshot: Presence[] }) => note(body.snapshot))
  const answer: unknown = await socket.timeout(PATIENCE_MS).emitWithAck('room:watch', { room })
  note((answer as { snapshot: Presence[] }).snapshot)

  return {
    /** Everything heard of this agent so far, oldest first. */
    of: (agentId: string): readonly Presence[] => seen.filter((one) => one.agentId === agentId),
    /** The first presence, from the `after`th on, that the test is looking for. */
    until: (agentId: string, what: string, accept: (one: Presence) => boolean, after = 0) =>
      new Promise<Presence>((resolve, reject) => {
        const heard = () => seen.filter((one) => one.agentId === agentId)
        const late = setTimeout(() => {
          waiting.delete(look)
          reject(new Error(`waited for ${agentId}: ${what}; heard ${JSON.stringify(heard().slice(-3))}`))
        }, PATIENCE_MS)
        const look = () => {
          const found = heard().slice(after).find(accept)
          if (!found) return
          clearTimeout(late)
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    close: () => void socket.disconnect(),
  }
}
