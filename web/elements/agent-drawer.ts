import { LitElement, html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import type { Presence, StatusDefinition } from '../../protocol/presence.js'
import { AgentDetail } from '../agent-detail.js'
import { EverySecond } from '../every-second.js'
import type { HubRest, ListedItem } from '../hub-rest.js'
import { BOARD, byWhom } from '../locale/board.js'
import { FLOOR } from '../locale/floor.js'
import { PAGE } from '../locale/page.js'
import { saidOf } from '../locale/refusals.js'
import { Spoken } from '../locale/surface.js'
import { heldTime, isoDuration } from '../locale/times.js'
import { fill } from '../locale/worded.js'
import { drawerStyle } from './agent-drawer-style.js'
import { controlStyle } from './control-style.js'
import { doubtStyle } from './doubt-style.js'
import './agent-change.js'
import './side-sheet.js'
import './status-icon.js'
import './timeline-bar.js'
import './timeline-list.js'
import './units-meter.js'
import './why-panel.js'

const HOURS = [1, 8, 24] as const
/** More are on the bar, and nobody reads further. */
const LISTED_SPANS = 50

/** One agent in full, and what a supervisor may do about them. Says `sheet-closed`. */
export class AgentDrawer extends LitElement {
  static override properties = {
    agentId: { attribute: false },
    presence: { attribute: false },
    statuses: { attribute: false },
    rest: { attribute: false },
    doubt: { attribute: false },
    serverNow: { attribute: false },
    hours: { state: true },
  }
  static override styles = [controlStyle, doubtStyle, drawerStyle]

  declare agentId: string
  /** Undefined: not in the room. */
  declare presence: Presence | undefined
  declare statuses: readonly StatusDefinition[]
  declare rest: HubRest
  /** The page around it cannot be seen: what makes it doubtful is said here, too. */
  declare doubt: 'lost' | 'stale' | undefined
  declare serverNow: () => number
  declare private hours: number
  readonly #spoken = new Spoken(this, FLOOR)
  #detail: AgentDetail | undefined

  constructor() {
    super()
    this.agentId = ''
    this.statuses = []
    this.serverNow = () => Date.now()
    this.hours = 1
    new EverySecond(this)
  }

  override willUpdate(changed: PropertyValues): void {
    const { agentId, rest, presence } = this
    if (changed.has('agentId') || changed.has('rest'))
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
    const under = presence ? [presence.agentId, ...presence.teams].join(' · ') : this.#spoken.own.gone
    return html`<side-sheet light-dismiss .heading=${presence?.name ?? this.agentId}>
      <p class="soft" slot="under">${under}</p>
      <div role="status">${this.doubt ? html`<p class="doubt">${this.#spoken.own[this.doubt]}</p>` : nothing}</div>
      ${presence ? this.#agent(presence) : nothing}
    </side-sheet>`
  }

  #agent(presence: Presence): TemplateResult {
    const held = this.serverNow() - Date.parse(presence.since)
    const { own, tag } = this.#spoken
    const board = this.#spoken.of(BOARD)
    const why = `${board.reasons[presence.reason]} ${byWhom(presence.actor, board)}`
    const detail = this.#detail
    return html`
      <section class="now" aria-label=${own.now}>
        <div class="label">
          <status-icon base=${presence.base}></status-icon
          ><span data-testid="drawer-label">${this.#spoken.labelFor(presence, this.statuses)}</span>
        </div>
        <p class="soft tabular">
          ${why} ·
          <time datetime=${isoDuration(held)}>${heldTime(held, tag)}</time> · ${board.connections[presence.connection]}
        </p>
        ${presence.note ? html`<p><q dir="auto">${presence.note}</q></p>` : nothing}
      </section>
      <section aria-label=${own.change}>
        <agent-change .presence=${presence} .statuses=${this.statuses} .rest=${this.rest}></agent-change>
      </section>
      <section aria-labelledby="work">
        <h3 id="work">${own.work}</h3>
        <units-meter .capacity=${presence.capacity}></units-meter>
        ${detail ? this.#work(detail) : nothing}
      </section>
      ${detail ? this.#past(detail) : nothing} ${this.#why(presence)}
    `
  }

  #work({ ready, items }: AgentDetail): TemplateResult {
    if (ready && items.length === 0) return html`<p class="soft none">${this.#spoken.own.noWork}</p>`
    return html`<ul class="items" aria-label=${this.#spoken.own.workItems}>
      ${items.map((item) => this.#item(item))}
    </ul>`
  }

  #item(item: ListedItem): TemplateResult {
    const { own, tag, count } = this.#spoken
    const age = this.serverNow() - Date.parse(item.since)
    return html`<li data-testid="drawer-item">
      <span>${item.itemId}</span>
      <span class="soft">${own.states[item.state]}</span>
      <span class="tabular">${count(this.#spoken.of(BOARD).units, item.units)}</span>
      <time class="tabular soft" datetime=${isoDuration(age)}>${heldTime(age, tag)}</time>
    </li>`
  }

  #past({ spans, failure }: AgentDetail): TemplateResult {
    const { own, tag } = this.#spoken
    const long = new Intl.NumberFormat(tag, { style: 'unit', unit: 'hour', unitDisplay: 'long' })
    return html`<section aria-labelledby="history">
      <div class="heading">
        <h3 id="history">${this.#spoken.of(BOARD).timeline}</h3>
        <label>
          ${own.last}
          <select data-testid="timeline-hours" @change=${this.#hoursChosen}>
            ${HOURS.map(
              (hours) => html`<option value=${hours} .selected=${hours === this.hours}>${long.format(hours)}</option>`,
            )}
          </select>
        </label>
      </div>
      ${
        failure === undefined
          ? nothing
          : html`<p class="bad" role="alert">
              ${fill(own.historyFailed, { why: saidOf(failure, this.#spoken.of(PAGE)) })}
            </p>`
      }
      <timeline-bar .spans=${spans} .hours=${this.hours} .serverNow=${this.serverNow}></timeline-bar>
      <timeline-list
        .spans=${spans.slice(0, LISTED_SPANS)}
        .statuses=${this.statuses}
        .serverNow=${this.serverNow}
      ></timeline-list>
    </section>`
  }

  #why({ agentId, version }: Presence): TemplateResult {
    return html`<section class="why">
      <why-panel .version=${version} .explain=${() => this.rest.explain(agentId)}></why-panel>
    </section>`
  }

  readonly #hoursChosen = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) this.hours = Number(event.target.value)
  }
}
customElements.define('agent-drawer', AgentDrawer)
