import { LitElement, html, nothing, svg } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { styleMap } from 'lit/directives/style-map.js'
import type { PropertyValues, TemplateResult } from 'lit'
import type { DeskSession } from '../desk-session.js'
import { EverySecond } from '../every-second.js'
import type { ListedItem } from '../hub-rest.js'
import { BOARD } from '../locale/board.js'
import { DESK } from '../locale/desk.js'
import { Spoken } from '../locale/surface.js'
import { heldTime, timeLeft } from '../locale/times.js'
import { fill } from '../locale/worded.js'
import { controlStyle } from './control-style.js'
import { offersStyle } from './ringing-offers-style.js'

/** From here on the ring is red. */
const LATE_MS = 10_000
const RADIUS = 30
const ROUND = 2 * Math.PI * RADIUS

/**
 * Offers that wait for an answer, over everything else, so that nothing moves under the pointer when one comes in.
 * Alt+A accepts and Alt+R rejects the oldest. When time is up the hub takes the offer away, not this page.
 */
export class RingingOffers extends LitElement {
  static override properties = {
    session: { attribute: false },
    items: { attribute: false },
    busyWith: { state: true },
    spoken: { state: true },
  }
  static override styles = [controlStyle, offersStyle]

  declare session: DeskSession | undefined
  declare items: readonly ListedItem[]
  declare private busyWith: string
  declare private spoken: string
  readonly #told = new Set<string>()
  readonly #spoken = new Spoken(this, DESK)

  constructor() {
    super()
    this.items = []
    this.busyWith = ''
    this.spoken = ''
    new EverySecond(this)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('keydown', this.#onKey)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('keydown', this.#onKey)
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('items')) return
    const fresh = this.items.filter((one) => !this.#told.has(one.itemId))
    for (const { itemId } of fresh) this.#told.add(itemId)
    const [first] = fresh
    if (first) this.spoken = `${this.#spoken.own.newOffer[first.kind]}: ${first.itemId}. ${this.#keys(first)}`
    else if (this.items.length === 0) this.spoken = ''
  }

  override render(): TemplateResult {
    return html`<p class="unseen" role="alert" data-testid="offer-announcement">${this.spoken}</p>
      ${
        this.items.length === 0
          ? nothing
          : html`<ul aria-label=${this.#spoken.own.offers} data-testid="offers">
              ${repeat(
                this.items,
                (item) => item.itemId,
                (item, index) => this.#offer(item, index === 0),
              )}
            </ul>`
      }`
  }

  #offer(item: ListedItem, first: boolean): TemplateResult {
    const { own, tag, count } = this.#spoken
    const now = this.session?.client.serverNow() ?? 0
    const left = item.dueAt === undefined ? undefined : Date.parse(item.dueAt) - now
    const late = left !== undefined && left <= LATE_MS
    return html`<li
      class=${late ? 'late' : ''}
      data-testid="work-item"
      data-item=${item.itemId}
      data-state=${item.state}
    >
      ${this.#clock(item, left)}
      <div>
        <h2>${BELL} ${own.newOffer[item.kind]}</h2>
        <strong>${item.itemId}</strong>
        <p class="detail tabular">
          <bdi
            >${count(this.#spoken.of(BOARD).units, item.units)}${item.profile ? ` · ${item.profile}` : nothing} ·
            ${fill(own.ringing, { time: heldTime(now - Date.parse(item.stateSince), tag) })}</bdi
          >
        </p>
      </div>
      <div class="actions">${this.#actions(item, first)}</div>
    </li>`
  }

  #clock(item: ListedItem, left: number | undefined): TemplateResult {
    const whole = item.dueAt === undefined ? 0 : Date.parse(item.dueAt) - Date.parse(item.stateSince)
    const gone = left === undefined || whole <= 0 ? 0 : 1 - Math.max(0, Math.min(1, left / whole))
    return html`<div class="clock">
      <svg viewBox="0 0 68 68" aria-hidden="true">
        <circle class="track" cx="34" cy="34" r=${RADIUS} />
        ${svg`<circle class="left" cx="34" cy="34" r=${RADIUS} stroke-dasharray=${ROUND}
          style=${styleMap({ strokeDashoffset: String(ROUND * gone) })} />`}
      </svg>
      ${
        left === undefined
          ? nothing
          : html`<time class="tabular" data-testid="due" datetime=${item.dueAt} title=${this.#spoken.own.timeLeft}
              >${timeLeft(left, this.#spoken.tag)}</time
            >`
      }
    </div>`
  }

  #actions(item: ListedItem, first: boolean): readonly (TemplateResult | typeof nothing)[] {
    const { own } = this.#spoken
    const accept = this.#accept(item)
    const reject = this.#reject(item)
    return [
      accept ? this.#button(item, own.accept, accept, 'primary', first ? 'A' : '') : nothing,
      reject ? this.#button(item, own.reject, reject, '', first ? 'R' : '') : nothing,
      accept ? nothing : html`<p class="detail">${own.elsewhere}</p>`,
    ]
  }

  #button(item: ListedItem, label: string, act: () => void, kind: string, key: string): TemplateResult {
    return html`<button
      type="button"
      class=${kind}
      aria-label="${label} ${item.itemId}"
      data-key=${key ? `Alt ${key}` : nothing}
      aria-keyshortcuts=${key ? `Alt+${key}` : nothing}
      aria-disabled=${this.busyWith === item.itemId}
      @click=${act}
    >
      ${label}
    </button>`
  }

  /** What answers an offer here; none where the page may not. */
  #accept({ itemId }: ListedItem): (() => void) | undefined {
    const { session } = this
    if (!session?.playsRouting) return undefined
    return () => void this.#answer(itemId, () => session.move(itemId, 'accepted'))
  }

  #reject({ itemId, kind }: ListedItem): (() => void) | undefined {
    const { session } = this
    if (!session || kind === 'record') return undefined
    return () => void this.#answer(itemId, () => session.reject(itemId))
  }

  async #answer(itemId: string, act: () => Promise<void>): Promise<void> {
    if (this.busyWith === itemId) return
    this.busyWith = itemId
    await act()
    this.busyWith = ''
  }

  #keys(item: ListedItem): string {
    const { own } = this.#spoken
    const keys = [this.#accept(item) && own.keyAccepts, this.#reject(item) && own.keyRejects]
    return keys.filter(Boolean).join(', ')
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const [oldest] = this.items
    if (!oldest || !event.altKey || event.ctrlKey || event.metaKey || event.repeat || isTyping(event)) return
    // By place: with Alt, some keyboards write another letter.
    const act = event.code === 'KeyA' ? this.#accept(oldest) : event.code === 'KeyR' ? this.#reject(oldest) : undefined
    if (!act) return
    event.preventDefault()
    act()
  }
}
customElements.define('ringing-offers', RingingOffers)

const BELL = html`<svg viewBox="0 0 16 16" aria-hidden="true">
  <path d="M3 11.5h10c-1-1-1.4-2.2-1.4-4.6a3.6 3.6 0 0 0-7.2 0c0 2.4-.4 3.6-1.4 4.6zM6.7 13.8h2.6" />
</svg>`

const isTyping = (event: Event): boolean => {
  const [target] = event.composedPath()
  return (
    target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  )
}
