import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Check, Diagnosis, PresenceClient } from '../../client-sdk/index.js'
import { details as english } from '../locale/en-details.js'
import { fill, Worded } from '../locale/worded.js'
import { sentenceOf } from '../hub-rest.js'
import { controlStyle } from './control-style.js'

/** In the order of the way. */
const CHECKS: readonly Check[] = ['network', 'hub', 'origin', 'ready', 'storage', 'clock', 'token', 'websocket']
const MINUTE_MS = 60_000

/** Why there is no presence: names the cause and the remedy, and shows the whole way to the hub. Looks when it appears. */
export class PresenceDiagnosis extends LitElement {
  static override properties = { client: { attribute: false }, found: { state: true }, failure: { state: true } }
  static override styles = [
    controlStyle,
    css`
      :host,
      [role='status'] {
        display: grid;
        gap: 12px;
        font-size: 14px;
      }
      h3 {
        font-size: 15px;
        font-weight: 650;
      }
      h4 {
        margin: 0;
        color: var(--ink-soft);
        font-size: 13px;
        font-weight: 500;
      }
      .cause {
        display: grid;
        gap: 4px;
        padding: 12px 14px;
        border: 1px solid var(--warn-line);
        border-radius: var(--radius-small);
        background: var(--warn-soft);
        color: var(--warn-ink);
        overflow-wrap: anywhere;
      }
      .cause.fine {
        border-color: var(--available);
        background: var(--available-soft);
        color: var(--ink);
      }
      ul {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 4px 12px;
      }
      li {
        display: flex;
        gap: 8px;
      }
      svg {
        flex: none;
        width: 14px;
        height: 14px;
        margin-top: 4px;
        fill: none;
        stroke: currentColor;
        stroke-width: 2;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      .ok svg {
        color: var(--available);
      }
      .failed {
        font-weight: 600;
      }
      .failed svg {
        color: var(--busy);
      }
      .unknown {
        color: var(--ink-soft);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
    `,
  ]

  declare client: PresenceClient | undefined
  declare private found: Diagnosis | undefined
  declare private failure: string
  readonly #worded = new Worded(this)

  constructor() {
    super()
    this.failure = ''
  }

  override firstUpdated(): void {
    void this.#look()
  }

  override render(): TemplateResult {
    const { diagnosis } = this.#worded.details ?? english
    const { found } = this
    return html`
      <div role="status" data-testid="diagnosis" data-cause=${found ? (found.cause ?? 'nothing') : nothing}>
        ${found ? this.#cause(found) : html`<p class="soft">${this.failure || diagnosis.looking}</p>`}
      </div>
      ${found ? this.#checks(found) : nothing}
      <div class="actions">
        ${
          found?.cause === 'websocket_blocked' && found.pollingHelps
            ? html`<button type="button" class="primary" data-testid="use-polling" @click=${this.#poll}>
                ${diagnosis.poll}
              </button>`
            : nothing
        }
        <button type="button" @click=${() => void this.#look()}>${diagnosis.again}</button>
      </div>
    `
  }

  #cause({ cause, detail, origin = '', clockAheadMs = 0, pollingHelps }: Diagnosis): TemplateResult {
    const { diagnosis, causes, clock } = this.#worded.details ?? english
    if (!cause)
      return html`<div class="cause fine">
        <h3>${diagnosis.nothing}</h3>
        <p>${diagnosis.nothingRemedy}</p>
      </div>`
    const number = new Intl.NumberFormat(this.#worded.tag).format(Math.round(Math.abs(clockAheadMs) / MINUTE_MS))
    const minutes = fill(clockAheadMs < 0 ? clock.behind : clock.ahead, { minutes: number })
    const blocked = cause === 'websocket_blocked' && pollingHelps === false
    return html`<div class="cause">
      <h3>${causes[cause].title}</h3>
      <p>${fill(causes[cause].remedy, { origin, minutes })} ${blocked ? diagnosis.pollingOff : nothing}</p>
      ${detail ? html`<p><small>${fill(diagnosis.said, { detail })}</small></p>` : nothing}
    </div>`
  }

  #checks({ checks }: Diagnosis): TemplateResult {
    const words = this.#worded.details ?? english
    return html`<h4>${words.diagnosis.checks}</h4>
      <ul data-testid="diagnosis-checks">
        ${CHECKS.map(
          (one) =>
            html`<li class=${checks[one]} data-check=${one} data-found=${checks[one]}>
              <svg viewBox="0 0 16 16" aria-hidden="true"><path d=${MARKS[checks[one]]} /></svg>
              <span>${words.checks[one]}<span class="unseen">: ${words.found[checks[one]]}</span></span>
            </li>`,
        )}
      </ul>`
  }

  async #look(): Promise<void> {
    this.found = undefined
    this.failure = ''
    try {
      this.found = await this.client?.diagnose()
    } catch (error) {
      this.failure = sentenceOf(error)
    }
  }

  readonly #poll = (): void => {
    this.client?.usePolling()
    void this.#look()
  }
}
customElements.define('presence-diagnosis', PresenceDiagnosis)

const MARKS: Readonly<Record<Diagnosis['checks']['hub'], string>> = {
  ok: 'M3 8.5l3.2 3.2L13 5',
  failed: 'M4 4l8 8M12 4l-8 8',
  unknown: 'M8 8v.1',
}
