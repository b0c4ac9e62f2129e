export interface Claim {
  /** Take it from whoever holds it. */
  readonly steal: boolean
  readonly onHeld: () => void
  readonly onStolen: () => void
}

/** Stands in line for a lock and keeps it. Gives back what leaves the line, or the lock. */
export function claim(name: string, { steal, onHeld, onStolen }: Claim): () => void {
  const waiting = new AbortController()
  let given = false
  let letGo = () => waiting.abort()
  navigator.locks
    .request(name, steal ? { steal } : { signal: waiting.signal }, () => {
      if (given) return undefined
      onHeld()
      if (given) return undefined
      return new Promise<void>((resolve) => {
        letGo = resolve
      })
    })
    .catch(() => {
      if (!given) onStolen()
    })
  return () => {
    given = true
    letGo()
  }
}

/** Holds a lock that nobody else wants while its holder lives. Rejects where the browser allows no locks. */
export function holdForLife(name: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    navigator.locks.request(name, () => new Promise<void>((letGo) => resolve(letGo))).catch(reject)
  })
}
