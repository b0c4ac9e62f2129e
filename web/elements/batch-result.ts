import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Outcome } from '../batch-change.js'
import { BOARD } from '../locale/board.js'
import { FLOOR } from '../locale/floor.js'
import { PAGE } from '../locale/page.js'
import { saidOf } from '../locale/refusals.js'
import { Spoken } from '../locale/surface.js'
import { fill } from '../locale/worded.js'
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
  readonly #spoken = new Spoken(this, FLOOR)

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
    const { own, words, count } = this.#spoken
    const page = this.#spoken.of(PAGE)
    const failed = this.outcomes.filter(({ refusal }) => refusal !== undefined)
    const done = this.outcomes.filter(({ refusal }) => refusal === undefined)
    const rows = [...failed, ...done]
    const running = this.outcomes.length < this.total
    return html`<dialog aria-labelledby="what" data-testid="batch-result" @close=${this.#closed}>
      <header>
        <h2 id="what">${fill(own.setTo, { label: this.label })}</h2>
        <p role="status" class="tabular" data-testid="batch-sum">${this.#sum(done.length, failed.length)}</p>
        ${
          running
            ? html`<progress aria-label=${own.agentsDone} max=${this.total} value=${this.outcomes.length}></progress>`
            : nothing
        }
      </header>
      <div class="body" tabindex="0" role="region" aria-label=${own.results}>
        <ul>
          ${rows.slice(0, MOST_ROWS).map(
            ({ agentId, refusal }) =>
              html`<li
                class=${refusal ? 'bad' : ''}
                data-testid="outcome"
                data-agent=${agentId}
                data-ok=${refusal === undefined}
              >
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d=${refusal ? CROSS : TICK} /></svg>
                <span
                  ><bdi>${this.nameOf(agentId)}</bdi
                  ><span class="unseen">: ${refusal ? own.isNotDone : own.isDone}</span></span
                >
                ${refusal ? html`<span class="why">${saidOf(refusal, page)}</span>` : nothing}
              </li>`,
          )}
        </ul>
        ${rows.length > MOST_ROWS ? html`<p class="soft">${count(own.more, rows.length - MOST_ROWS)}</p>` : nothing}
      </div>
      <footer>
        ${
          failed.length > 0 && !running
            ? html`<button type="button" data-testid="batch-retry" @click=${this.#retry}>
                ${count(own.retry, failed.length)}
              </button>`
            : nothing
        }
        <button type="button" class="primary" data-testid="batch-close" @click=${this.#close}>
          ${words.picker.close}
        </button>
      </footer>
    </dialog>`
  }

  #sum(done: number, failed: number): string {
    const { own, number } = this.#spoken
    const agents = (n: number): string => this.#spoken.count(this.#spoken.of(BOARD).agents, n)
    if (done + failed < this.total) return fill(own.running, { done: number(done + failed), all: number(this.total) })
    return fill(failed === 0 ? own.done : own.doneAndNot, { agents: agents(done), others: agents(failed) })
  }

  readonly #retry = (): void => {
    this.dispatchEvent(new Event('retry-asked'))
    this.#close()
  }
  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close()
  readonly #closed = (): void => void this.dispatchEvent(new Event('close'))
}
customElements.define('batch-result', BatchResult)

const TICK = 'M3 8.5l3.2 3.2L13 5'
const CROSS = 'M4 4l8 8M12 4l-8 8'
