import type { WayIn } from '../protocol/rest.js'

export type HubSays = WayIn

/** `third_party_blocked`: this page is inside of one of another site, and only there nothing is kept for it. */
export type Storage = 'open' | 'blocked' | 'third_party_blocked' | 'unknown'

/** What a diagnosis tries out: the ways from here to the hub. */
export interface Doors {
  readonly origin: string | undefined
  now(): number
  online(): boolean
  storage(): Storage
  /** undefined: nothing that can be read came back in time. */
  askHub(url: string, withinMs: number): Promise<HubSays | undefined>
  /** Whether a WebSocket opens; undefined: there are none here. */
  opensWebSocket(url: string, withinMs: number): Promise<boolean | undefined>
}

/** Those of a browser; in Node, what there is of them. */
export const realDoors = (): Doors => ({
  origin: typeof location === 'undefined' ? undefined : location.origin,
  now: () => Date.now(),
  online: () => typeof navigator === 'undefined' || navigator.onLine !== false,
  storage: () => (typeof document === 'undefined' ? 'unknown' : storageOf(document)),

  async askHub(url, withinMs) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(withinMs), credentials: 'omit', cache: 'no-store' })
      const said: unknown = answer.ok ? await answer.json() : undefined
      return isWayIn(said) ? said : undefined
    } catch {
      // No network, no hub, or something between that hides its answers: all one says is that nothing came back.
      return undefined
    }
  },

  async opensWebSocket(url, withinMs) {
    if (typeof WebSocket === 'undefined') return undefined
    const socket = new WebSocket(url)
    const opened = await new Promise<boolean>((resolve) => {
      const late = setTimeout(() => resolve(false), withinMs)
      const settle = (answer: boolean) => {
        clearTimeout(late)
        resolve(answer)
      }
      socket.onopen = () => settle(true)
      socket.onerror = socket.onclose = () => settle(false)
    })
    socket.close()
    return opened
  },
})

/** A portal that asks for a password answers in the hub's place, and politely. */
const isWayIn = (said: unknown): said is HubSays => typeof said === 'object' && said !== null && 'serverTime' in said

/**
 * Writes a cookie and reads it back: `navigator.cookieEnabled` stays true with all cookies blocked. Inside another site a
 * cookie has to say that it is for such places; where third parties are blocked, only one that is kept apart for each
 * host page is kept, or storage that is.
 */
function storageOf(page: Document): Storage {
  if (!isInsideAnotherSite()) return keeps(page, 'SameSite=Lax') ? 'open' : 'blocked'
  if (keeps(page, 'SameSite=None; Secure')) return 'open'
  return keeps(page, 'SameSite=None; Secure; Partitioned') || hasLocalStorage() ? 'third_party_blocked' : 'blocked'
}

function keeps(page: Document, kind: string): boolean {
  const mark = `presence_probe=${Date.now()}`
  page.cookie = `${mark}; path=/; max-age=60; ${kind}`
  const kept = page.cookie.split('; ').includes(mark)
  page.cookie = `presence_probe=; path=/; max-age=0; ${kind}`
  return kept
}

function isInsideAnotherSite(): boolean {
  try {
    return window.top?.location.origin !== location.origin
  } catch {
    // Whose address cannot be read is of another origin.
    return true
  }
}

/** Where all is blocked, the mere reading of it throws. */
function hasLocalStorage(): boolean {
  try {
    return typeof localStorage === 'object'
  } catch {
    return false
  }
}
