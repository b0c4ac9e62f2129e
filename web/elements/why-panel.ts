import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Explanation } from '../../protocol/explanation.js'
import { details as english } from '../locale/en-details.js'
import { Worded } from '../locale/worded.js'
import { controlStyle } from './control-style.js'
import './why-answer.js'

/** "Why?", to be unfolded. Asks the hub only while it is open. */
export class WhyPanel extends LitElement {
  static override properties = { explain: { attribute: false }, version: { type: Number } }
  static override styles = [
    controlStyle,
    css`
      :host {
        display: block;
      }
      summary {
        padding: 14px 20px;
        border-radius: var(--radius);
        color: var(--accent);
        font-weight: 500;
        cursor: pointer;
      }
      why-answer {
        padding: 2px 20px 20px;
      }
    `,
  ]

  declare explain: (() => Promise<Explanation>) | undefined
  /** The presence's version: the explanation on show is of this one. */
  declare version: number
  readonly #worded = new Worded(this)

  constructor() {
    super()
    this.version = 0
  }

  override render(): TemplateResult {
    const { why } = this.#worded.details ?? english
    const open = this.renderRoot.querySelector('details')?.open === true
    return html`<details data-testid="why" @toggle=${() => this.requestUpdate()}>
      <summary>${why.short}</summary>
      ${open ? html`<why-answer .explain=${this.explain} .version=${this.version}></why-answer>` : nothing}
    </details>`
  }
}
customElements.define('why-panel', WhyPanel)
