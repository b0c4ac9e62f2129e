import type { PresenceClient, Room } from '../../client-sdk/index.js'

/** Waits for a condition through the client's or the room's own subscription. */
export function until(
  source: Pick<PresenceClient | Room, 'subscribe'>,
  what: string,
  holds: () => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      off()
      reject(new Error(`waited 8 s for ${what}`))
    }, 8_000)
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
