import { LitElement, css, html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { misleadingLabels } from '../../protocol/misleading-labels.js'
import type { StatusDefinition } from '../../protocol/presence.js'
import { BASES, BUILT_IN_LABELS } from '../../protocol/vocabulary.js'
import type { Base } from '../../protocol/vocabulary.js'
import type { AdminRest, Preview, StatusChange } from '../admin-rest.js'
import { readableId } from '../readable-id.js'
import { NO_FAULTS, faultsOf } from '../faults.js'
import type { Faults } from '../faults.js'
import { adminStyle } from './admin-style.js'
import { controlStyle } from './control-style.js'
import './change-preview.js'
import { describedBy, formFault, formField } from './form-field.js'
import './label-fields.js'
import { StatusSaved } from './status-archive.js'
import './status-icon.js'
import type { LabelsChosen } from './label-fields.js'

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
    const warnings = misleadingLabels(draft.base, draft.labels)
    return html`<form novalidate @submit=${this.#submit}>
        ${faults.sentence ? html`<p class="bad" role="alert">${faults.sentence}</p>` : nothing}
        <label-fields .labels=${draft.labels} .faults=${faults.at} @labels-chosen=${this.#labelled}></label-fields>
        <div role="status" class="says" data-testid="label-warnings">
          ${warnings.map((one) => html`<p class="warn" data-testid="label-warning">${one}.</p>`)}
        </div>
        ${status ? nothing : this.#idField()} ${status?.builtIn ? nothing : this.#rules()}
        ${status?.builtIn ? html`<p class="help">Built in: it can be called something else, and that is all.</p>` : nothing}
        <div aria-live="polite"><change-preview .preview=${this.preview}></change-preview></div>
        <div class="buttons">
          <button type="submit" class="primary" data-testid="save-status" aria-disabled=${this.busy}>
            ${status?.archived ? 'Bring back' : 'Save'}
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
    const fault = this.faults.at.get('id')
    return formField(
      'id',
      { label: 'Id', help: 'What other systems call it. It cannot be changed later.', fault },
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
    return html`<fieldset>
        <legend>What routing sees</legend>
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
                /><status-icon base=${one}></status-icon>${BUILT_IN_LABELS[one]}</label
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
        />Agents may choose it</label
      >
      ${this.#teams(teams ?? [])}`
  }

  #teams(teams: readonly string[]): TemplateResult {
    const fault = this.faults.at.get('teams')
    return formField(
      'teams',
      { label: 'Only for these teams', help: 'Team ids with commas between them.', fault },
      html`<input
        id="teams"
        autocomplete="off"
        placeholder="All teams"
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
      this.faults = faultsOf(error, fieldOf)
    }
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const id = this.#id()
    const isNew = !this.status
    const wrongId = id === '' ? 'a status needs an id' : this.taken.includes(id) ? 'there is a status of this id' : ''
    if (isNew && wrongId) {
      this.faults = { at: new Map([['id', wrongId]]), sentence: '' }
      return
    }
    void this.#attempt(async () => {
      const warnings = await this.rest.putStatus(id, this.#filled())
      this.dispatchEvent(new StatusSaved(isNew ? 'Made.' : 'Saved.', warnings))
    })
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.faults = NO_FAULTS
    try {
      await act()
    } catch (error) {
      this.faults = faultsOf(error, fieldOf)
    }
    this.busy = false
  }
}
customElements.define('status-form', StatusForm)

const valueOf = (event: Event): string => (event.target instanceof HTMLInputElement ? event.target.value : '')
