import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Presence } from '../../protocol/presence.js'
import type { DeskSession } from '../desk-session.js'
import { DESK } from '../locale/desk.js'
import { PAGE } from '../locale/page.js'
import { saidOf } from '../locale/refusals.js'
import { Spoken } from '../locale/surface.js'
import { fill } from '../locale/worded.js'
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
  declare private failure: unknown
  declare private busy: boolean
  readonly #spoken = new Spoken(this, DESK)
  #typed = ''
  #later: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.itemId = ''
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
    const { own } = this.#spoken
    const page = this.#spoken.of(PAGE)
    return html`<dialog aria-labelledby="title" data-testid="transfer" @close=${this.#closed}>
      <header>
        <div class="title">
          <h2 id="title">${fill(own.transferOf, { item: this.itemId })}</h2>
          <button type="button" class="quiet" @click=${this.#close}>${page.cancel}</button>
        </div>
        <label>
          ${own.toWhom}
          <input
            type="search"
            autofocus
            autocomplete="off"
            placeholder=${page.nameOrId}
            data-testid="transfer-search"
            @input=${this.#onInput}
          />
        </label>
        <p class="bad" role="alert" ?hidden=${this.failure === undefined}>
          ${this.failure === undefined ? nothing : saidOf(this.failure, page)}
        </p>
      </header>
      ${this.#list()}
    </dialog>`
  }

  #list(): TemplateResult {
    const { own } = this.#spoken
    if (!this.found) return html`<p class="none" role="status">${own.looking}</p>`
    if (this.found.length === 0)
      return html`<p class="none" role="status" data-testid="transfer-nobody">
        ${this.#typed ? own.nobodyNamed : own.nobody}
      </p>`
    return html`<ul aria-label=${own.colleagues}>
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
              <span><bdi>${one.name}</bdi><small>${[this.#label(one), ...one.teams].join(' · ')}</small></span>
              <small class="tabular">${this.#free(one)}</small>
            </button>
          </li>`,
      )}
    </ul>`
  }

  #label(one: Presence): string {
    return this.#spoken.labelFor(one, this.session?.client.statuses ?? [])
  }

  #free({ capacity: { totalUnits, usedUnits } }: Presence): string | typeof nothing {
    const { own, count } = this.#spoken
    return totalUnits === null ? nothing : count(own.free, Math.max(0, totalUnits - usedUnits))
  }

  async #search(): Promise<void> {
    const text = this.#typed
    try {
      const found = (await this.session?.colleagues(text)) ?? []
      if (text === this.#typed) this.found = found
    } catch (error) {
      this.failure = error
    }
  }

  async #transfer(to: Presence): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.failure = undefined
    try {
      await this.session?.transfer(this.itemId, to.agentId)
      this.#close()
    } catch (error) {
      this.failure = error
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
