import { LitElement, css, html } from 'lit'
import type { TemplateResult } from 'lit'
import type { StatusDefinition } from '../../protocol/presence.js'
import { FLOOR } from '../locale/floor.js'
import { PAGE } from '../locale/page.js'
import { Spoken } from '../locale/surface.js'
import { controlStyle } from './control-style.js'

/** A status is to be set for all that are selected. */
export class BatchAsked extends Event {
  constructor(
    readonly status: string,
    readonly note: string,
  ) {
    super('batch-asked')
  }
}

/** At the foot of the board while agents are selected: what may be done with them. */
export class BatchBar extends LitElement {
  static override properties = {
    count: { attribute: false },
    unseen: { attribute: false },
    statuses: { attribute: false },
    busy: { type: Boolean },
  }
  static override styles = [
    controlStyle,
    css`
      :host {
        display: block;
        flex: 1;
        min-width: 0;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
      }
      strong {
        color: var(--ink);
        font-size: 14px;
      }
      .quiet {
        margin-inline-end: auto;
      }
      label {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      select,
      input {
        width: 160px;
      }
      @media (max-width: 860px) {
        select,
        input {
          width: 128px;
        }
      }
    `,
  ]

  declare count: number
  /** How many of them the filters hide. */
  declare unseen: number
  declare statuses: readonly StatusDefinition[]
  declare busy: boolean
  readonly #spoken = new Spoken(this, FLOOR)

  constructor() {
    super()
    this.count = 0
    this.unseen = 0
    this.statuses = []
    this.busy = false
  }

  override render(): TemplateResult {
    const { count, unseen } = this
    const { own } = this.#spoken
    const page = this.#spoken.of(PAGE)
    return html`<form aria-label=${own.batch} @submit=${this.#submit}>
      <span class="count tabular" role="status" data-testid="chosen-count">
        <strong>${this.#spoken.count(own.selected, count)}</strong
        >${unseen > 0 ? `, ${this.#spoken.count(own.hidden, unseen)}` : ''}
      </span>
      <button
        type="button"
        class="quiet"
        data-testid="batch-clear"
        @click=${() => this.dispatchEvent(new Event('batch-cleared'))}
      >
        ${own.clear}
      </button>
      <label>
        ${page.status}
        <select name="status" data-testid="batch-status">
          ${this.statuses
            .filter((one) => one.selectable && !one.archived)
            .map((one) => html`<option value=${one.id}>${this.#spoken.labelOf(one)}</option>`)}
        </select>
      </label>
      <label>${page.note} <input name="note" maxlength="140" autocomplete="off" placeholder=${page.optional} /></label>
      <button type="submit" class="primary" data-testid="batch-set" ?disabled=${this.busy}>
        ${this.#spoken.count(own.setAgents, count)}
      </button>
    </form>`
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (!(event.target instanceof HTMLFormElement)) return
    const given = new FormData(event.target)
    const [status, note] = [given.get('status'), given.get('note')]
    if (typeof status === 'string' && typeof note === 'string') this.dispatchEvent(new BatchAsked(status, note))
  }
}
customElements.define('batch-bar', BatchBar)
