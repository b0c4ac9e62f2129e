import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Room } from '../client-sdk/index.js'
import type { Presence } from '../protocol/presence.js'
import { BoardRows } from './board-rows.js'
import type { BoardFilter, BoardSort, TimeLimits } from './board-view.js'
import { OrderHold } from './order-hold.js'
import { Redraw } from './redraw.js'

/** Rows change places at most this often, ms: eyes cannot follow more. What a row says is as new as the frame. */
const ORDER_MS = 250
/** Time alone brings agents over a limit or into a filter. */
const TIME_MS = 1_000

export interface RowsHost extends ReactiveControllerHost {
  readonly renderRoot: ParentNode
  readonly room: Room | undefined
  readonly filter: BoardFilter
  readonly sort: BoardSort
  readonly limits: TimeLimits
  readonly serverNow: () => number
}

/**
 *   room ──change──► drawn with the next frame: what is new of the rows that are there
 *            └─────► ordered, every 250 ms, unless somebody is about to point at a row
 *
 * Which agents a board shows, in which order. Work is done on frames and rests in proportion, whatever the room's pace.
 */
export class LiveRows implements ReactiveController {
  agentIds: readonly string[] = []
  /** How many agents of the room are over their time, shown or not. */
  over = 0
  readonly hold: OrderHold
  readonly #host: RowsHost
  readonly #ordered: () => void
  readonly #rows = new BoardRows()
  readonly #draw: Redraw
  readonly #reorder: Redraw
  #room: Room | undefined
  #off: (() => void) | undefined
  #view: Pick<RowsHost, 'filter' | 'sort' | 'limits'> | undefined
  #orderedAt = 0

  /** `ordered` hears when `agentIds` or `over` are new. */
  constructor(host: RowsHost, ordered: () => void) {
    this.#host = host
    this.#ordered = ordered
    this.#draw = new Redraw(() => {
      host.requestUpdate()
      return host.updateComplete
    })
    this.#reorder = new Redraw(() => this.#orderUnlessHeld(), ORDER_MS)
    this.hold = new OrderHold(host, () => {
      host.requestUpdate()
      this.#reorder.ask()
    })
    host.addController(this)
  }

  /** As new as can be; of somebody who left while their row had to stay, the last that was known. */
  presence(agentId: string): Presence | undefined {
    return this.#room?.agents.get(agentId) ?? this.#rows.known(agentId)
  }

  hostConnected(): void {
    this.#host.requestUpdate()
  }

  hostDisconnected(): void {
    this.#follow(undefined)
    this.#draw.stop()
    this.#reorder.stop()
  }

  hostUpdate(): void {
    const { room, filter, sort, limits } = this.#host
    const before = this.#view
    const other = room !== this.#room
    if (other) this.#follow(room)
    // Whoever filters or sorts wants to see that, wherever their pointer is.
    if (other || before?.filter !== filter || before.sort !== sort || before.limits !== limits) this.#order()
    else if (performance.now() - this.#orderedAt > TIME_MS) this.#reorder.ask()
  }

  #follow(room: Room | undefined): void {
    this.#off?.()
    this.#room = room
    this.#rows.restart()
    this.#off = room?.subscribe((change) => {
      this.#rows.note(change)
      this.#draw.ask()
      this.#reorder.ask()
    })
  }

  #orderUnlessHeld(): void {
    if (this.hold.held) return
    this.#order()
    this.#host.requestUpdate()
  }

  #order(): void {
    const { filter, sort, limits } = this.#host
    this.#view = { filter, sort, limits }
    this.#orderedAt = performance.now()
    const { agentIds, over } = this.#rows.of(this.#room?.agents ?? new Map(), this.#view, this.#host.serverNow())
    this.agentIds = agentIds
    this.over = over
    this.#ordered()
  }
}
