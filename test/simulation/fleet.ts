import type { Frame } from '../../server/board/board.js'
import { type Database, ORG } from './database.js'
import type { Dice } from './dice.js'
import { type SimNode, startSimNode, type StartingNode } from './sim-node.js'
import type { Reachable } from './tab.js'
import type { NodeHistory, Truth } from './truth.js'
import type { VirtualTime } from './virtual-time.js'
import type { Weather } from './weather.js'

/** A node from its start to its end. */
export interface Berth {
  readonly name: string
  readonly starting: StartingNode
  node: SimNode | null
  /** Being stopped in good order: nobody is sent there any more. */
  closing: boolean
  readonly history: NodeHistory
  readonly deaths: Set<() => void>
}

export interface FleetParts {
  readonly time: VirtualTime
  readonly dice: Dice
  readonly truth: Truth
  readonly database: Database
  readonly weather: Weather
  readonly onFrame: (node: SimNode, frame: Frame) => void
  /** The node has read everything anew, or is dead. */
  readonly onRenewed: (berth: Berth) => void
}

/** How long whoever stops a node waits before killing it, ms. */
const STOP_MS = 8_000

/** All nodes, and what befalls them. */
export class Fleet {
  readonly berths: Berth[] = []
  readonly #parts: FleetParts

  constructor(parts: FleetParts) {
    this.#parts = parts
  }

  /** Nodes that answer calls. */
  reachable(): Reachable[] {
    return this.living().flatMap(({ node, history, deaths }) =>
      node ? [{ node, history, onDeath: (run) => (deaths.add(run), () => void deaths.delete(run)) }] : [],
    )
  }

  living(): Berth[] {
    return this.berths.filter(({ starting, closing }) => !starting.process.dead && !closing)
  }

  nth(number: number): Berth | undefined {
    const living = this.living()
    return living[number % Math.max(1, living.length)]
  }

  /** `cutOffMs`: how long it will have no database from the start. */
  start(cutOffMs = 0): void {
    const { truth, onFrame, onRenewed } = this.#parts
    const name = `node${this.berths.length + 1}`
    const starting = startSimNode({
      ...this.#parts,
      name,
      onFrame: (frame) => {
        if (berth.node && !starting.process.dead) onFrame(berth.node, frame)
      },
      onRenewed: () => onRenewed(berth),
      onBug: (why) => truth.breaks('no bug', why instanceof Error ? (why.stack ?? why.message) : String(why)),
    })
    const berth: Berth = {
      name,
      starting,
      node: null,
      closing: false,
      history: { outages: [] },
      deaths: new Set(),
    }
    this.berths.push(berth)
    if (cutOffMs > 0) this.cutOff(berth, cutOffMs, false)
    starting.started.then(
      (node) => {
        berth.node = node
        // As the first socket would.
        node.board.open(ORG).catch(() => {})
      },
      (why: unknown) => truth.breaks('a node starts', String(why)),
    )
  }

  /** All at once, in good order; nobody comes in their place. */
  async stopAll(): Promise<readonly SimNode[]> {
    const nodes = this.reachable().map(({ node }) => node)
    for (const berth of this.living()) berth.closing = true
    await Promise.all(nodes.map((node) => node.close()))
    return nodes
  }

  kill(berth: Berth): void {
    this.#parts.truth.trouble()
    berth.starting.process.kill()
    berth.starting.line.close()
    for (const dies of [...berth.deaths]) dies()
    this.#parts.onRenewed(berth)
  }

  stop(berth: Berth): void {
    const { truth, time } = this.#parts
    const { node } = berth
    if (!node || node.process.frozen) return
    berth.closing = true
    node.process.does(() => {
      node.close().then(
        () => this.kill(berth),
        (why: unknown) => truth.breaks('a node stops', String(why)),
      )
    })
    time.in(STOP_MS, () => !node.process.dead && this.kill(berth))
  }

  freeze(berth: Berth, ms: number): void {
    if (berth.starting.process.frozen) return
    berth.starting.process.freeze()
    this.#outage(berth)
    this.#parts.time.in(ms, () => this.thaw(berth))
  }

  thaw(berth: Berth): void {
    if (!berth.starting.process.frozen) return
    berth.starting.process.thaw()
    this.#outageOver(berth)
  }

  cutOff(berth: Berth, ms: number, gap: boolean): void {
    if (berth.starting.line.cut) return
    berth.starting.line.cutOff()
    this.#outage(berth)
    this.#parts.time.in(ms, () => this.mend(berth, gap))
  }

  mend(berth: Berth, gap: boolean): void {
    if (!berth.starting.line.cut) return
    berth.starting.line.mend(gap)
    this.#outageOver(berth)
  }

  #outage({ history }: Berth): void {
    this.#parts.truth.trouble()
    history.outages.push({ from: this.#parts.time.now, to: null })
  }

  #outageOver({ history, starting }: Berth): void {
    this.#parts.truth.trouble()
    if (starting.process.frozen || starting.line.cut) return
    for (const outage of history.outages) outage.to ??= this.#parts.time.now
  }
}
