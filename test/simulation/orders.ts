import { refusalOf } from '../../server/edge/faults.js'
import { Refused } from '../../server/refused.js'
import type { Hub } from '../../server/hub/hub.js'
import type { Dice } from './dice.js'
import type { Reachable } from './tab.js'
import type { Truth } from './truth.js'
import type { VirtualTime } from './virtual-time.js'

/**
 * `refused`: by the rules, so nothing was done. `unknown`: nobody can say. `sure`: it was asked once, so nothing of it is
 * still to come.
 */
export type Told<T> =
  | { readonly result: 'done'; readonly answer: T; readonly sure: boolean }
  | { readonly result: 'refused'; readonly code: string }
  | { readonly result: 'unknown' }

export interface OrdersParts {
  readonly time: VirtualTime
  readonly dice: Dice
  readonly truth: Truth
  readonly reachable: () => readonly Reachable[]
}

/** How long a caller waits before it asks again, elsewhere perhaps, ms; and how often. */
const PATIENCE_MS = 2_500
const TRIES = 3

/** Gives an order to a node, and to others as long as nobody knows what became of it. `told` hears it once. */
export function order<T>(
  { time, dice, truth, reachable }: OrdersParts,
  node: number,
  give: (hub: Hub) => Promise<T>,
  told: (what: Told<T>) => void,
): void {
  const attempt = (triesLeft: number, preferred?: number) => {
    const all = reachable()
    const one = preferred === undefined ? dice.pick(all) : all[preferred % Math.max(1, all.length)]
    let over = false
    const again = () => {
      if (over) return
      over = true
      stopWaiting()
      if (triesLeft === 0) told({ result: 'unknown' })
      else time.in(dice.upTo(500), () => attempt(triesLeft - 1))
    }
    const stopWaiting = time.in(PATIENCE_MS, again)
    const tell = (what: Told<T>) => {
      if (over) return
      over = true
      stopWaiting()
      told(what)
    }
    one?.node.process.does(() => {
      if (over) return
      give(one.node.hub).then(
        (answer) => tell({ result: 'done', answer, sure: triesLeft === TRIES - 1 }),
        (why: unknown) => {
          const refused = refusalOf(why)
          if (!refused) return truth.breaks('no bug', why instanceof Error ? (why.stack ?? why.message) : String(why))
          // Before this try another may have done it, so even a refusal says nothing.
          if (why instanceof Refused && triesLeft === TRIES - 1 && refused.code !== 'unavailable')
            tell({ result: 'refused', code: refused.code })
          else again()
        },
      )
    })
  }
  attempt(TRIES - 1, node)
}
