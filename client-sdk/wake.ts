export interface Wakes {
  /** The tab was frozen, asleep or without network, and may be back: it cannot trust its socket. */
  readonly onWake: () => void
  /** The browser says there is no network. */
  readonly onOffline: () => void
}

/** Listens to what the page goes through. Gives back what ends it; outside a browser there is nothing to hear. */
export function listenToPage({ onWake, onOffline }: Wakes): () => void {
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => {}
  const ends = new AbortController()
  const until = { signal: ends.signal }
  document.addEventListener('visibilitychange', () => void (document.visibilityState === 'visible' && onWake()), until)
  document.addEventListener('resume', onWake, until)
  window.addEventListener('pageshow', onWake, until)
  window.addEventListener('online', onWake, until)
  window.addEventListener('offline', onOffline, until)
  return () => ends.abort()
}
