import { LitElement, css, html } from 'lit'
import type { TemplateResult } from 'lit'
import { ADMIN } from '../locale/admin.js'
import { Spoken } from '../locale/surface.js'
import { controlStyle } from './control-style.js'

/** Asks for the other position; the host decides. */
export class Toggled extends Event {
  constructor(readonly on: boolean) {
    super('toggled')
  }
}

export class ToggleSwitch extends LitElement {
  static override properties = {
    on: { type: Boolean, reflect: true },
    label: { type: String },
    bare: { type: Boolean },
  }
  static override styles = [
    controlStyle,
    css`
      :host {
        display: inline-block;
      }
      button {
        position: relative;
        gap: 10px;
        padding-inline: 8px 10px;
        border-color: transparent;
        background: transparent;
        color: var(--ink-soft);
        font-size: 14px;
      }
      button:hover {
        color: var(--ink);
      }
      i {
        flex: none;
        width: 34px;
        height: 20px;
        padding: 2px;
        border: 1px solid var(--line-strong);
        border-radius: 99px;
        background: var(--offline-soft);
      }
      i::after {
        display: block;
        width: 14px;
        height: 14px;
        border-radius: 50%;
        background: var(--line-strong);
        content: '';
        transition: margin 0.15s ease-out;
      }
      :host([on]) i {
        border-color: var(--accent);
        background: var(--accent);
      }
      :host([on]) i::after {
        margin-inline-start: 14px;
        background: var(--on-accent);
      }
      @media (forced-colors: active) {
        i::after {
          background: ButtonText;
        }
        :host([on]) i {
          background: Highlight;
          forced-color-adjust: none;
        }
      }
    `,
  ]

  declare on: boolean
  declare label: string
  /** What it switches stands beside it already: the label is only said. */
  declare bare: boolean
  readonly #spoken = new Spoken(this, ADMIN)

  constructor() {
    super()
    this.on = false
    this.label = ''
    this.bare = false
  }

  override render(): TemplateResult {
    const { own } = this.#spoken
    return html`<button type="button" role="switch" aria-checked=${this.on} @click=${this.#ask}>
      <i aria-hidden="true"></i>${
        this.bare
          ? html`<span class="unseen">${this.label}</span><span aria-hidden="true">${this.on ? own.on : own.off}</span>`
          : this.label
      }
    </button>`
  }

  readonly #ask = (): void => void this.dispatchEvent(new Toggled(!this.on))
}
customElements.define('toggle-switch', ToggleSwitch)
