import { LitElement, css, html } from 'lit'
import type { TemplateResult } from 'lit'
import type { Room } from '../../client-sdk/index.js'
import { BASES } from '../../protocol/vocabulary.js'
import { NO_FILTER } from '../board-view.js'
import type { BoardFilter } from '../board-view.js'
import { BOARD } from '../locale/board.js'
import { FLOOR } from '../locale/floor.js'
import { Spoken } from '../locale/surface.js'
import { FilterChosen } from './board-filters.js'
import { controlStyle } from './control-style.js'
import './status-icon.js'

/** The part of a filter that cards speak of; the rest stays as it is. */
type CardFilter = Pick<BoardFilter, 'base' | 'connection' | 'routable'>
const ANY: CardFilter = { base: '', connection: '', routable: '' }

/** How many are where. A card is a filter too: press it to see only these. */
export class CountCards extends LitElement {
  static override properties = { counts: { attribute: false }, filter: { attribute: false } }
  static override styles = [
    controlStyle,
    css`
      :host {
        display: block;
      }
      ul {
        display: grid;
        grid-template-columns: repeat(4, minmax(0, 1fr));
        height: 100%;
        gap: 12px;
      }
      button {
        display: grid;
        justify-content: stretch;
        justify-items: start;
        align-content: start;
        gap: 0;
        width: 100%;
        height: 100%;
        padding: 12px 14px;
        border-radius: var(--radius);
        box-shadow: var(--lift);
        text-align: start;
        white-space: normal;
      }
      button[aria-pressed='true'] {
        border-color: var(--accent);
        background: var(--accent-soft);
        box-shadow: inset 0 0 0 1px var(--accent);
      }
      .what {
        display: flex;
        align-items: center;
        gap: 7px;
        color: var(--ink-soft);
        font-size: 13px;
        line-height: 1.3;
      }
      .number {
        font-size: 26px;
        font-weight: 650;
        letter-spacing: -0.02em;
        line-height: 1.3;
      }
      svg {
        flex: none;
        width: 1em;
        height: 1em;
        fill: none;
        stroke: var(--accent);
        stroke-width: 1.8;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      @media (max-width: 640px) {
        ul {
          gap: 6px;
        }
        button {
          padding: 6px 8px;
        }
        .number {
          font-size: 20px;
        }
        .what {
          font-size: 11.5px;
          overflow-wrap: anywhere;
          line-height: 1.25;
        }
        .what > :first-child {
          display: none;
        }
      }
    `,
  ]

  declare counts: Room['counts'] | undefined
  declare filter: BoardFilter
  readonly #spoken = new Spoken(this, FLOOR)

  constructor() {
    super()
    this.filter = NO_FILTER
  }

  override render(): TemplateResult {
    const { counts } = this
    const { own, words } = this.#spoken
    const { connections } = this.#spoken.of(BOARD)
    return html`<ul aria-label=${own.counts}>
      ${this.#card('all', own.allAgents, counts?.total, ANY, PEOPLE)}
      ${this.#card('routable', own.canTake, counts?.routable, { ...ANY, routable: 'yes' }, INBOX)}
      ${BASES.map((base) => {
        const icon = html`<status-icon base=${base}></status-icon>`
        return this.#card(base, words.statuses[base], counts?.byBase[base], { ...ANY, base }, icon)
      })}
      ${this.#card('reconnecting', connections.reconnecting, counts?.byConnection.reconnecting, { ...ANY, connection: 'reconnecting' }, TURN)}
    </ul>`
  }

  #card(id: string, label: string, count = 0, filter: CardFilter, icon: TemplateResult): TemplateResult {
    const { base, connection, routable } = this.filter
    const pressed = base === filter.base && connection === filter.connection && routable === filter.routable
    return html`<li>
      <button
        type="button"
        data-testid="count-${id}"
        data-count=${count}
        aria-pressed=${pressed}
        @click=${() => this.dispatchEvent(new FilterChosen({ ...this.filter, ...filter }))}
      >
        <span class="number tabular">${this.#spoken.number(count)}</span>
        <span class="what">${icon}<span>${label}</span></span>
      </button>
    </li>`
  }
}
customElements.define('count-cards', CountCards)

const PEOPLE = html`<svg viewBox="0 0 16 16" aria-hidden="true">
  <path d="M8 7.5a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM3 13.7c.4-2.7 2.3-4 5-4s4.6 1.3 5 4" />
</svg>`
const INBOX = html`<svg viewBox="0 0 16 16" aria-hidden="true">
  <path d="M2 9.5h3.3L6.5 12h3l1.2-2.5H14M8 2v6M5.6 5.8L8 8.2l2.4-2.4M2 9.5v4h12v-4" />
</svg>`
const TURN = html`<svg viewBox="0 0 16 16" aria-hidden="true">
  <path d="M13.5 8a5.5 5.5 0 0 1-10 3M2.5 8a5.5 5.5 0 0 1 10-3M12.8 2v3.2H9.6M3.2 14v-3.2h3.2" />
</svg>`
