import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { StatusDefinition } from '../../protocol/presence.js'
import type { Preview } from '../admin-rest.js'
import { ADMIN } from '../locale/admin.js'
import { BOARD } from '../locale/board.js'
import { Spoken } from '../locale/surface.js'
import type { Plural } from '../locale/surface.js'
import { controlStyle } from './control-style.js'
import './status-icon.js'

type Foreseen = Preview['items'][number]['before']

/** What a change would do, before it is saved: how many agents, and which. */
export class ChangePreview extends LitElement {
  static override properties = { preview: { attribute: false }, statuses: { attribute: false } }
  static override styles = [
    controlStyle,
    css`
      :host {
        display: block;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 6px 28px;
      }
      dl div {
        display: flex;
        align-items: baseline;
        gap: 8px;
      }
      dt {
        order: 1;
        color: var(--ink-soft);
        font-size: 14px;
      }
      dd {
        font-size: 20px;
        font-weight: 650;
        letter-spacing: -0.01em;
      }
      summary {
        width: fit-content;
        margin-block-start: 8px;
        padding-block: 4px;
        border-radius: var(--radius-small);
        color: var(--accent);
        font-weight: 500;
        cursor: pointer;
      }
      ul {
        max-height: 200px;
        margin-block-start: 6px;
        overflow-y: auto;
        border-block-start: 1px solid var(--line);
      }
      li {
        display: grid;
        grid-template-columns: minmax(110px, 1fr) minmax(0, 2fr);
        gap: 2px 16px;
        padding-block: 8px;
        border-block-end: 1px solid var(--line);
        font-size: 14px;
      }
      li strong {
        overflow-wrap: anywhere;
        font-weight: 600;
      }
      li div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 8px;
      }
      .state {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      small {
        color: var(--ink-soft);
        font-size: 13px;
      }
      .arrow {
        width: 14px;
        height: 14px;
        fill: none;
        stroke: currentColor;
        stroke-width: 1.6;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      .arrow:dir(rtl) {
        transform: scaleX(-1);
      }
    `,
  ]

  declare preview: Preview | undefined
  /** The catalogue: so statuses are called as the page's language has it. */
  declare statuses: readonly StatusDefinition[]
  readonly #spoken = new Spoken(this, ADMIN)

  constructor() {
    super()
    this.statuses = []
  }

  override render(): TemplateResult | typeof nothing {
    const { preview } = this
    if (!preview) return nothing
    const { own, count } = this.#spoken
    return html`<div data-testid="preview" data-changed=${preview.changed}>
      ${
        preview.changed === 0
          ? html`<p>${count(own.noneChanges, preview.agents)}</p>`
          : html`<dl class="tabular">
              ${this.#count(own.wouldChange, preview.changed)} ${this.#count(own.otherStatus, preview.statusChanged)}
              ${this.#count(own.canAgain, preview.becomeRoutable)}
              ${this.#count(own.canNoMore, preview.stopBeingRoutable)}
            </dl>`
      }
      ${preview.items.length > 0 ? this.#who(preview) : nothing}
    </div>`
  }

  #count(what: Plural, count: number): TemplateResult | typeof nothing {
    return count === 0
      ? nothing
      : html`<div>
          <dt>${this.#spoken.count(what, count)}</dt>
          <dd>${this.#spoken.number(count)}</dd>
        </div>`
  }

  #state(one: Foreseen): TemplateResult {
    return html`<span class="state"
      ><status-icon base=${one.base}></status-icon><bdi>${this.#spoken.labelFor(one, this.statuses)}</bdi></span
    >`
  }

  #becomes(before: Foreseen, after: Foreseen): string {
    const { own } = this.#spoken
    if (before.routable !== after.routable) return after.routable ? own.canWork : own.cannotWork
    return this.#spoken.of(BOARD).reasons[after.reason]
  }

  #who({ items, changed }: Preview): TemplateResult {
    const { own, count } = this.#spoken
    return html`<details>
      <summary>${items.length < changed ? count(own.theFirst, items.length) : own.who}</summary>
      <ul tabindex="0" aria-label=${own.whoChanges}>
        ${items.map(
          ({ agentId, name, before, after }) =>
            html`<li data-agent=${agentId}>
              <strong><bdi>${name}</bdi></strong>
              <div>
                ${this.#state(before)}
                ${before.label === after.label ? nothing : html`${arrow(own.becomes)} ${this.#state(after)}`}
                <small>${this.#becomes(before, after)}</small>
              </div>
            </li>`,
        )}
      </ul>
    </details>`
  }
}
customElements.define('change-preview', ChangePreview)

const arrow = (label: string): TemplateResult =>
  html`<svg class="arrow" viewBox="0 0 16 16" role="img" aria-label=${label}>
    <path d="M3 8h9M9 4.5L12.5 8 9 11.5" />
  </svg>`
