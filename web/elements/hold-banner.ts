import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { HoldKind } from '../../protocol/vocabulary.js'
import { details as english } from '../locale/en-details.js'
import { Worded } from '../locale/worded.js'
import { controlStyle } from './control-style.js'

/**
 * Tells an agent that work is held back from them, and how to end that. Asks its host to by a `reset` event, or to be put
 * away for now by `later`.
 */
export class HoldBanner extends LitElement {
  static override properties = { hold: { type: String }, mayWait: { type: Boolean, attribute: 'may-wait' } }
  static override styles = [
    controlStyle,
    css`
      :host {
        display: block;
      }
      section {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 10px 16px;
        padding: 14px 18px;
        border: 1px solid var(--warn-line);
        border-radius: var(--radius);
        background: var(--warn-soft);
        color: var(--warn-ink);
      }
      svg {
        flex: none;
        width: 22px;
        height: 22px;
        fill: none;
        stroke: currentColor;
        stroke-width: 1.8;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      div {
        flex: 1 1 200px;
      }
      h2 {
        font-size: 15px;
        font-weight: 650;
      }
      button.quiet {
        color: inherit;
      }
    `,
  ]

  declare hold: HoldKind | undefined
  /** Offers to be put away: for places where it covers something. */
  declare mayWait: boolean
  readonly #worded = new Worded(this)

  constructor() {
    super()
    this.mayWait = false
  }

  override render(): TemplateResult {
    // The region stands there before it has anything to say: only then is what comes into it read out.
    return html`<div role="status">${this.hold ? this.#banner(this.hold) : nothing}</div>`
  }

  #banner(hold: HoldKind): TemplateResult {
    const { reasons, picker } = this.#worded.words
    const details = this.#worded.details ?? english
    const title = reasons[hold]
    return html`<section aria-label=${title} data-testid="hold-banner" data-hold=${hold}>
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3.5l9 16H3zM12 10v4.5M12 17v.1" /></svg>
      <div>
        <h2>${title}</h2>
        <p>${details.holds[hold]}</p>
      </div>
      <button
        type="button"
        class="primary"
        data-testid="hold-reset"
        @click=${() => this.dispatchEvent(new Event('reset'))}
      >
        ${picker.reset}
      </button>
      ${
        this.mayWait
          ? html`<button type="button" class="quiet" @click=${() => this.dispatchEvent(new Event('later'))}>
              ${details.later}
            </button>`
          : nothing
      }
    </section>`
  }
}
customElements.define('hold-banner', HoldBanner)
