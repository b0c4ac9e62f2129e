import type { Presence } from '../../protocol/presence.js'
import { Latencies } from './latencies.js'
import { type ScreenFrame, type Shown, shownIn } from './screen-frames.js'

/** What all screens of a process have seen together. */
export interface Tally {
  /** Changes whose time was due in here are timed. */
  window: { readonly fromUs: number; readonly toUs: number }
  counting: boolean
  latencies: Latencies
  delivered: number
  messages: number
  bytes: number
  /** What no watcher may ever see: sentences, the first few. */
  readonly wrongs: string[]
}

const NEVER = { fromUs: Infinity, toUs: Infinity }

export const newTally = (): Tally => ({ ...nothingCounted(NEVER, false), wrongs: [] })

/** Begins to count anew. What went wrong before is still wrong. */
export const countAnew = (tally: Tally, window: Tally['window']): void =>
  void Object.assign(tally, nothingCounted(window, true))

const nothingCounted = (window: Tally['window'], counting: boolean): Omit<Tally, 'wrongs'> => ({
  window,
  counting,
  latencies: new Latencies(),
  delivered: 0,
  messages: 0,
  bytes: 0,
})

const WRONGS_KEPT = 5

/** One watcher's copy of the room, held to the contract: versions never go back, frames continue each other. */
export class Screen {
  readonly #versions: Int32Array
  readonly #connected: Uint8Array
  readonly #tally: Tally
  #cursor: string | undefined
  /** Frames that came with the answer, before it was read; null: it was. */
  #early: (() => void)[] | null = []

  constructor(agents: number, tally: Tally) {
    this.#versions = new Int32Array(agents)
    this.#connected = new Uint8Array(agents)
    this.#tally = tally
  }

  replace(snapshot: readonly Presence[], cursor: string | undefined): void {
    this.#cursor = cursor
    for (const one of shownIn(snapshot)) this.#show(one)
    const early = this.#early ?? []
    this.#early = null
    for (const take of early) take()
  }

  take(frame: ScreenFrame, bytes: number, atUs: number): void {
    if (this.#early) return void this.#early.push(() => this.take(frame, bytes, atUs))
    const { event, from, cursor, shown } = frame
    if (event !== 'presence:changed' && event !== 'presence:reset') return
    const tally = this.#tally
    if (event === 'presence:changed' && from !== this.#cursor)
      this.#wrong(`a frame from ${from} after one that ended at ${this.#cursor}`)
    this.#cursor = cursor
    if (tally.counting) {
      tally.delivered += shown.length
      tally.messages += 1
      tally.bytes += bytes
    }
    const { fromUs, toUs } = tally.window
    for (const one of shown) {
      const { dueUs } = one
      const isNew = this.#show(one)
      if (isNew && dueUs !== null && dueUs >= fromUs && dueUs < toUs) tally.latencies.add(atUs - dueUs)
    }
  }

  /** How many agents are older here than they are stored, or not here at all. */
  behind(stored: readonly (readonly [agent: number, version: number])[]): number {
    return stored.filter(([agent, version]) => this.#versions[agent] !== version).length
  }

  /** How many of these it shows as connected. */
  connected(agents: readonly number[]): number {
    return agents.filter((agent) => this.#connected[agent] === 1).length
  }

  #show({ agent, version, connected }: Shown): boolean {
    const before = this.#versions[agent] ?? 0
    if (version < before) this.#wrong(`agent ${agent} went back from version ${before} to ${version}`)
    if (version <= before) return false
    this.#versions[agent] = version
    this.#connected[agent] = connected ? 1 : 0
    return true
  }

  #wrong(sentence: string): void {
    if (this.#tally.wrongs.length < WRONGS_KEPT) this.#tally.wrongs.push(sentence)
  }
}
