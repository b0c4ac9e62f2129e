import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { ADMIN } from '../locale/admin.js'
import { Spoken } from '../locale/surface.js'
import { fill } from '../locale/worded.js'
import { adminStyle } from './admin-style.js'
import { controlStyle } from './control-style.js'
import { describedBy, formFault, formField } from './form-field.js'

type Labels = Readonly<Record<string, string>>

export class LabelsChosen extends Event {
  constructor(readonly labels: Labels) {
    super('labels-chosen')
  }
}

/** Offered without asking; any other can be added. */
const LOCALES = ['en', 'de', 'es', 'fr', 'ja', 'ar']

/** What a status is called, in each language. */
export class LabelFields extends LitElement {
  static override properties = {
    labels: { attribute: false },
    faults: { attribute: false },
    wrongLocale: { state: true },
  }
  static override styles = [
    controlStyle,
    adminStyle,
    css`
      .languages {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 12px;
      }
      .add {
        display: flex;
        align-items: end;
        gap: 10px;
      }
      .add label {
        flex: 0 1 210px;
      }
    `,
  ]

  declare labels: Labels
  declare faults: ReadonlyMap<string, string>
  declare private wrongLocale: string
  /** Just added: the next to be typed in. */
  #fresh = ''
  readonly #spoken = new Spoken(this, ADMIN)

  constructor() {
    super()
    this.labels = {}
    this.faults = new Map()
    this.wrongLocale = ''
  }

  override updated(): void {
    const input = this.renderRoot.querySelector<HTMLInputElement>(`[data-locale="${CSS.escape(this.#fresh)}"]`)
    if (!input) return
    input.focus()
    this.#fresh = ''
  }

  override render(): TemplateResult {
    const { own } = this.#spoken
    const locales = [...new Set([...LOCALES, ...Object.keys(this.labels)])]
    return html`<fieldset>
      <legend>${own.itsNames}</legend>
      <div class="languages">${locales.map((locale) => this.#field(locale))}</div>
      ${formFault('labels', this.faults.get('labels'))}
      <div class="add">
        <label>
          ${own.anotherLanguage}
          <input
            data-testid="new-locale"
            placeholder="pt-BR"
            autocomplete="off"
            aria-invalid=${this.wrongLocale !== ''}
            @keydown=${this.#onKey}
          />
        </label>
        <button type="button" data-testid="add-locale" @click=${this.#add}>${own.add}</button>
      </div>
      ${this.wrongLocale ? html`<span class="fault" role="alert">${this.wrongLocale}</span>` : nothing}
    </fieldset>`
  }

  #field(locale: string): TemplateResult {
    const names = new Intl.DisplayNames([this.#spoken.tag], { type: 'language', fallback: 'none' })
    const id = `labels.${locale}`
    const fault = this.faults.get(id)
    return formField(
      id,
      { label: names.of(locale) ?? locale, fault },
      html`<input
        id=${id}
        lang=${locale}
        dir="auto"
        data-locale=${locale}
        autocomplete="off"
        aria-invalid=${fault !== undefined}
        aria-describedby=${describedBy(id)}
        .value=${this.labels[locale] ?? ''}
        @input=${(event: Event) => this.#typed(locale, event)}
      />`,
    )
  }

  #typed(locale: string, event: Event): void {
    if (!(event.target instanceof HTMLInputElement)) return
    this.dispatchEvent(new LabelsChosen({ ...this.labels, [locale]: event.target.value }))
  }

  readonly #add = (): void => {
    const input = this.renderRoot.querySelector<HTMLInputElement>('[data-testid="new-locale"]')
    const locale = input?.value.trim() ?? ''
    if (!input || locale === '') return
    this.wrongLocale = isLocale(locale) ? '' : fill(this.#spoken.own.noLanguage, { tag: locale })
    if (this.wrongLocale) return
    input.value = ''
    this.dispatchEvent(new LabelsChosen({ ...this.labels, [locale]: this.labels[locale] ?? '' }))
    this.#fresh = locale
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    this.#add()
  }
}
customElements.define('label-fields', LabelFields)

function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
