import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Preview } from '../admin-rest.js'
import { reasonInWords } from '../words.js'
import { controlStyle } from './control-style.js'
import './status-icon.js'

type Foreseen = Preview['items'][number]['before']

const agents = (count: number): string => (count === 1 ? '1 agent' : `${count.toLocaleString('en')} agents`)

/** What a change would do, before it is saved: how many agents, and which. */
export class ChangePreview extends LitElement {
  static override properties = { preview: { attribute: false } }
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

  override render(): TemplateResult | typeof nothing {
    const { preview } = this
    if (!preview) return nothing
    return html`<div data-testid="preview" data-changed=${preview.changed}>
      ${
        preview.changed === 0
          ? html`<p>None of ${agents(preview.agents)} would change now.</p>`
          : html`<dl class="tabular">
              ${this.#count('would change', preview.changed)}
              ${this.#count('get another status', preview.statusChanged)}
              ${this.#count('can take work again', preview.becomeRoutable)}
              ${this.#count('can take no more work', preview.stopBeingRoutable)}
            </dl>`
      }
      ${preview.items.length > 0 ? this.#who(preview) : nothing}
    </div>`
  }

  #count(what: string, count: number): TemplateResult | typeof nothing {
    return count === 0
      ? nothing
      : html`<div>
          <dt>${count === 1 ? 'agent' : 'agents'} ${what}</dt>
          <dd>${count.toLocaleString('en')}</dd>
        </div>`
  }

  #who({ items, changed }: Preview): TemplateResult {
    return html`<details>
      <summary>${items.length < changed ? `The first ${items.length}` : 'Who'}</summary>
      <ul tabindex="0" aria-label="Agents that would change">
        ${items.map(
          ({ agentId, name, before, after }) =>
            html`<li data-agent=${agentId}>
              <strong>${name}</strong>
              <div>
                ${state(before)} ${before.label === after.label ? nothing : html`${ARROW} ${state(after)}`}
                <small>${becomes(before, after)}</small>
              </div>
            </li>`,
        )}
      </ul>
    </details>`
  }
}
customElements.define('change-preview', ChangePreview)

const ARROW = html`<svg class="arrow" viewBox="0 0 16 16" role="img" aria-label="becomes">
  <path d="M3 8h9M9 4.5L12.5 8 9 11.5" />
</svg>`

const state = ({ base, label }: Foreseen): TemplateResult =>
  html`<span class="state"><status-icon base=${base}></status-icon>${label}</span>`

const becomes = (before: Foreseen, after: Foreseen): string => {
  if (before.routable !== after.routable) return after.routable ? 'can take work again' : 'can take no more work'
  return reasonInWords(after.reason)
}
