import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Presence } from '../../protocol/presence.js'
import type { DeskSession } from '../desk-session.js'
import { sentenceOf } from '../hub-rest.js'
import { controlStyle } from './control-style.js'
import './status-icon.js'

/** While somebody types, ms. */
const PAUSE_MS = 200

/** Hands an item to a colleague who can take it now. A modal dialog: the browser keeps the focus in it. */
export class TransferDialog extends LitElement {
  static override properties = {
    session: { attribute: false },
    itemId: { type: String },
    found: { state: true },
    failure: { state: true },
    busy: { state: true },
  }
  static override styles = [
    controlStyle,
    css`
      dialog {
        width: min(460px, calc(100vw - 24px));
        max-height: min(640px, calc(100dvh - 48px));
        padding: 0;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--ink);
        box-shadow: var(--float);
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
      dialog::backdrop {
        background: rgb(10 14 24 / 45%);
      }
      header {
        display: grid;
        gap: 14px;
        padding: 20px 20px 14px;
        border-block-end: 1px solid var(--line);
      }
      .title {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
      }
      h2 {
        font-size: 17px;
        font-weight: 650;
        letter-spacing: -0.01em;
        overflow-wrap: anywhere;
      }
      ul {
        min-height: 220px;
        padding: 8px;
        overflow-y: auto;
      }
      li button {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr) auto;
        gap: 0 12px;
        width: 100%;
        padding: 8px 12px;
        border-color: transparent;
        text-align: start;
        white-space: normal;
      }
      li button:hover {
        background: var(--sunken);
      }
      li status-icon {
        font-size: 18px;
      }
      small {
        display: block;
        color: var(--ink-soft);
        font-size: 13px;
        font-weight: 400;
      }
      .bad {
        color: var(--bad-ink);
      }
      .none {
        padding: 32px 20px;
        color: var(--ink-soft);
        text-align: center;
      }
    `,
  ]

  declare session: DeskSession | undefined
  declare itemId: string
  declare private found: readonly Presence[] | undefined
  declare private failure: string
  declare private busy: boolean
  #typed = ''
  #later: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.itemId = ''
    this.failure = ''
    this.busy = false
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#later)
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal()
    void this.#search()
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" data-testid="transfer" @close=${this.#closed}>
      <header>
        <div class="title">
          <h2 id="title">Transfer ${this.itemId}</h2>
          <button type="button" class="quiet" @click=${this.#close}>Cancel</button>
        </div>
        <label>
          To a colleague who can take work now
          <input
            type="search"
            autofocus
            autocomplete="off"
            placeholder="Name or id"
            data-testid="transfer-search"
            @input=${this.#onInput}
          />
        </label>
        <p class="bad" role="alert" ?hidden=${this.failure === ''}>${this.failure}</p>
      </header>
      ${this.#list()}
    </dialog>`
  }

  #list(): TemplateResult {
    if (!this.found) return html`<p class="none" role="status">Looking…</p>`
    if (this.found.length === 0)
      return html`<p class="none" role="status" data-testid="transfer-nobody">
        ${this.#typed ? 'Nobody of that name can take work now.' : 'Nobody else can take work now.'}
      </p>`
    return html`<ul aria-label="Colleagues">
      ${this.found.map(
        (one) =>
          html`<li>
            <button
              type="button"
              data-testid="transfer-to"
              data-agent=${one.agentId}
              aria-disabled=${this.busy}
              @click=${() => void this.#transfer(one)}
            >
              <status-icon base=${one.base}></status-icon>
              <span>${one.name}<small>${[one.label, ...one.teams].join(' · ')}</small></span>
              <small class="tabular">${freeOf(one)}</small>
            </button>
          </li>`,
      )}
    </ul>`
  }

  async #search(): Promise<void> {
    const text = this.#typed
    try {
      const found = (await this.session?.colleagues(text)) ?? []
      if (text === this.#typed) this.found = found
    } catch (error) {
      this.failure = sentenceOf(error)
    }
  }

  async #transfer(to: Presence): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.failure = ''
    try {
      await this.session?.transfer(this.itemId, to.agentId)
      this.#close()
    } catch (error) {
      this.failure = sentenceOf(error)
    }
    this.busy = false
  }

  readonly #onInput = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.#typed = event.target.value.trim()
    clearTimeout(this.#later)
    this.#later = setTimeout(() => void this.#search(), PAUSE_MS)
  }

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close()
  readonly #closed = (): void => void this.dispatchEvent(new Event('transfer-closed'))
}
customElements.define('transfer-dialog', TransferDialog)

const freeOf = ({ capacity: { totalUnits, usedUnits } }: Presence): string | typeof nothing =>
  totalUnits === null ? nothing : `${Math.max(0, totalUnits - usedUnits)} units free`
