import type { Caller } from './door.js'
import type { Dice } from './dice.js'
import type { Truth, NodeHistory } from './truth.js'
import type { SimNode } from './sim-node.js'
import type { VirtualTime } from './virtual-time.js'

/** A node that can be called, and what is known of it. */
export interface Reachable {
  readonly node: SimNode
  readonly history: NodeHistory
  /** Called when the node dies; gives back what takes that back. */
  onDeath(run: () => void): () => void
}

export interface TabParts {
  readonly time: VirtualTime
  readonly dice: Dice
  readonly truth: Truth
  readonly reachable: () => readonly Reachable[]
}

/** How long a tab waits for its welcome before it tries elsewhere, ms. */
const PATIENCE_MS = 3_000

/** A tab as the client SDK behaves: it comes back by itself until its session ends or the user closes it. */
export class Tab {
  readonly #parts: TabParts
  readonly #agentId: string
  readonly #name: string
  #sockets = 0
  #hangUp: (() => void) | null = null
  #cancelRetry: (() => void) | null = null
  wanted = true

  constructor(agentId: string, name: string, parts: TabParts) {
    this.#agentId = agentId
    this.#name = name
    this.#parts = parts
  }

  come(preferred?: number): void {
    if (!this.wanted || this.#hangUp) return
    const { dice, reachable } = this.#parts
    const all = reachable()
    const one = preferred === undefined ? dice.pick(all) : all[preferred % Math.max(1, all.length)]
    if (one) this.#enter(one)
    else this.#comeLater()
  }

  /** The user closes the tab. */
  leave(): void {
    this.wanted = false
    this.#drop()
  }

  refresh(gapMs: number): void {
    this.#drop()
    this.#cancelRetry = this.#parts.time.in(gapMs, () => this.come())
  }

  #enter({ node, history, onDeath }: Reachable): void {
    const { time, truth } = this.#parts
    const id = `${this.#name}.${++this.#sockets}`
    let endStay = () => {}
    let over = false
    truth.socketOpened(this.#agentId)
    const end = () => {
      if (over) return
      over = true
      endStay()
      stopPatience()
      forgetDeath()
      this.#hangUp = null
      truth.socketGone(this.#agentId)
    }
    const caller: Caller = {
      agentId: this.#agentId,
      welcomed: () => {
        if (over) return
        stopPatience()
        endStay = truth.stays(this.#agentId, history)
      },
      closed: (ended) => {
        if (over) return
        end()
        if (ended) this.wanted = false
        else this.#comeLater()
      },
    }
    const place = { leave: () => {} }
    const hangUp = () => {
      if (over) return
      end()
      place.leave()
    }
    this.#hangUp = hangUp
    const stopPatience = time.in(PATIENCE_MS, () => {
      hangUp()
      this.#comeLater()
    })
    const forgetDeath = onDeath(() => {
      end()
      this.#comeLater()
    })
    node.process.does(() => {
      // It may have left while the node stood still.
      if (!over) place.leave = node.door.enter(id, caller).leave
    })
  }

  #drop(): void {
    this.#cancelRetry?.()
    this.#cancelRetry = null
    this.#hangUp?.()
  }

  #comeLater(): void {
    if (!this.wanted) return
    const { time, dice } = this.#parts
    this.#cancelRetry?.()
    this.#cancelRetry = time.in(50 + dice.upTo(dice.chance(0.7) ? 500 : 6_000), () => this.come())
  }
}
