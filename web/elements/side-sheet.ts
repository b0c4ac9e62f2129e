import { LitElement, css, html } from 'lit'
import type { TemplateResult } from 'lit'
import { Worded } from '../locale/worded.js'
import { controlStyle } from './control-style.js'

/**
 * At the side, over the page. A modal dialog: the browser keeps the focus in it and gives it back. What stands in the slot
 * `under` goes below the heading.
 */
export class SideSheet extends LitElement {
  static override properties = {
    heading: { type: String },
    lightDismiss: { type: Boolean, attribute: 'light-dismiss' },
  }
  static override styles = [
    controlStyle,
    css`
      dialog {
        position: fixed;
        inset-block: 0;
        inset-inline: auto 0;
        width: 480px;
        max-width: 100vw;
        height: 100dvh;
        max-height: none;
        margin: 0;
        padding: 0;
        overflow-y: auto;
        border: 0;
        border-inline-start: 1px solid var(--line);
        background: var(--surface);
        box-shadow: var(--float);
        color: var(--ink);
      }
      dialog[open] {
        animation: arrive 0.16s ease-out;
      }
      dialog::backdrop {
        background: rgb(10 14 22 / 35%);
      }
      header {
        position: sticky;
        inset-block-start: 0;
        z-index: 2;
        display: flex;
        align-items: start;
        justify-content: space-between;
        gap: 12px;
        padding: 16px 24px;
        border-block-end: 1px solid var(--line);
        background: var(--surface);
      }
      h2 {
        min-width: 0;
        overflow-wrap: anywhere;
        font-size: 19px;
        font-weight: 650;
        letter-spacing: -0.01em;
      }
      header button {
        min-width: 40px;
        min-height: 40px;
        margin-block: -6px;
        margin-inline-end: -10px;
        padding: 0;
      }
      svg {
        width: 18px;
        height: 18px;
        fill: none;
        stroke: currentColor;
        stroke-width: 1.8;
        stroke-linecap: round;
      }
      .body {
        padding: 20px 24px 32px;
      }
      @keyframes arrive {
        from {
          opacity: 0;
        }
      }
      @media (max-width: 520px) {
        dialog {
          width: 100vw;
          border: 0;
        }
      }
    `,
  ]

  declare heading: string
  /** A press beside it closes it: for what holds nothing that was typed. */
  declare lightDismiss: boolean
  readonly #worded = new Worded(this)

  constructor() {
    super()
    this.heading = ''
    this.lightDismiss = false
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal()
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" data-testid="sheet" @close=${this.#closed} @click=${this.#onBackdrop}>
      <header>
        <div>
          <h2 id="heading"><bdi>${this.heading}</bdi></h2>
          <slot name="under"></slot>
        </div>
        <button
          type="button"
          class="quiet"
          aria-label=${this.#worded.words.picker.close}
          data-testid="sheet-close"
          @click=${this.close}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 3.5l9 9M12.5 3.5l-9 9" /></svg>
        </button>
      </header>
      <div class="body"><slot></slot></div>
    </dialog>`
  }

  readonly close = (): void => this.renderRoot.querySelector('dialog')?.close()
  readonly #onBackdrop = ({ target }: Event): void => {
    if (this.lightDismiss && target instanceof HTMLDialogElement) this.close()
  }
  readonly #closed = (): void => void this.dispatchEvent(new Event('sheet-closed', { bubbles: true, composed: true }))
}
customElements.define('side-sheet', SideSheet)
