import { LitElement, css, html, nothing } from 'lit'
import { styleMap } from 'lit/directives/style-map.js'
import type { TemplateResult } from 'lit'
import type { Capacity } from '../../protocol/presence.js'
import { BOARD } from '../locale/board.js'
import { Spoken } from '../locale/surface.js'
import { controlStyle } from './control-style.js'

/** How much of the capacity is in use; the hatched part is only reserved by an offer. */
export class UnitsMeter extends LitElement {
  static override properties = {
    capacity: { attribute: false },
    compact: { type: Boolean, reflect: true },
    unitsOnly: { type: Boolean, attribute: 'units-only' },
  }
  static override styles = [
    controlStyle,
    css`
      :host {
        display: block;
      }
      .row {
        display: flex;
        justify-content: space-between;
        gap: 12px;
        margin-bottom: 6px;
        font-size: 13px;
      }
      .row > :first-child {
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .row > .soft {
        flex: none;
      }
      .bar {
        --tone: var(--accent);
        display: flex;
        height: 10px;
        overflow: hidden;
        border-radius: 99px;
        background: var(--offline-soft);
      }
      .bar i {
        background: var(--tone);
        transition: width 0.2s ease-out;
      }
      .bar i.reserved {
        background: repeating-linear-gradient(-45deg, var(--tone) 0 3px, transparent 3px 7px);
      }
      .bar.full {
        --tone: var(--dnd);
      }
      :host([compact]) {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 3px;
      }
      :host([compact]) .row {
        margin: 0;
        font-size: 12.5px;
      }
      :host([compact]) .bar {
        height: 5px;
      }
      @media (forced-colors: active) {
        .bar {
          border: 1px solid;
        }
        .bar i {
          forced-color-adjust: none;
        }
      }
    `,
  ]

  declare capacity: Capacity | undefined
  declare compact: boolean
  /** Without the sessions, where they are shown another way. */
  declare unitsOnly: boolean
  readonly #spoken = new Spoken(this, BOARD)

  constructor() {
    super()
    this.compact = false
    this.unitsOnly = false
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.capacity) return nothing
    const { usedUnits, reservedUnits, totalUnits, sessions, sessionLimit } = this.capacity
    const total = totalUnits ?? 0
    const share = (value: number): string => `${total === 0 ? 0 : Math.min(100, (100 * value) / total)}%`
    const { own } = this.#spoken
    const used = this.#spoken.number(usedUnits)
    const amount =
      totalUnits === null
        ? this.#spoken.count(own.units, usedUnits)
        : this.#spoken.count(own.ofUnits, totalUnits, { used })
    const bar =
      totalUnits === null
        ? nothing
        : html`<div class="bar ${usedUnits >= total ? 'full' : ''}" aria-hidden="true">
            <i style=${styleMap({ width: share(usedUnits - reservedUnits) })}></i>
            <i class="reserved" style=${styleMap({ width: share(reservedUnits) })}></i>
          </div>`
    return html`<div class="row tabular">
        <bdi data-testid="units">${amount}</bdi>
        ${
          this.unitsOnly
            ? nothing
            : html`<bdi class="soft"
                >${
                  this.compact
                    ? `${this.#spoken.number(sessions)}/${this.#spoken.number(sessionLimit)}`
                    : this.#spoken.count(own.ofSessions, sessionLimit, { used: this.#spoken.number(sessions) })
                }</bdi
              >`
        }
      </div>
      ${bar}`
  }
}
customElements.define('units-meter', UnitsMeter)
