import type { HubServer } from './socket.js'

/**
 * Socket.IO keeps two sets for each socket, of the rooms it is in. Nobody is in one here: who watches what is known to
 * watching.ts, and what everybody is told, each is told.
 */
export function keepNoRooms(io: HubServer): void {
  Object.assign(io.of('/').adapter, { addAll() {}, del() {}, delAll() {} })
}
