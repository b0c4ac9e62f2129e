import { LitElement, css, html } from 'lit'
import type { TemplateResult } from 'lit'
import { BASES } from '../../protocol/vocabulary.js'
import type { Base } from '../../protocol/vocabulary.js'
import { MOST_MINUTES, NO_LIMITS, USUAL_LIMITS, minutesOf } from '../board-view.js'
import type { TimeLimits } from '../board-view.js'
import { FLOOR } from '../locale/floor.js'
import { Spoken } from '../locale/surface.js'
import { controlStyle } from './control-style.js'
import { modalStyle } from './modal-style.js'
import './status-icon.js'

/** Agents are to be highlighted from other times on. */
export class LimitsChosen extends Event {
  constructor(readonly limits: TimeLimits) {
    super('limits-chosen')
  }
}

/** The button that asks from which time in a status on agents are highlighted, and its dialog. */
export class TimeLimitsForm extends LitElement {
  static override properties = { limits: { attribute: false } }
  static override styles = [
    controlStyle,
    modalStyle,
    css`
      dialog {
        width: 400px;
      }
      .body {
        display: grid;
        gap: 10px;
      }
      label {
        grid-template-columns: 20px minmax(0, 1fr) 110px auto;
        align-items: center;
        gap: 10px;
        color: var(--ink);
        font-size: 15px;
      }
      label span {
        color: var(--ink-soft);
        font-size: 13px;
      }
    `,
  ]

  declare limits: TimeLimits
  readonly #spoken = new Spoken(this, FLOOR)

  constructor() {
    super()
    this.limits = NO_LIMITS
  }

  override render(): TemplateResult {
    const { own, words } = this.#spoken
    return html`<button type="button" data-testid="limits" @click=${this.#open}>${own.limits}</button>
      <dialog aria-labelledby="limits-title">
        <form method="dialog" @submit=${this.#submit}>
          <header>
            <h2 id="limits-title">${own.limits}</h2>
            <p class="soft">${own.limitsHint}</p>
          </header>
          <div class="body">
            ${BASES.map(
              (base) =>
                html`<label>
                  <status-icon base=${base}></status-icon>
                  ${words.statuses[base]}
                  <input
                    type="number"
                    name=${base}
                    min="1"
                    max=${MOST_MINUTES}
                    inputmode="numeric"
                    data-testid="limit-${base}"
                    .value=${this.limits[base] > 0 ? String(this.limits[base]) : ''}
                  />
                  <span>${own.minute}</span>
                </label>`,
            )}
          </div>
          <footer>
            <button type="button" class="quiet" @click=${() => this.#choose(USUAL_LIMITS)}>${own.limitsUsual}</button>
            <button type="submit" class="primary" data-testid="limits-save">${own.save}</button>
          </footer>
        </form>
      </dialog>`
  }

  #choose(limits: TimeLimits): void {
    this.renderRoot.querySelector('dialog')?.close()
    this.dispatchEvent(new LimitsChosen(limits))
  }

  readonly #open = (): void => this.renderRoot.querySelector('dialog')?.showModal()

  readonly #submit = (event: SubmitEvent): void => {
    if (!(event.target instanceof HTMLFormElement)) return
    event.preventDefault()
    const given = new FormData(event.target)
    const of = (base: Base): number => {
      const text = given.get(base)
      return typeof text === 'string' ? minutesOf(text) : 0
    }
    this.#choose({
      available: of('available'),
      busy: of('busy'),
      dnd: of('dnd'),
      away: of('away'),
      offline: of('offline'),
    })
  }
}
customElements.define('time-limits', TimeLimitsForm)
