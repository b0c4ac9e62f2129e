import { LitElement, css, html, nothing } from 'lit'
import { styleMap } from 'lit/directives/style-map.js'
import type { TemplateResult } from 'lit'
import type { Presence } from '../../protocol/presence.js'
import { BOARD } from '../locale/board.js'
import { DESK } from '../locale/desk.js'
import { Spoken } from '../locale/surface.js'
import { fill } from '../locale/worded.js'
import { controlStyle } from './control-style.js'
import './units-meter.js'

type ProfileLoad = NonNullable<Presence['profiles']>[number]

/** More sessions than this are a number, not a row of marks. */
const MARKS = 20

/** How much work an agent has of how much they can: units, sessions, and each capacity profile. */
export class CapacityCard extends LitElement {
  static override properties = { presence: { attribute: false } }
  static override styles = [
    controlStyle,
    css`
      section {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(240px, 1fr));
        gap: 18px 32px;
        padding: 20px;
      }
      h2 {
        grid-column: 1 / -1;
        font-size: 17px;
        font-weight: 650;
        letter-spacing: -0.01em;
      }
      .row {
        display: flex;
        justify-content: space-between;
        gap: 12px;
        margin-block-end: 6px;
        font-size: 13px;
      }
      .marks {
        display: flex;
        gap: 4px;
      }
      .marks i {
        flex: 1;
        height: 10px;
        border-radius: 4px;
        background: var(--offline-soft);
      }
      .marks i.taken {
        background: var(--accent);
      }
      .full i.taken {
        background: var(--dnd);
      }
      .bar {
        height: 10px;
        overflow: hidden;
        border-radius: 99px;
        background: var(--offline-soft);
      }
      .bar i {
        display: block;
        height: 100%;
        background: var(--accent);
        transition: width 0.2s ease-out;
      }
      .full .bar i {
        background: var(--dnd);
      }
      @media (forced-colors: active) {
        .marks i,
        .bar {
          border: 1px solid CanvasText;
        }
        .marks i.taken,
        .bar i {
          background: Highlight;
          forced-color-adjust: none;
        }
      }
    `,
  ]

  declare presence: Presence | undefined
  readonly #spoken = new Spoken(this, DESK)

  override render(): TemplateResult | typeof nothing {
    if (!this.presence) return nothing
    const { capacity, profiles } = this.presence
    return html`<section class="card" aria-labelledby="capacity">
      <h2 id="capacity">${this.#spoken.own.capacity}</h2>
      <units-meter units-only .capacity=${capacity}></units-meter>
      ${this.#sessions(capacity.sessions, capacity.sessionLimit)} ${profiles?.map((one) => this.#profile(one))}
    </section>`
  }

  #sessions(taken: number, limit: number): TemplateResult {
    return html`<div class=${taken >= limit ? 'full' : ''}>
      <div class="row tabular">
        <bdi data-testid="sessions"
          >${this.#spoken.count(this.#spoken.of(BOARD).ofSessions, limit, { used: this.#spoken.number(taken) })}</bdi
        >
      </div>
      ${
        limit <= MARKS
          ? html`<div class="marks" aria-hidden="true">
              ${Array.from({ length: limit }, (_, index) => html`<i class=${index < taken ? 'taken' : ''}></i>`)}
            </div>`
          : this.#bar(taken, limit)
      }
    </div>`
  }

  #profile({ name, used, limit, blocking }: ProfileLoad): TemplateResult {
    const { own, number } = this.#spoken
    return html`<div class=${used >= limit ? 'full' : ''} data-testid="profile" data-profile=${name}>
      <div class="row tabular">
        <bdi>${fill(own.ofProfile, { used: number(used), limit: number(limit), name })}</bdi>
        ${blocking ? html`<span class="soft">${own.blocking}</span>` : nothing}
      </div>
      ${this.#bar(used, limit)}
    </div>`
  }

  #bar(used: number, limit: number): TemplateResult {
    const width = `${limit === 0 ? 100 : Math.min(100, (100 * used) / limit)}%`
    return html`<div class="bar" aria-hidden="true"><i style=${styleMap({ width })}></i></div>`
  }
}
customElements.define('capacity-card', CapacityCard)
