export interface Health {
  /** From now on this node takes no new traffic. */
  drain(): void
  /** `why` gives the reason this part is not ready, or null. */
  add(why: () => string | null): void
  check(): { readonly ready: boolean; readonly reasons: readonly string[] }
}

export function createHealth(): Health {
  const parts: (() => string | null)[] = []
  let draining = false
  return {
    drain() {
      draining = true
    },
    add: (why) => void parts.push(why),
    check() {
      const reasons = [draining ? 'draining' : null, ...parts.map((why) => why())].filter((why) => why !== null)
      return { ready: reasons.length === 0, reasons }
    },
  }
}
