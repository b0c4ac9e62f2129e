import { LitElement, css, html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { DURATION_UNITS, unitOf } from '../durations.js'
import type { DurationUnit } from '../durations.js'
import { ADMIN } from '../locale/admin.js'
import { Spoken } from '../locale/surface.js'
import { fill } from '../locale/worded.js'
import { controlStyle } from './control-style.js'

/** A duration somebody chose, in ms; null: never. */
export class DurationChosen extends Event {
  constructor(readonly ms: number | null) {
    super('duration-chosen')
  }
}

/** A number and its unit, and where it may be, "never". */
export class DurationField extends LitElement {
  static override properties = {
    ms: { attribute: false },
    never: { type: String },
    name: { type: String },
    fault: { type: String },
    disabled: { type: Boolean },
    unit: { state: true },
  }
  static override styles = [
    controlStyle,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
      }
      input[type='number'] {
        width: 110px;
      }
      select {
        width: 130px;
      }
      [aria-invalid='true'] {
        border-color: var(--busy);
      }
      label {
        display: flex;
        align-items: center;
        gap: 8px;
        color: var(--ink);
        font-size: 15px;
        font-weight: 400;
      }
      input[type='checkbox'] {
        width: 18px;
        height: 18px;
        margin: 0;
        accent-color: var(--accent);
      }
    `,
  ]

  declare ms: number | null
  /** What null means; empty: it may not be null. */
  declare never: string
  /** Said to who cannot see it. */
  declare name: string
  declare fault: string
  declare disabled: boolean
  declare private unit: DurationUnit
  readonly #spoken = new Spoken(this, ADMIN)

  constructor() {
    super()
    this.ms = 0
    this.never = ''
    this.name = ''
    this.fault = ''
    this.disabled = false
    this.unit = unitOf(0)
  }

  override willUpdate(changed: PropertyValues<this>): void {
    // While somebody types, the unit stays as they chose it; a value from outside comes with its own.
    if (changed.has('ms') && !this.matches(':focus-within')) this.unit = unitOf(this.ms ?? 0)
  }

  override render(): TemplateResult {
    const { ms, unit } = this
    const { own } = this.#spoken
    return html`${
      ms === null
        ? nothing
        : html`<input
              type="number"
              min="0"
              step="any"
              aria-label=${this.name}
              aria-invalid=${this.fault !== ''}
              aria-description=${this.fault || nothing}
              ?disabled=${this.disabled}
              .value=${String(ms / unit.ms)}
              @change=${this.#typed}
            />
            <select
              aria-label=${fill(own.unitOf, { name: this.name })}
              ?disabled=${this.disabled}
              @change=${this.#unitChosen}
            >
              ${DURATION_UNITS.map((one) => html`<option value=${one.unit} .selected=${one === unit}>${own.units[one.unit]}</option>`)}
            </select>`
    }
    ${
      this.never
        ? html`<label>
            <input
              type="checkbox"
              .checked=${ms === null}
              ?disabled=${this.disabled}
              @change=${() => this.#choose(ms === null ? unit.ms : null)}
            />${this.never}
          </label>`
        : nothing
    }`
  }

  #choose(ms: number | null): void {
    this.dispatchEvent(new DurationChosen(ms))
  }

  readonly #typed = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return
    const typed = event.target.valueAsNumber
    // What is no number is not taken: sent on, it would be null, and null means never.
    if (Number.isFinite(typed)) this.#choose(Math.round(typed * this.unit.ms))
    else event.target.value = String((this.ms ?? 0) / this.unit.ms)
  }

  readonly #unitChosen = (event: Event): void => {
    if (!(event.target instanceof HTMLSelectElement)) return
    const { value } = event.target
    const next = DURATION_UNITS.find((one) => one.unit === value)
    if (!next || this.ms === null) return
    const typed = this.ms / this.unit.ms
    this.unit = next
    this.#choose(Math.round(typed * next.ms))
  }
}
customElements.define('duration-field', DurationField)
