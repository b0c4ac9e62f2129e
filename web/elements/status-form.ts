import { LitElement, css, html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import type { StatusDefinition } from '../../protocol/presence.js'
import { BASES } from '../../protocol/vocabulary.js'
import type { Base } from '../../protocol/vocabulary.js'
import type { AdminRest, Preview, StatusChange } from '../admin-rest.js'
import { NO_FAULTS, faultsOf } from '../faults.js'
import type { Faults } from '../faults.js'
import { ADMIN } from '../locale/admin.js'
import { misleadingIn } from '../locale/misleading.js'
import { PAGE } from '../locale/page.js'
import { Spoken } from '../locale/surface.js'
import { readableId } from '../readable-id.js'
import { adminStyle } from './admin-style.js'
import { controlStyle } from './control-style.js'
import { describedBy, formFault, formField } from './form-field.js'
import type { LabelsChosen } from './label-fields.js'
import { StatusSaved } from './status-archive.js'
import './change-preview.js'
import './label-fields.js'
import './status-icon.js'

const FIELDS = ['id', 'base', 'labels', 'selectable', 'teams'] as const
/** `labels.de` keeps its locale; a preview has all of it under `change`. */
const fieldOf = (path: string): string | undefined => {
  const bare = path.replace(/^change\./, '')
  if (bare.startsWith('labels.')) return bare
  return FIELDS.find((one) => bare.split('.')[0] === one)
}

/** Makes, changes or brings back one status, and says beforehand what that does. */
export class StatusForm extends LitElement {
  static override properties = {
    rest: { attribute: false },
    status: { attribute: false },
    taken: { attribute: false },
    draft: { state: true },
    newId: { state: true },
    preview: { state: true },
    faults: { state: true },
    busy: { state: true },
  }
  static override styles = [
    controlStyle,
    adminStyle,
    css`
      .bases {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
        gap: 4px 12px;
      }
    `,
  ]

  declare rest: AdminRest
  /** undefined: a new one. */
  declare status: StatusDefinition | undefined
  declare taken: readonly string[]
  declare private draft: StatusChange
  declare private newId: string
  declare private preview: Preview | undefined
  declare private faults: Faults
  declare private busy: boolean
  readonly #spoken = new Spoken(this, ADMIN)

  constructor() {
    super()
    this.taken = []
    this.draft = { base: 'away', labels: { en: '' }, selectable: true }
    this.newId = ''
    this.faults = NO_FAULTS
    this.busy = false
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('status') || !this.status) return
    const { base, labels, selectable, teams, builtIn } = this.status
    this.draft = builtIn ? { base, labels } : { base, labels, selectable, ...(teams && { teams }) }
  }

  override render(): TemplateResult {
    const { status, draft, faults } = this
    const { own } = this.#spoken
    const warnings = misleadingIn(draft, this.#spoken)
    return html`<form novalidate @submit=${this.#submit}>
        ${faults.sentence ? html`<p class="bad" role="alert">${faults.sentence}</p>` : nothing}
        <label-fields .labels=${draft.labels} .faults=${faults.at} @labels-chosen=${this.#labelled}></label-fields>
        <div role="status" class="says" data-testid="label-warnings">
          ${warnings.map((one) => html`<p class="warn" data-testid="label-warning">${one}</p>`)}
        </div>
        ${status ? nothing : this.#idField()} ${status?.builtIn ? nothing : this.#rules()}
        ${status?.builtIn ? html`<p class="help">${own.renameOnly}</p>` : nothing}
        <div aria-live="polite">
          <change-preview .statuses=${this.status ? [this.status] : []} .preview=${this.preview}></change-preview>
        </div>
        <div class="buttons">
          <button type="submit" class="primary" data-testid="save-status" aria-disabled=${this.busy}>
            ${status?.archived ? own.bringBack : own.save}
          </button>
        </div>
      </form>
      ${
        status && !status.builtIn && !status.archived
          ? html`<status-archive .rest=${this.rest} .status=${status}></status-archive>`
          : nothing
      }`
  }

  #idField(): TemplateResult {
    const { own } = this.#spoken
    const fault = this.faults.at.get('id')
    return formField(
      'id',
      { label: own.id, help: own.idHint, fault },
      html`<input
        id="id"
        autocomplete="off"
        spellcheck="false"
        aria-invalid=${fault !== undefined}
        aria-describedby=${describedBy('id')}
        .value=${this.#id()}
        @input=${(event: Event) => (this.newId = valueOf(event))}
      />`,
    )
  }

  #rules(): TemplateResult {
    const { base, selectable, teams } = this.draft
    const { own, words } = this.#spoken
    return html`<fieldset>
        <legend>${own.whatRoutingSees}</legend>
        <div class="bases">
          ${BASES.map(
            (one) =>
              html`<label class="check"
                ><input
                  type="radio"
                  name="base"
                  value=${one}
                  .checked=${one === base}
                  @change=${() => this.#rebase(one)}
                /><status-icon base=${one}></status-icon>${words.statuses[one]}</label
              >`,
          )}
        </div>
        ${formFault('base', this.faults.at.get('base'))}
      </fieldset>
      <label class="check"
        ><input
          type="checkbox"
          name="selectable"
          .checked=${selectable !== false}
          @change=${(event: Event) => this.#change({ selectable: event.target instanceof HTMLInputElement && event.target.checked })}
        />${own.mayChoose}</label
      >
      ${this.#teams(teams ?? [])}`
  }

  #teams(teams: readonly string[]): TemplateResult {
    const { own } = this.#spoken
    const fault = this.faults.at.get('teams')
    return formField(
      'teams',
      { label: own.onlyTeams, help: own.teamIds, fault },
      html`<input
        id="teams"
        autocomplete="off"
        placeholder=${own.allTeams}
        aria-invalid=${fault !== undefined}
        aria-describedby=${describedBy('teams')}
        .value=${teams.join(', ')}
        @change=${(event: Event) => this.#limit(valueOf(event))}
      />`,
    )
  }

  #id(): string {
    return this.status?.id ?? (this.newId || readableId(this.draft.labels['en'] ?? ''))
  }

  /** A language left empty is one without a label. */
  #filled(): StatusChange {
    const filled = Object.entries(this.draft.labels).filter(([, text]) => text.trim() !== '')
    return { ...this.draft, labels: Object.fromEntries(filled) }
  }

  #change(part: Partial<StatusChange>): void {
    this.draft = { ...this.draft, ...part }
    this.faults = NO_FAULTS
  }

  readonly #labelled = ({ labels }: LabelsChosen): void => this.#change({ labels })

  #limit(text: string): void {
    const { teams: _before, ...others } = this.draft
    const teams = text.split(/[\s,]+/).filter(Boolean)
    this.draft = teams.length > 0 ? { ...others, teams } : others
    this.faults = NO_FAULTS
  }

  #rebase(base: Base): void {
    this.#change({ base })
    this.preview = undefined
    const { status } = this
    if (status && !status.archived && base !== status.base) void this.#look(status.id)
  }

  async #look(id: string): Promise<void> {
    const asked = this.draft
    try {
      const preview = await this.rest.previewStatus(id, this.#filled())
      if (asked.base === this.draft.base) this.preview = preview
    } catch (error) {
      this.faults = faultsOf(error, fieldOf, this.#spoken.of(PAGE))
    }
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const { own } = this.#spoken
    const id = this.#id()
    const isNew = !this.status
    const wrongId = id === '' ? own.idMissing : this.taken.includes(id) ? own.idTaken : ''
    if (isNew && wrongId) {
      this.faults = { at: new Map([['id', wrongId]]), sentence: '' }
      return
    }
    void this.#attempt(async () => {
      const filled = this.#filled()
      await this.rest.putStatus(id, filled)
      this.dispatchEvent(new StatusSaved(isNew ? 'made' : 'saved', filled))
    })
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.faults = NO_FAULTS
    try {
      await act()
    } catch (error) {
      this.faults = faultsOf(error, fieldOf, this.#spoken.of(PAGE))
    }
    this.busy = false
  }
}
customElements.define('status-form', StatusForm)

const valueOf = (event: Event): string => (event.target instanceof HTMLInputElement ? event.target.value : '')
