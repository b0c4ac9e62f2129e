import { LitElement, css, html } from 'lit'
import type { TemplateResult } from 'lit'
import type { SetOptions } from '../../client-sdk/index.js'
import { LIMITS } from '../../protocol/limits.js'
import type { StatusDefinition } from '../../protocol/presence.js'
import { details as english, type ChoiceEnd } from '../locale/en-details.js'
import { Worded } from '../locale/worded.js'
import { controlStyle } from './control-style.js'

/** A status was chosen with a note, an end or both; undefined: it was not, after all. */
export class ChoiceMade extends Event {
  constructor(readonly choice: { readonly status: StatusDefinition; readonly options: SetOptions } | undefined) {
    super('choice-made')
  }
}

const MINUTE_MS = 60_000
const ENDS: Readonly<Record<ChoiceEnd, (now: number) => number | undefined>> = {
  open: () => undefined,
  minutes15: (now) => now + 15 * MINUTE_MS,
  hour1: (now) => now + 60 * MINUTE_MS,
  // Of the day where the agent is.
  endOfDay: (now) => new Date(now).setHours(24, 0, 0, 0),
}
const ENDS_LISTED = Object.keys(ENDS).filter((end): end is ChoiceEnd => end in ENDS)

/** A status with a note and an end. Asks its host to set it by a `choice-made` event. */
export class ChoiceForm extends LitElement {
  static override properties = { statuses: { attribute: false }, chosen: { type: String } }
  static override styles = [
    controlStyle,
    css`
      form {
        display: grid;
        gap: 14px;
      }
      fieldset {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 6px;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0 0 4px;
        color: var(--ink-soft);
        font-size: 13px;
        font-weight: 500;
      }
      fieldset label {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 36px;
        padding: 4px 10px;
        border: 1px solid var(--line);
        border-radius: var(--radius-small);
        color: var(--ink);
        cursor: pointer;
      }
      fieldset label:has(:checked) {
        border-color: var(--accent);
        background: var(--accent-soft);
      }
      [type='radio'] {
        flex: none;
        width: 16px;
        height: 16px;
        margin: 0;
        accent-color: var(--accent);
      }
      small {
        color: var(--ink-soft);
        font-weight: 400;
      }
      .actions {
        display: flex;
        gap: 8px;
      }
    `,
  ]

  declare statuses: readonly StatusDefinition[]
  /** The id of the status it begins with. */
  declare chosen: string
  /** The hub's clock: a wrong one here must not end a choice early. */
  serverNow: () => number = Date.now
  readonly #worded = new Worded(this)

  constructor() {
    super()
    this.statuses = []
    this.chosen = ''
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('select')?.focus()
  }

  override render(): TemplateResult {
    const { form, choiceEnds } = this.#worded.details ?? english
    return html`<form data-testid="choice-form" @submit=${this.#onSubmit}>
      <label>
        ${form.status}
        <select name="status">
          ${this.statuses.map(
            (one) =>
              html`<option value=${one.id} ?selected=${one.id === this.chosen}>${this.#worded.labelOf(one)}</option>`,
          )}
        </select>
      </label>
      <label>
        ${form.note}
        <input name="note" maxlength=${LIMITS.noteLength} autocomplete="off" aria-describedby="hint" />
        <small id="hint">${form.noteHint}</small>
      </label>
      <fieldset>
        <legend>${form.ends}</legend>
        ${ENDS_LISTED.map(
          (end) =>
            html`<label>
              <input type="radio" name="end" value=${end} ?checked=${end === 'open'} />${choiceEnds[end]}
            </label>`,
        )}
      </fieldset>
      <div class="actions">
        <button type="submit" class="primary">${form.set}</button>
        <button type="button" class="quiet" @click=${() => this.dispatchEvent(new ChoiceMade(undefined))}>
          ${form.cancel}
        </button>
      </div>
    </form>`
  }

  readonly #onSubmit = (event: SubmitEvent & { currentTarget: HTMLFormElement }): void => {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    const status = this.statuses.find((one) => one.id === given.get('status'))
    const end = ENDS_LISTED.find((one) => one === given.get('end')) ?? 'open'
    const note = this.renderRoot.querySelector<HTMLInputElement>('[name=note]')?.value.trim() ?? ''
    const expiresAt = ENDS[end](this.serverNow())
    if (!status) return
    const options = { ...(note !== '' && { note }), ...(expiresAt !== undefined && { expiresAt }) }
    this.dispatchEvent(new ChoiceMade({ status, options }))
  }
}
customElements.define('choice-form', ChoiceForm)
