/** Who wants to know. A listener that throws is its own problem: the others still hear. */
export interface Listeners<A extends readonly unknown[]> {
  readonly add: (listener: (...news: A) => void) => () => void
  readonly tell: (...news: A) => void
  readonly clear: () => void
}

export function createListeners<A extends readonly unknown[]>(): Listeners<A> {
  const all = new Set<{ readonly hear: (...news: A) => void }>()
  return {
    add(hear) {
      // An object of its own, so that the same function can be added twice and taken out once.
      const entry = { hear }
      all.add(entry)
      return () => void all.delete(entry)
    },
    tell(...news) {
      for (const { hear } of [...all]) {
        try {
          hear(...news)
        } catch (thrown) {
          reportError(thrown)
        }
      }
    },
    clear: () => all.clear(),
  }
}

/** To the page's own error handling, without stopping this turn. */
function reportError(thrown: unknown): void {
  setTimeout(() => {
    throw thrown
  }, 0)
}
