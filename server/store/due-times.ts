/**
 * What is due when: a binary heap with one entry for each change of mind. Entries that were overtaken stay until they
 * come up, and are dropped there; the heap is made anew when most of it is such.
 */
export class DueTimes {
  readonly #at = new Map<string, number>()
  #heap: { readonly key: string; readonly at: number }[] = []

  set(key: string, at: number | null): void {
    if (at === null) this.#at.delete(key)
    else if (this.#at.get(key) !== at) {
      this.#at.set(key, at)
      this.#push({ key, at })
    }
    if (this.#heap.length > 2 * this.#at.size + 1_000) this.#renew()
  }

  /** Keys due at `now` or before, the longest overdue first. They stay due until set again. */
  until(now: number, limit: number): string[] {
    const due: { readonly key: string; readonly at: number }[] = []
    const taken = new Set<string>()
    for (let [top] = this.#heap; top && top.at <= now && due.length < limit; [top] = this.#heap) {
      this.#pop()
      if (this.#at.get(top.key) !== top.at || taken.has(top.key)) continue
      taken.add(top.key)
      due.push(top)
    }
    for (const entry of due) this.#push(entry)
    return due.map((entry) => entry.key)
  }

  #renew(): void {
    this.#heap = Array.from(this.#at, ([key, at]) => ({ key, at })).sort((a, b) => a.at - b.at)
  }

  #push(entry: { readonly key: string; readonly at: number }): void {
    const heap = this.#heap
    let index = heap.push(entry) - 1
    while (index > 0) {
      const above = (index - 1) >> 1
      const parent = heap[above]
      if (!parent || parent.at <= entry.at) break
      heap[index] = parent
      index = above
    }
    heap[index] = entry
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let index = 0
    for (;;) {
      let below = 2 * index + 1
      const [left, right] = [heap[below], heap[below + 1]]
      if (!left) break
      if (right && right.at < left.at) below++
      const child = heap[below]
      if (!child || child.at >= last.at) break
      heap[index] = child
      index = below
    }
    heap[index] = last
  }
}
