import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Policy } from '../../protocol/policy.js'
import type { StatusDefinition } from '../../protocol/presence.js'
import { BASES } from '../../protocol/vocabulary.js'
import type { Base } from '../../protocol/vocabulary.js'
import { durationInWords } from '../durations.js'
import { ADMIN } from '../locale/admin.js'
import { Spoken } from '../locale/surface.js'
import { fill } from '../locale/worded.js'
import { POLICY_SETTINGS } from '../policy-settings.js'
import { adminStyle } from './admin-style.js'
import { controlStyle } from './control-style.js'
import type { DurationChosen } from './duration-field.js'
import type { Toggled } from './toggle-switch.js'
import './duration-field.js'
import './status-icon.js'
import './toggle-switch.js'

export type SettingValue = Policy[keyof Policy]

/** What somebody wants a setting to be; undefined: what is inherited. */
export class SettingChosen extends Event {
  constructor(
    readonly setting: keyof Policy,
    readonly value: SettingValue | undefined,
  ) {
    super('setting-chosen', { bubbles: true, composed: true })
  }
}

/** One setting of a policy: what it does, what it may be, what it is by default, and its value. */
export class PolicySetting extends LitElement {
  static override properties = {
    setting: { type: String },
    value: { attribute: false },
    inherited: { attribute: false },
    standard: { attribute: false },
    own: { type: Boolean },
    changed: { type: Boolean, reflect: true },
    fault: { type: String },
    statuses: { attribute: false },
  }
  static override styles = [
    controlStyle,
    adminStyle,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(280px, 360px);
        gap: 8px 32px;
        padding: 18px 20px;
        border-block-start: 1px solid var(--line);
        border-inline-start: 4px solid transparent;
      }
      :host([changed]) {
        border-inline-start-color: var(--accent);
        background: var(--accent-soft);
      }
      @media (forced-colors: active) {
        :host(:not([changed])) {
          border-inline-start-color: Canvas;
        }
      }
      .limits {
        margin-block-start: 4px;
      }
      .value {
        display: grid;
        align-content: start;
        justify-items: start;
        gap: 8px;
        min-width: 0;
      }
      toggle-switch {
        margin-inline-start: -8px;
      }
      .bases {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 16px;
      }
      input[type='number'] {
        width: 110px !important;
      }
      .inherit {
        font-size: 13.5px !important;
      }
      @media (max-width: 760px) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ]

  declare setting: keyof Policy
  declare value: SettingValue
  /** What the organisation has; undefined on the organisation's own page. */
  declare inherited: SettingValue | undefined
  /** Where nobody has settled anything. */
  declare standard: SettingValue
  /** The team has a value of its own. */
  declare own: boolean
  declare changed: boolean
  declare fault: string
  declare statuses: readonly StatusDefinition[]
  readonly #spoken = new Spoken(this, ADMIN)

  constructor() {
    super()
    this.own = false
    this.changed = false
    this.fault = ''
    this.statuses = []
  }

  override render(): TemplateResult {
    const { own } = this.#spoken
    const { title, help, range } = own.policy[this.setting]
    const ofTeam = this.inherited !== undefined
    return html`
      <div>
        <h2 id="title">${title}</h2>
        <p class="help">${help}</p>
        <p class="help limits">
          ${fill(own.allowed, { range })}
          ${
            this.inherited === undefined
              ? fill(own.standard, { value: this.#inWords(this.standard) })
              : fill(own.inherited, { value: this.#inWords(this.inherited) })
          }
        </p>
      </div>
      <div class="value">
        ${
          ofTeam
            ? html`<label class="check inherit"
                ><input
                  type="checkbox"
                  data-testid="own"
                  aria-label=${fill(own.ownValueOf, { title })}
                  .checked=${this.own}
                  @change=${() => this.#choose(this.own ? undefined : this.value)}
                />${own.ownValue}</label
              >`
            : nothing
        }
        ${this.#control(title, ofTeam && !this.own)}
        ${this.fault ? html`<p class="fault" role="alert" data-testid="fault">${this.fault}</p>` : nothing}
      </div>
    `
  }

  #control(title: string, disabled: boolean): TemplateResult | typeof nothing {
    const { value } = this
    const kind = POLICY_SETTINGS[this.setting]
    if (disabled) return html`<p class="soft">${this.#inWords(value)}</p>`
    switch (kind.is) {
      case 'switch':
        return html`<toggle-switch
          bare
          label=${title}
          ?on=${value === true}
          @toggled=${({ on }: Toggled) => this.#choose(on)}
        ></toggle-switch>`
      case 'duration':
        return html`<duration-field
          .ms=${typeof value === 'number' ? value : null}
          .never=${kind.endless ? this.#spoken.own.endless[kind.endless] : ''}
          .name=${title}
          .fault=${this.fault}
          @duration-chosen=${({ ms }: DurationChosen) => this.#choose(ms)}
        ></duration-field>`
      case 'number':
        return html`<input
          type="number"
          aria-label=${title}
          aria-invalid=${this.fault !== ''}
          .value=${String(value)}
          @change=${this.#onNumber}
        />`
      case 'status':
        return html`<select aria-label=${title} aria-invalid=${this.fault !== ''} @change=${this.#onSelect}>
          ${this.statuses
            .filter((one) => !one.archived && one.id !== 'inactive')
            .map(
              (one) =>
                html`<option value=${one.id} .selected=${one.id === value}>${this.#spoken.labelOf(one)}</option>`,
            )}
        </select>`
      case 'bases':
        return html`<div class="bases" role="group" aria-label=${title}>
          ${BASES.map((base) => this.#base(base, Array.isArray(value) ? value : []))}
        </div>`
    }
  }

  #base(base: Base, chosen: readonly Base[]): TemplateResult {
    const on = chosen.includes(base)
    const next = BASES.filter((one) => (one === base ? !on : chosen.includes(one)))
    return html`<label class="check"
      ><input type="checkbox" value=${base} .checked=${on} @change=${() => this.#choose(next)} /><status-icon
        base=${base}
      ></status-icon
      >${this.#spoken.words.statuses[base]}</label
    >`
  }

  #inWords(value: SettingValue): string {
    const { own, words, number, tag } = this.#spoken
    const kind = POLICY_SETTINGS[this.setting]
    if (value === null) return kind.is === 'duration' && kind.endless ? own.endless[kind.endless] : own.none
    if (typeof value === 'boolean') return value ? own.isOn : own.isOff
    if (typeof value === 'number') return kind.is === 'duration' ? durationInWords(value, tag) : number(value)
    if (typeof value === 'string') return this.#spoken.labelFor({ status: value, label: value }, this.statuses)
    const names = value.map((base) => words.statuses[base])
    return names.length === 0 ? own.none : new Intl.ListFormat(tag, { type: 'unit' }).format(names)
  }

  #choose(value: SettingValue | undefined): void {
    this.dispatchEvent(new SettingChosen(this.setting, value))
  }

  readonly #onNumber = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return
    const typed = event.target.valueAsNumber
    if (Number.isFinite(typed)) this.#choose(typed)
    else event.target.value = String(this.value)
  }

  readonly #onSelect = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) this.#choose(event.target.value)
  }
}
customElements.define('policy-setting', PolicySetting)
