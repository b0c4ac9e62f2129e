import { LitElement, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { styleMap } from 'lit/directives/style-map.js'
import type { DeskSession } from '../desk-session.js'
import { EverySecond } from '../every-second.js'
import type { ListedItem } from '../hub-rest.js'
import { clockTime, isoDuration, timeLeft } from '../words.js'
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
    if (this.items.length === 0)
      return html`<p class="empty" data-testid="no-work">
        <strong>No open work</strong>What you accept shows up here.
      </p>`
    return html`<ul aria-label="Work items" data-testid="work-items">
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
    return html`<li class=${item.state} data-testid="work-item" data-item=${item.itemId} data-state=${item.state}>
      <div>
        <div class="what">
          ${item.itemId} <span class="state">${item.state === 'wrap_up' ? 'Wrap-up' : 'Open'}</span>
        </div>
        <div class="detail tabular">
          <bdi
            >${item.units} units${item.profile ? ` · ${item.profile}` : nothing} ·
            <time datetime=${isoDuration(age)}>${clockTime(age)}</time> with you</bdi
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
    const share = whole <= 0 ? 0 : Math.max(0, Math.min(1, (ends - now) / whole))
    return html`<div class="end tabular">
      <div class="bar" aria-hidden="true"><i style=${styleMap({ width: `${100 * share}%` })}></i></div>
      <span> Ends by itself in <time data-testid="due" datetime=${item.dueAt}>${timeLeft(ends - now)}</time> </span>
    </div>`
  }

  #actions(item: ListedItem): readonly TemplateResult[] {
    const { session } = this
    const { itemId, state } = item
    if (!session?.playsRouting) return []
    if (state === 'wrap_up') return [this.#button(item, 'Finish', () => session.closeItem(itemId))]
    return [
      this.#button(item, 'Transfer', async () => void (this.transferring = itemId)),
      this.#button(item, 'Wrap up', () => session.move(itemId, 'wrap_up')),
      this.#button(item, 'Close', () => session.closeItem(itemId)),
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
