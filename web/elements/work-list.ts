import { LitElement, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { styleMap } from 'lit/directives/style-map.js'
import type { TemplateResult } from 'lit'
import type { DeskSession } from '../desk-session.js'
import { EverySecond } from '../every-second.js'
import type { ListedItem } from '../hub-rest.js'
import { BOARD } from '../locale/board.js'
import { DESK } from '../locale/desk.js'
import { around, Spoken } from '../locale/surface.js'
import { heldTime, isoDuration, timeLeft } from '../locale/times.js'
import { controlStyle } from './control-style.js'
import { workListStyle } from './work-list-style.js'
import './transfer-dialog.js'

/** The agent's open work, with what may be done about each item. What is only offered rings elsewhere. */
export class WorkList extends LitElement {
  static override properties = {
    session: { attribute: false },
    items: { attribute: false },
    busyWith: { state: true },
    transferring: { state: true },
  }
  static override styles = [controlStyle, workListStyle]

  declare session: DeskSession | undefined
  declare items: readonly ListedItem[]
  declare private busyWith: string
  /** The item somebody is looked for. */
  declare private transferring: string
  readonly #spoken = new Spoken(this, DESK)

  constructor() {
    super()
    this.items = []
    this.busyWith = ''
    this.transferring = ''
    new EverySecond(this)
  }

  override render(): TemplateResult {
    return html`${this.#list()}
    ${
      this.transferring
        ? html`<transfer-dialog
            .session=${this.session}
            .itemId=${this.transferring}
            @transfer-closed=${() => (this.transferring = '')}
          ></transfer-dialog>`
        : nothing
    }`
  }

  #list(): TemplateResult {
    const { own } = this.#spoken
    if (this.items.length === 0)
      return html`<p class="empty" data-testid="no-work"><strong>${own.noWork}</strong>${own.noWorkHint}</p>`
    return html`<ul aria-label=${own.workItems} data-testid="work-items">
      ${repeat(
        this.items,
        (item) => item.itemId,
        (item) => this.#row(item),
      )}
    </ul>`
  }

  #row(item: ListedItem): TemplateResult {
    const now = this.session?.client.serverNow() ?? 0
    const age = now - Date.parse(item.since)
    const { own, tag, count } = this.#spoken
    const [before, after] = around(own.withYou, 'time')
    return html`<li class=${item.state} data-testid="work-item" data-item=${item.itemId} data-state=${item.state}>
      <div>
        <div class="what">
          ${item.itemId} <span class="state">${item.state === 'wrap_up' ? own.inWrapUp : own.open}</span>
        </div>
        <div class="detail tabular">
          <bdi
            >${count(this.#spoken.of(BOARD).units, item.units)}${item.profile ? ` · ${item.profile}` : nothing} ·
            ${before}<time datetime=${isoDuration(age)}>${heldTime(age, tag)}</time>${after}</bdi
          >
        </div>
      </div>
      <div class="actions">${this.#actions(item)}</div>
      ${this.#end(item, now)}
    </li>`
  }

  /** When it ends by itself, if it does. */
  #end(item: ListedItem, now: number): TemplateResult | typeof nothing {
    if (!item.dueAt) return nothing
    const ends = Date.parse(item.dueAt)
    const whole = ends - Date.parse(item.stateSince)
    const { own, tag } = this.#spoken
    const [before, after] = around(own.endsIn, 'time')
    const share = whole <= 0 ? 0 : Math.max(0, Math.min(1, (ends - now) / whole))
    return html`<div class="end tabular">
      <div class="bar" aria-hidden="true"><i style=${styleMap({ width: `${100 * share}%` })}></i></div>
      <span>${before}<time data-testid="due" datetime=${item.dueAt}>${timeLeft(ends - now, tag)}</time>${after}</span>
    </div>`
  }

  #actions(item: ListedItem): readonly TemplateResult[] {
    const { session } = this
    const { itemId, state } = item
    const { own } = this.#spoken
    if (!session?.playsRouting) return []
    if (state === 'wrap_up') return [this.#button(item, own.finish, () => session.closeItem(itemId))]
    return [
      this.#button(item, own.transfer, async () => void (this.transferring = itemId)),
      this.#button(item, own.wrapUp, () => session.move(itemId, 'wrap_up')),
      this.#button(item, own.close, () => session.closeItem(itemId)),
    ]
  }

  #button(item: ListedItem, label: string, act: () => Promise<void>): TemplateResult {
    const run = async (): Promise<void> => {
      if (this.busyWith === item.itemId) return
      this.busyWith = item.itemId
      await act()
      this.busyWith = ''
    }
    return html`<button
      type="button"
      aria-label="${label} ${item.itemId}"
      aria-disabled=${this.busyWith === item.itemId}
      @click=${() => void run()}
    >
      ${label}
    </button>`
  }
}
customElements.define('work-list', WorkList)
