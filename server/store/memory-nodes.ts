import type { Outage } from '../engine/outage.js'
import type { Pulse } from './store.js'

/** Leases in memory: one node as a rule, several where a test runs them on one store. */
export class MemoryNodes {
  readonly #now: () => number
  readonly #silenceMs: (leaseMs: number) => number
  /** Leases by their end. */
  readonly #leases = new Map<string, number>()
  readonly #claimed = new Map<string, number>()
  #lastPulse: number | null = null
  #outage: Outage | null = null

  constructor(now: () => number, silenceMs: (leaseMs: number) => number) {
    this.#now = now
    this.#silenceMs = silenceMs
  }

  pulse(node: string, leaseMs: number): Pulse {
    const now = this.#now()
    if (this.#lastPulse !== null && now - this.#lastPulse > this.#silenceMs(leaseMs))
      this.#outage = { from: this.#lastPulse, to: now }
    this.#lastPulse = now
    const claimed = this.#claimed.has(node)
    if (!claimed) this.#leases.set(node, now + leaseMs)
    const lapsed = [...this.#leases].filter(([, ends]) => ends < now).map(([other]) => other)
    return { claimed, lapsed, outage: this.#outage }
  }

  claim(node: string, leaseMs: number): boolean {
    const now = this.#now()
    const [ends, before] = [this.#leases.get(node), this.#claimed.get(node)]
    if ((ends !== undefined && ends >= now) || (before !== undefined && now - before < leaseMs)) return false
    this.#leases.delete(node)
    this.#claimed.set(node, now)
    return true
  }

  lives(node: string): boolean {
    return this.#leases.has(node)
  }

  release(node: string): void {
    this.#leases.delete(node)
  }
}
