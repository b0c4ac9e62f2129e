import { LitElement, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { TemplateResult } from 'lit'
import type { Room } from '../../client-sdk/index.js'
import type { StatusDefinition } from '../../protocol/presence.js'
import { rowKey } from '../board-keys.js'
import { NO_FILTER, NO_LIMITS, isOver } from '../board-view.js'
import type { BoardFilter, BoardSort, TimeLimits } from '../board-view.js'
import { EverySecond } from '../every-second.js'
import { LiveRows } from '../live-rows.js'
import { BOARD } from '../locale/board.js'
import { Spoken } from '../locale/surface.js'
import { allToggled, extended, howMany, toggled } from '../row-choice.js'
import type { Chosen } from '../row-choice.js'
import { rowWindow } from '../row-window.js'
import { emptyBoard } from './board-empty.js'
import { boardHead } from './board-head.js'
import { ROW_PX, rowStyle } from './board-row-style.js'
import { boardRow, spacer } from './board-row.js'
import { controlStyle } from './control-style.js'
import { HEAD_PX, boardStyle } from './presence-board-style.js'

/** The rows have another order. */
export class SortChosen extends Event {
  constructor(readonly sort: BoardSort) {
    super('sort-chosen')
  }
}
/** An agent was asked for. */
export class AgentOpened extends Event {
  constructor(readonly agentId: string) {
    super('agent-opened')
  }
}
/** Other agents are selected. */
export class AgentsChosen extends Event {
  constructor(readonly chosen: Chosen) {
    super('agents-chosen')
  }
}

/**
 * The agents of a room, live. Only the rows in view are in the document, so their number costs nothing. Says `rows-shown`
 * when `agentIds` or `over` are new. What stands in its slot replaces the numbers at its foot.
 */
export class PresenceBoard extends LitElement {
  static override properties = {
    room: { attribute: false },
    statuses: { attribute: false },
    filter: { attribute: false },
    sort: { attribute: false },
    limits: { attribute: false },
    serverNow: { attribute: false },
    selectable: { type: Boolean },
    chosen: { attribute: false },
  }
  static override styles = [controlStyle, rowStyle, boardStyle]

  declare room: Room | undefined
  /** The catalogue, for labels in the page's language; without it the hub's own are shown. */
  declare statuses: readonly StatusDefinition[]
  declare filter: BoardFilter
  declare sort: BoardSort
  declare limits: TimeLimits
  declare serverNow: () => number
  declare selectable: boolean
  declare chosen: Chosen
  /** Where the keyboard is. */
  #active: string | undefined
  /** Where a range of selected agents begins. */
  #anchor: string | undefined
  readonly #spoken = new Spoken(this, BOARD)
  readonly #rows = new LiveRows(this, () => this.dispatchEvent(new Event('rows-shown')))
  readonly #resized = new ResizeObserver(() => this.requestUpdate())

  constructor() {
    super()
    this.statuses = []
    this.filter = NO_FILTER
    this.sort = { column: 'name', descending: false }
    this.limits = NO_LIMITS
    this.serverNow = () => Date.now()
    this.selectable = false
    this.chosen = new Set()
    new EverySecond(this)
  }

  /** The agents shown, in order. */
  get agentIds(): readonly string[] {
    return this.#rows.agentIds
  }

  /** How many agents of the room are over their time, shown or not. */
  get over(): number {
    return this.#rows.over
  }

  /** Brings an agent's row into view, and the focus to it. */
  async focusAgent(agentId: string): Promise<void> {
    const index = this.agentIds.indexOf(agentId)
    if (index < 0) return
    this.#active = agentId
    this.#scrollTo(index)
    this.requestUpdate()
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('.open[tabindex="0"]')?.focus({ preventScroll: true })
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated) this.#resized.observe(this.#scroller)
  }

  override firstUpdated(): void {
    this.#resized.observe(this.#scroller)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#resized.disconnect()
  }

  override render(): TemplateResult {
    const { agentIds, hold } = this.#rows
    const { selectable, chosen } = this
    const { own } = this.#spoken
    return html`<div class="card">
      <div class="scroller" role="region" aria-label=${own.list} @scroll=${() => this.requestUpdate()}>
        <table
          role="grid"
          aria-rowcount=${agentIds.length + 1}
          aria-multiselectable=${selectable ? 'true' : nothing}
          data-testid="board"
        >
          <caption class="unseen">
            ${selectable ? own.keysToSelect : own.keys}
          </caption>
          ${boardHead({
            words: own,
            sort: this.sort,
            chosen: selectable ? howMany(chosen, agentIds) : undefined,
            onSort: (sort) => this.#sortBy(sort),
            onAll: () => this.#choose(allToggled(chosen, agentIds)),
          })}
          <tbody
            @click=${this.#onClick}
            @keydown=${this.#onKey}
            @focusout=${hold.blurred}
            @pointermove=${hold.pointed}
            @pointerdown=${hold.pointed}
            @pointerleave=${hold.left}
          >
            ${this.#inView()}
          </tbody>
        </table>
        ${this.agentIds.length === 0 ? emptyBoard(this.room, this.#spoken) : nothing}
      </div>
      <div class="foot">
        <slot>
          <span class="tabular" data-testid="shown">${this.#numbers()}</span>
          <span data-testid="held">${hold.held ? own.held : ''}</span>
        </slot>
      </div>
    </div>`
  }

  #inView(): TemplateResult {
    const { agentIds } = this.#rows
    const { scrollTop, clientHeight } = this.hasUpdated ? this.#scroller : { scrollTop: 0, clientHeight: 800 }
    const { first, end, above, below } = rowWindow(agentIds.length, ROW_PX, scrollTop, clientHeight)
    const drawn = agentIds.slice(first, end)
    // One row is where Tab goes, also if the one where the keyboard was is out of view.
    const active = drawn.find((agentId) => agentId === this.#active) ?? drawn[0]
    const now = this.serverNow()
    // A row of the document stays with its place, not with its agent: scrolling moves few of them, and where the order is
    // another altogether only texts are new. The focus is safe by that: while it is here, places have their agents.
    return html`${spacer(above)}${repeat(
      drawn,
      (_agentId, place) => (first + place) % drawn.length,
      (agentId, place) => {
        const presence = this.#rows.presence(agentId)
        if (!presence) return nothing
        const heldMs = now - Date.parse(presence.since)
        return boardRow({
          spoken: this.#spoken,
          statuses: this.statuses,
          presence,
          index: first + place,
          heldMs,
          over: isOver(presence.base, heldMs, this.limits),
          chosen: this.selectable ? this.chosen.has(agentId) : undefined,
          active: agentId === active,
        })
      },
    )}${spacer(below)}`
  }

  #numbers(): string {
    const { own } = this.#spoken
    const [shown, all] = [this.agentIds.length, this.room?.agents.size ?? 0]
    if (shown === all) return this.#spoken.count(own.agents, all)
    return this.#spoken.count(own.ofAgents, all, { shown: this.#spoken.number(shown) })
  }

  get #scroller(): HTMLElement {
    const found = this.renderRoot.querySelector<HTMLElement>('.scroller')
    if (!found) throw new Error('the board is not drawn yet')
    return found
  }

  #scrollTo(index: number): void {
    const scroller = this.#scroller
    const top = index * ROW_PX
    const bottom = top + ROW_PX + HEAD_PX - scroller.clientHeight
    scroller.scrollTop = Math.min(top, Math.max(scroller.scrollTop, bottom))
  }

  #sortBy(sort: BoardSort): void {
    this.sort = sort
    this.dispatchEvent(new SortChosen(sort))
  }

  #choose(chosen: Chosen, anchor?: string): void {
    this.chosen = chosen
    this.#anchor = anchor
    this.dispatchEvent(new AgentsChosen(chosen))
  }

  readonly #onClick = (event: MouseEvent): void => {
    const agentId = agentOf(event.target)
    if (agentId === undefined || !(event.target instanceof Element)) return
    if (!event.target.closest('.pick')) {
      this.#active = agentId
      this.dispatchEvent(new AgentOpened(agentId))
    } else if (event.target instanceof HTMLInputElement) {
      const { chosen, agentIds } = this
      this.#choose(
        event.shiftKey ? extended(chosen, agentIds, this.#anchor, agentId) : toggled(chosen, agentId),
        agentId,
      )
    }
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const agentId = agentOf(event.target)
    if (agentId === undefined) return
    const { agentIds, chosen, selectable } = this
    const page = Math.max(1, Math.floor((this.#scroller.clientHeight - HEAD_PX) / ROW_PX))
    const key = rowKey(event, agentIds.indexOf(agentId), agentIds.length, page)
    if (!key || (!selectable && key.does !== 'move')) return
    event.preventDefault()
    if (key.does === 'choose') this.#choose(toggled(chosen, agentId), agentId)
    else if (key.does === 'chooseAll') this.#choose(allToggled(chosen, agentIds))
    else {
      const next = agentIds[key.to]
      if (next === undefined) return
      if (selectable && key.extends) {
        const anchor = this.#anchor ?? agentId
        this.#choose(extended(chosen, agentIds, anchor, next), anchor)
      }
      void this.focusAgent(next)
    }
  }
}
customElements.define('presence-board', PresenceBoard)

const agentOf = (target: EventTarget | null): string | undefined =>
  target instanceof Element ? target.closest('tr')?.dataset['agent'] : undefined
