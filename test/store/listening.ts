import type { LogEntry, Store } from '../../server/store/store.js'

/** A follower that remembers: everything heard so far (of one organisation, if named), and a wait until that many are. */
export async function listening(store: Store, org?: string) {
  const heard: LogEntry[] = []
  const waiting = new Set<() => void>()
  const stop = await store.follow({
    wants: (one) => org === undefined || one === org,
    entry(entry) {
      heard.push(entry)
      for (const look of [...waiting]) look()
    },
    doubt: () => {},
  })
  const count = (wanted: number) =>
    new Promise<readonly LogEntry[]>((resolve) => {
      const look = () => {
        if (heard.length < wanted) return
        waiting.delete(look)
        resolve(heard)
      }
      waiting.add(look)
      look()
    })
  return { heard, count, stop }
}
