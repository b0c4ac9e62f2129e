/** Letters typed within this many ms belong to one word. Source: the menu pattern of the ARIA practices. */
const PAUSE_MS = 600

/** Finds the entry of a list that begins with what is being typed. */
export class TypeAhead {
  #typed = ''
  #typedAt = 0

  /** What was typed in a list that was closed since does not count. */
  clear(): void {
    this.#typed = ''
    this.#typedAt = 0
  }

  /** The position found, or `undefined` if the key was no letter or nothing begins so. */
  type(event: KeyboardEvent, labels: readonly string[], at: number): number | undefined {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return undefined
    const goesOn = event.timeStamp - this.#typedAt < PAUSE_MS
    // A space begins nothing: it activates the entry.
    if (event.key === ' ' && !goesOn) return undefined
    if (event.key === ' ') event.preventDefault()
    this.#typed = (goesOn ? this.#typed : '') + event.key.toLowerCase()
    this.#typedAt = event.timeStamp
    // One letter goes on to the next that begins so; more letters may stay where they are.
    const from = this.#typed.length === 1 ? at + 1 : at
    const order = labels.map((_label, step) => (Math.max(from, 0) + step) % labels.length)
    return order.find((index) => labels[index]?.toLowerCase().startsWith(this.#typed))
  }
}
