import type { DeskSession } from './desk-session.js'

/** How a lively floor treats one agent, in ms: the first chat soon, then one after another, each for a while. */
const FIRST_MS = 1_500
const PAUSE_MS = [5_000, 14_000] as const
const TALK_MS = [25_000, 75_000] as const
const LOOK_MS = 1_000

const between = ([low, high]: readonly [number, number]): number => low + Math.random() * (high - low)

/**
 * Plays work distribution for the agent of this page: chats are offered while the hub calls the agent routable, and
 * customers leave after a while, which puts their chat into wrap-up. What the agent does about them is the agent's.
 */
export class WorkArrivals {
  readonly #session: DeskSession
  readonly #leavesAt = new Map<string, number>()
  readonly #looking: ReturnType<typeof setInterval>
  #nextAt = performance.now() + FIRST_MS

  constructor(session: DeskSession) {
    this.#session = session
    this.#looking = setInterval(() => void this.#look(performance.now()), LOOK_MS)
  }

  close(): void {
    clearInterval(this.#looking)
  }

  async #look(now: number): Promise<void> {
    const { items, client } = this.#session
    for (const { itemId, state } of items) {
      if (state !== 'accepted') continue
      const leavesAt = this.#leavesAt.get(itemId)
      if (leavesAt === undefined) this.#leavesAt.set(itemId, now + between(TALK_MS))
      else if (leavesAt < now) {
        this.#leavesAt.delete(itemId)
        await this.#session.move(itemId, 'wrap_up')
      }
    }
    const rings = items.some(({ state }) => state === 'offered')
    if (rings) this.#nextAt = now + between(PAUSE_MS)
    if (now < this.#nextAt || !client.current?.routable) return
    this.#nextAt = now + between(PAUSE_MS)
    await this.#session.chatArrives()
  }
}
