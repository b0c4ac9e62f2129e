import { LitElement, html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import type { Presence, StatusDefinition } from '../../protocol/presence.js'
import { AgentDetail } from '../agent-detail.js'
import { EverySecond } from '../every-second.js'
import type { HubRest, ListedItem } from '../hub-rest.js'
import { byWhom, clockTime, connectionInWords, isoDuration, reasonInWords } from '../words.js'
import { drawerStyle } from './agent-drawer-style.js'
import { controlStyle } from './control-style.js'
import './agent-change.js'
import './status-icon.js'
import './timeline-bar.js'
import './timeline-list.js'
import './units-meter.js'
import './why-panel.js'

const HOURS = [1, 8, 24] as const
/** More are on the bar, and nobody reads further. */
const LISTED_SPANS = 50

/** One agent in full, and what a supervisor may do about them. A modal dialog: the browser keeps the focus in it. */
export class AgentDrawer extends LitElement {
  static override properties = {
    agentId: { attribute: false },
    presence: { attribute: false },
    statuses: { attribute: false },
    rest: { attribute: false },
    serverNow: { attribute: false },
    hours: { state: true },
  }
  static override styles = [controlStyle, drawerStyle]

  declare agentId: string
  /** Undefined: not in the room. */
  declare presence: Presence | undefined
  declare statuses: readonly StatusDefinition[]
  declare rest: HubRest | undefined
  declare serverNow: () => number
  declare private hours: number
  #detail: AgentDetail | undefined

  constructor() {
    super()
    this.agentId = ''
    this.statuses = []
    this.serverNow = () => Date.now()
    this.hours = 1
    new EverySecond(this)
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal()
  }

  override willUpdate(changed: PropertyValues): void {
    const { agentId, rest, presence } = this
    if (rest && (changed.has('agentId') || changed.has('rest')))
      this.#detail = new AgentDetail(
        agentId,
        rest,
        () => this.serverNow(),
        () => this.requestUpdate(),
      )
    if (presence?.agentId === agentId) this.#detail?.want(presence.version)
  }

  override render(): TemplateResult {
    const { presence } = this
    return html`<dialog aria-labelledby="who" data-testid="drawer" @close=${this.#closed} @click=${this.#onBackdrop}>
      <header>
        <div>
          <h2 id="who">${presence?.name ?? this.agentId}</h2>
          <p class="soft">
            ${presence ? [presence.agentId, ...presence.teams].join(' · ') : 'Not in this room any more.'}
          </p>
        </div>
        <button type="button" class="quiet" aria-label="Close" data-testid="drawer-close" @click=${this.#close}>
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 3.5l9 9M12.5 3.5l-9 9" /></svg>
        </button>
      </header>
      ${presence ? this.#agent(presence) : nothing}
    </dialog>`
  }

  #agent(presence: Presence): TemplateResult {
    const held = this.serverNow() - Date.parse(presence.since)
    const why = `${reasonInWords(presence.reason)} ${byWhom(presence.actor)}`
    const detail = this.#detail
    return html`
      <section class="now" aria-label="Status now">
        <div class="label">
          <status-icon base=${presence.base}></status-icon><span data-testid="drawer-label">${presence.label}</span>
        </div>
        <p class="soft tabular">
          ${why} ·
          <time datetime=${isoDuration(held)}>${clockTime(held)}</time> · ${connectionInWords(presence.connection)}
        </p>
        ${presence.note ? html`<p>“${presence.note}”</p>` : nothing}
      </section>
      ${
        this.rest
          ? html`<section aria-label="Change">
              <agent-change .presence=${presence} .statuses=${this.statuses} .rest=${this.rest}></agent-change>
            </section>`
          : nothing
      }
      <section aria-labelledby="work">
        <h3 id="work">Work</h3>
        <units-meter .capacity=${presence.capacity}></units-meter>
        ${detail ? this.#work(detail) : nothing}
      </section>
      ${detail ? this.#past(detail) : nothing} ${this.rest ? this.#why(this.rest, presence) : nothing}
    `
  }

  #work({ ready, items }: AgentDetail): TemplateResult {
    if (ready && items.length === 0) return html`<p class="soft none">No work right now.</p>`
    return html`<ul class="items" aria-label="Work items">
      ${items.map((item) => this.#item(item))}
    </ul>`
  }

  #item(item: ListedItem): TemplateResult {
    const age = this.serverNow() - Date.parse(item.since)
    return html`<li data-testid="drawer-item">
      <span>${item.itemId}</span>
      <span class="soft">${item.state === 'wrap_up' ? 'wrap-up' : item.state}</span>
      <span class="tabular">${item.units} units</span>
      <time class="tabular soft" datetime=${isoDuration(age)}>${clockTime(age)}</time>
    </li>`
  }

  #past({ spans, failure }: AgentDetail): TemplateResult {
    return html`<section aria-labelledby="history">
      <div class="heading">
        <h3 id="history">Timeline</h3>
        <label>
          Last
          <select data-testid="timeline-hours" @change=${this.#hoursChosen}>
            ${HOURS.map(
              (hours) =>
                html`<option value=${hours} .selected=${hours === this.hours}>
                  ${hours === 1 ? 'hour' : `${hours} hours`}
                </option>`,
            )}
          </select>
        </label>
      </div>
      ${failure ? html`<p class="bad" role="alert">${failure}</p>` : nothing}
      <timeline-bar .spans=${spans} .hours=${this.hours} .serverNow=${this.serverNow}></timeline-bar>
      <timeline-list .spans=${spans.slice(0, LISTED_SPANS)} .serverNow=${this.serverNow}></timeline-list>
    </section>`
  }

  #why(rest: HubRest, { agentId, version }: Presence): TemplateResult {
    return html`<section class="why">
      <why-panel .version=${version} .explain=${() => rest.explain(agentId)}></why-panel>
    </section>`
  }

  readonly #hoursChosen = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) this.hours = Number(event.target.value)
  }

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close()
  readonly #closed = (): void => void this.dispatchEvent(new Event('drawer-closed'))
  readonly #onBackdrop = (event: Event): void => {
    if (event.target instanceof HTMLDialogElement) this.#close()
  }
}
customElements.define('agent-drawer', AgentDrawer)
