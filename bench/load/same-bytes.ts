/** Messages that are remembered: as many as may be on their way to the slowest of the watchers. */
const KEPT = 512

/**
 * What is made of a message that a thousand watchers get alike: made once, and the bytes compared for all the others. So
 * every watcher is checked to the last byte, and still costs next to nothing. `keyOf`: where different messages differ.
 */
export function onceForSameBytes<T>(keyOf: (bytes: Buffer) => string, make: (bytes: Buffer) => T) {
  const known = new Map<string, { readonly bytes: Buffer; readonly made: T }>()
  return (bytes: Buffer): T => {
    const key = `${bytes.length} ${keyOf(bytes)}`
    const found = known.get(key)
    if (found?.bytes.equals(bytes)) return found.made
    const made = make(bytes)
    known.delete(key)
    known.set(key, { bytes: Buffer.from(bytes), made })
    if (known.size > KEPT) known.delete(known.keys().next().value ?? '')
    return made
  }
}
