import { LitElement, css, html, svg } from 'lit'
import type { TemplateResult } from 'lit'
import type { Base } from '../../protocol/vocabulary.js'

/** Told apart by shape, so that colour is only a second hint. */
const SHAPES: Readonly<Record<Base, TemplateResult>> = {
  available: svg`<circle class="fill" cx="8" cy="8" r="7.5" /><path class="cut" d="M4.6 8.3l2.4 2.4 4.5-4.9" />`,
  busy: svg`<circle class="fill" cx="8" cy="8" r="7.5" />`,
  dnd: svg`<circle class="fill" cx="8" cy="8" r="7.5" /><path class="cut" d="M4.4 8h7.2" />`,
  away: svg`<circle class="fill" cx="8" cy="8" r="7.5" /><path class="cut" d="M8 4.2V8l2.8 1.8" />`,
  offline: svg`<circle class="ring" cx="8" cy="8" r="6.4" /><path class="ring" d="M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6" />`,
}

/** Decoration: the label always stands beside it. */
export class StatusIcon extends LitElement {
  static override properties = { base: { type: String, reflect: true } }
  static override styles = css`
    :host {
      display: inline-flex;
      flex: none;
      width: 1em;
      height: 1em;
    }
    :host([base='available']) {
      color: var(--available);
    }
    :host([base='busy']) {
      color: var(--busy);
    }
    :host([base='dnd']) {
      color: var(--dnd);
    }
    :host([base='away']) {
      color: var(--away);
    }
    :host([base='offline']) {
      color: var(--offline);
    }
    svg {
      width: 100%;
      height: 100%;
    }
    .fill {
      fill: currentColor;
    }
    .cut,
    .ring {
      fill: none;
      stroke-width: 1.8;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
    .cut {
      stroke: var(--surface);
    }
    .ring {
      stroke: currentColor;
    }
  `

  declare base: Base

  constructor() {
    super()
    this.base = 'offline'
  }

  override render(): TemplateResult {
    return html`<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">${SHAPES[this.base]}</svg>`
  }
}
customElements.define('status-icon', StatusIcon)
