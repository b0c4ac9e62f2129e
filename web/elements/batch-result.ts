import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Outcome } from '../batch-change.js'
import { controlStyle } from './control-style.js'
import { modalStyle } from './modal-style.js'

/** Refusals first, and so many rows at most: whoever changed 10,000 agents wants to know which were not. */
const MOST_ROWS = 500

/** What became of each agent of a change. Says `close`, and `retry-asked` if those who failed are to be selected. */
export class BatchResult extends LitElement {
  static override properties = {
    total: { attribute: false },
    outcomes: { attribute: false },
    label: { attribute: false },
    nameOf: { attribute: false },
  }
  static override styles = [
    controlStyle,
    modalStyle,
    css`
      progress {
        width: 100%;
        height: 8px;
        accent-color: var(--accent);
      }
      li {
        display: grid;
        grid-template-columns: 18px minmax(0, 1fr);
        gap: 2px 10px;
        padding: 9px 0;
        border-block-start: 1px solid var(--line);
        font-size: 14px;
      }
      li > span {
        overflow-wrap: anywhere;
      }
      svg {
        width: 16px;
        height: 16px;
        margin-block-start: 3px;
        fill: none;
        stroke: var(--available);
        stroke-width: 2;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      .bad svg {
        stroke: var(--bad-ink);
      }
      .why {
        grid-column: 2;
        color: var(--bad-ink);
        font-size: 13px;
      }
    `,
  ]

  declare total: number
  declare outcomes: readonly Outcome[]
  /** What was set. */
  declare label: string
  declare nameOf: (agentId: string) => string

  constructor() {
    super()
    this.total = 0
    this.outcomes = []
    this.label = ''
    this.nameOf = (agentId) => agentId
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal()
  }

  override render(): TemplateResult {
    const failed = this.outcomes.filter(({ refusal }) => refusal !== '')
    const done = this.outcomes.filter(({ refusal }) => refusal === '')
    const rows = [...failed, ...done]
    const running = this.outcomes.length < this.total
    return html`<dialog aria-labelledby="what" data-testid="batch-result" @close=${this.#closed}>
      <header>
        <h2 id="what">Set ${this.label}</h2>
        <p role="status" class="tabular" data-testid="batch-sum">${this.#sum(done.length, failed.length)}</p>
        ${
          running
            ? html`<progress aria-label="Agents done" max=${this.total} value=${this.outcomes.length}></progress>`
            : nothing
        }
      </header>
      <div class="body" tabindex="0" role="region" aria-label="Result of each agent">
        <ul>
          ${rows.slice(0, MOST_ROWS).map(
            ({ agentId, refusal }) =>
              html`<li
                class=${refusal ? 'bad' : ''}
                data-testid="outcome"
                data-agent=${agentId}
                data-ok=${refusal === ''}
              >
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d=${refusal ? CROSS : TICK} /></svg>
                <span>${this.nameOf(agentId)}<span class="unseen">: ${refusal ? 'not done' : 'done'}</span></span>
                ${refusal ? html`<span class="why">${refusal}</span>` : nothing}
              </li>`,
          )}
        </ul>
        ${rows.length > MOST_ROWS ? html`<p class="soft">And ${(rows.length - MOST_ROWS).toLocaleString()} more.</p>` : nothing}
      </div>
      <footer>
        ${
          failed.length > 0 && !running
            ? html`<button type="button" data-testid="batch-retry" @click=${this.#retry}>
                Select the ${failed.length.toLocaleString()} not done
              </button>`
            : nothing
        }
        <button type="button" class="primary" data-testid="batch-close" @click=${this.#close}>Close</button>
      </footer>
    </dialog>`
  }

  #sum(done: number, failed: number): string {
    if (done + failed < this.total) return `${(done + failed).toLocaleString()} of ${this.total.toLocaleString()}…`
    return failed === 0 ? `Done: ${agents(done)}` : `Done: ${agents(done)}. Not done: ${agents(failed)}`
  }

  readonly #retry = (): void => {
    this.dispatchEvent(new Event('retry-asked'))
    this.#close()
  }
  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close()
  readonly #closed = (): void => void this.dispatchEvent(new Event('close'))
}
customElements.define('batch-result', BatchResult)

const agents = (count: number): string => (count === 1 ? '1 agent' : `${count.toLocaleString()} agents`)

const TICK = 'M3 8.5l3.2 3.2L13 5'
const CROSS = 'M4 4l8 8M12 4l-8 8'
