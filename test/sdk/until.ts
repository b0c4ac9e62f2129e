import type { PresenceClient, Room } from '../../client-sdk/index.js'
import { PATIENCE_MS } from '../support/eventually.js'

/** Waits for a condition through the client's or the room's own subscription. */
export function until(
  source: Pick<PresenceClient | Room, 'subscribe'>,
  what: string,
  holds: () => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      off()
      reject(new Error(`waited ${PATIENCE_MS} ms for ${what}`))
    }, PATIENCE_MS)
    const look = () => {
      if (!holds()) return
      clearTimeout(late)
      off()
      resolve()
    }
    const off = source.subscribe(look)
    look()
  })
}
