import { LitElement, css, html } from 'lit'
import type { TemplateResult } from 'lit'
import type { CapacityProfile } from '../../protocol/presence.js'
import { ADMIN } from '../locale/admin.js'
import { Spoken } from '../locale/surface.js'
import { fill } from '../locale/worded.js'
import { adminStyle } from './admin-style.js'
import { controlStyle } from './control-style.js'
import { formFault } from './form-field.js'

export type LimitRow = CapacityProfile

export class LimitsChosen extends Event {
  constructor(readonly limits: readonly LimitRow[]) {
    super('limits-chosen')
  }
}

/** Capacity profiles: named limits beside the units, each of which may block all other work. */
export class ProfileRows extends LitElement {
  static override properties = { limits: { attribute: false }, faults: { attribute: false } }
  static override styles = [
    controlStyle,
    adminStyle,
    css`
      .row {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 80px auto auto;
        align-items: center;
        gap: 4px 10px;
      }
      .row .fault {
        grid-column: 1 / -1;
      }
    `,
  ]

  declare limits: readonly LimitRow[]
  declare faults: ReadonlyMap<string, string>
  /** A row is new: the next to be typed in. */
  #added = false
  readonly #spoken = new Spoken(this, ADMIN)

  constructor() {
    super()
    this.limits = []
    this.faults = new Map()
  }

  override updated(): void {
    if (!this.#added) return
    this.#added = false
    const rows = this.renderRoot.querySelectorAll<HTMLElement>('.row')
    rows[rows.length - 1]?.querySelector('input')?.focus()
  }

  override render(): TemplateResult {
    const { own } = this.#spoken
    return html`<fieldset>
      <legend>${own.profiles}</legend>
      ${this.limits.map((one, index) => this.#row(one, index))} ${formFault('profiles', this.faults.get('profiles'))}
      <div class="buttons">
        <button type="button" data-testid="add-limit" @click=${this.#add}>${own.addProfile}</button>
      </div>
    </fieldset>`
  }

  #row(one: LimitRow, index: number): TemplateResult {
    const { own, number } = this.#spoken
    const n = number(index + 1)
    const at = `profiles.${index}`
    return html`<div class="row" data-testid="limit-row">
      <input
        aria-label=${fill(own.profileName, { n })}
        placeholder="chat"
        autocomplete="off"
        aria-invalid=${this.faults.has(`${at}.name`)}
        aria-describedby=${`${at}.name-fault`}
        .value=${one.name}
        @change=${(event: Event) => this.#change(index, { name: valueOf(event).trim() })}
      />
      <input
        type="number"
        min="0"
        aria-label=${fill(own.profileLimit, { n })}
        aria-invalid=${this.faults.has(`${at}.limit`)}
        aria-describedby=${`${at}.limit-fault`}
        .value=${String(one.limit)}
        @change=${(event: Event) => this.#change(index, { limit: Number(valueOf(event)) })}
      />
      <label class="check"
        ><input
          type="checkbox"
          .checked=${one.blocking}
          @change=${() => this.#change(index, { blocking: !one.blocking })}
        />${own.blocks}</label
      >
      <button type="button" class="quiet" aria-label=${fill(own.removeOf, { n })} @click=${() => this.#remove(index)}>
        ${own.remove}
      </button>
      ${formFault(`${at}.name`, this.faults.get(`${at}.name`))}
      ${formFault(`${at}.limit`, this.faults.get(`${at}.limit`))}
    </div>`
  }

  #choose(limits: readonly LimitRow[]): void {
    this.dispatchEvent(new LimitsChosen(limits))
  }

  #change(index: number, part: Partial<LimitRow>): void {
    this.#choose(this.limits.map((one, at) => (at === index ? { ...one, ...part } : one)))
  }

  #remove(index: number): void {
    this.#choose(this.limits.filter((_one, at) => at !== index))
  }

  readonly #add = (): void => {
    this.#added = true
    this.#choose([...this.limits, { name: '', limit: 1, blocking: false }])
  }
}
customElements.define('profile-rows', ProfileRows)

const valueOf = (event: Event): string => (event.target instanceof HTMLInputElement ? event.target.value : '')
