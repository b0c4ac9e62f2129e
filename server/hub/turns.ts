/** One at a time for each key: `take` resolves when it is your turn, with what ends it. */
export interface Turns {
  take(key: string): Promise<() => void>
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>()
  return {
    async take(key) {
      const before = last.get(key)
      let end = () => {}
      const mine = new Promise<void>((resolve) => (end = resolve))
      last.set(key, mine)
      await before
      return () => {
        if (last.get(key) === mine) last.delete(key)
        end()
      }
    },
  }
}
