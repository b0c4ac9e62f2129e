/**
 * What this tab remembers over a refresh, and what every tab of this browser does. Where storage is blocked, reading it
 * throws: then the page's own memory must do, and a refresh asks again.
 */
export interface Memory {
  readonly remember: (key: string, value: string) => void
  readonly recall: (key: string) => string | null
  readonly forget: (key: string) => void
}

const PREFIX = 'presence-hub.'

function memoryIn(place: () => Storage): Memory {
  const fallback = new Map<string, string>()
  return {
    remember(key, value) {
      fallback.set(key, value)
      unlessBlocked(() => place().setItem(PREFIX + key, value))
    },
    recall: (key) => unlessBlocked(() => place().getItem(PREFIX + key)) ?? fallback.get(key) ?? null,
    forget(key) {
      fallback.delete(key)
      unlessBlocked(() => place().removeItem(PREFIX + key))
    },
  }
}

function unlessBlocked<T>(use: () => T): T | null {
  try {
    return use()
  } catch (error) {
    // SecurityError (cookies blocked) and QuotaExceededError are DOMExceptions; anything else is a bug of ours.
    if (error instanceof DOMException) return null
    throw error
  }
}

export const { remember, recall, forget } = memoryIn(() => sessionStorage)
/** For a person's likings, which they have in every tab and tomorrow. */
export const browserMemory = memoryIn(() => localStorage)
