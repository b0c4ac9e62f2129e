import { LitElement, css, html } from 'lit'
import type { TemplateResult } from 'lit'
import type { StatusDefinition } from '../../protocol/presence.js'
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

  constructor() {
    super()
    this.count = 0
    this.unseen = 0
    this.statuses = []
    this.busy = false
  }

  override render(): TemplateResult {
    const { count, unseen } = this
    return html`<form aria-label="Change the selected agents" @submit=${this.#submit}>
      <span class="count tabular" role="status" data-testid="chosen-count">
        <strong>${count.toLocaleString()} selected</strong
        >${unseen > 0 ? `, ${unseen.toLocaleString()} of them not shown` : ''}
      </span>
      <button
        type="button"
        class="quiet"
        data-testid="batch-clear"
        @click=${() => this.dispatchEvent(new Event('batch-cleared'))}
      >
        Clear
      </button>
      <label>
        Status
        <select name="status" data-testid="batch-status">
          ${this.statuses
            .filter((one) => one.selectable && !one.archived)
            .map((one) => html`<option value=${one.id}>${one.labels['en'] ?? one.id}</option>`)}
        </select>
      </label>
      <label>Note <input name="note" maxlength="140" autocomplete="off" placeholder="Optional" /></label>
      <button type="submit" class="primary" data-testid="batch-set" ?disabled=${this.busy}>
        Set ${count === 1 ? '1 agent' : `${count.toLocaleString()} agents`}
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
