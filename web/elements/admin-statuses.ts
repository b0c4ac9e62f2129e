import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { misleadingLabels } from '../../protocol/misleading-labels.js'
import type { StatusDefinition } from '../../protocol/presence.js'
import { BUILT_IN_LABELS } from '../../protocol/vocabulary.js'
import type { AdminRest } from '../admin-rest.js'
import { adminStyle } from './admin-style.js'
import { controlStyle } from './control-style.js'
import type { StatusSaved } from './status-archive.js'
import type { SideSheet } from './side-sheet.js'
import './side-sheet.js'
import './status-form.js'
import './status-icon.js'

/** The catalogue: built-ins first, then what was made here, then what is archived. Asks its host to load it again. */
export class AdminStatuses extends LitElement {
  static override properties = {
    rest: { attribute: false },
    statuses: { attribute: false },
    opened: { state: true },
    done: { state: true },
    warnings: { state: true },
  }
  static override styles = [
    controlStyle,
    adminStyle,
    css`
      section + section {
        margin-block-start: 20px;
      }
      section h2 {
        padding: 14px 20px 10px;
      }
      li {
        display: grid;
        grid-template-columns: 22px minmax(0, 1fr) auto;
        align-items: center;
        gap: 4px 14px;
        padding: 10px 20px;
        border-block-start: 1px solid var(--line);
      }
      li > status-icon {
        font-size: 20px;
      }
      .name {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 8px;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .warning {
        grid-column: 2 / -1;
        color: var(--warn-ink);
        font-size: 13px;
      }
    `,
  ]

  declare rest: AdminRest
  declare statuses: readonly StatusDefinition[]
  /** The status in the form; 'new' for none yet. */
  declare private opened: StatusDefinition | 'new' | undefined
  declare private done: string
  declare private warnings: readonly string[]

  constructor() {
    super()
    this.statuses = []
    this.done = ''
    this.warnings = []
  }

  override render(): TemplateResult {
    const living = this.statuses.filter((one) => !one.archived)
    const custom = living.filter((one) => !one.builtIn)
    const archived = this.statuses.filter((one) => one.archived)
    return html`
      <div class="head">
        <h1>Statuses</h1>
        <button type="button" class="primary" data-testid="new-status" @click=${() => this.#open('new')}>
          New status
        </button>
      </div>
      <div class="says" role="status">
        ${this.done ? html`<p class="good" data-testid="saved">${this.done}</p>` : nothing}
        ${this.warnings.map((one) => html`<p class="warn" data-testid="said-warning">${one}.</p>`)}
      </div>
      ${this.#group(
        'Built in',
        living.filter((one) => one.builtIn),
        '',
      )}
      ${this.#group('Your own', custom, 'None yet. Make one for lunch, training or paperwork.')}
      ${archived.length > 0 ? this.#group('Archived', archived, '') : nothing}
      ${this.opened ? this.#sheet(this.opened) : nothing}
    `
  }

  #group(title: string, statuses: readonly StatusDefinition[], empty: string): TemplateResult {
    return html`<section class="card" aria-label=${title}>
      <h2>${title}</h2>
      <ul>
        ${statuses.map((one) => this.#row(one))}
        ${statuses.length === 0 ? html`<li><span></span><span class="soft">${empty}</span></li>` : nothing}
      </ul>
    </section>`
  }

  #row(one: StatusDefinition): TemplateResult {
    const label = one.labels['en'] ?? Object.values(one.labels)[0] ?? one.id
    const locales = Object.keys(one.labels).length
    const facts = [
      `id ${one.id}`,
      `routing sees ${BUILT_IN_LABELS[one.base]}`,
      locales === 1 ? '1 language' : `${locales} languages`,
    ]
    return html`<li data-testid="status" data-status=${one.id}>
      <status-icon base=${one.base}></status-icon>
      <div>
        <div class="name">
          ${label}
          ${
            one.selectable
              ? nothing
              : html`<span class="chip">${one.builtIn ? 'only the system sets it' : 'nobody can choose it'}</span>`
          }
          ${one.teams?.map((team) => html`<span class="chip">${team}</span>`)}
        </div>
        <p class="help">${facts.join(' · ')}</p>
      </div>
      <button
        type="button"
        data-testid="edit-status"
        aria-label="${one.archived ? 'Bring back' : 'Edit'} ${label}"
        @click=${() => this.#open(one)}
      >
        ${one.archived ? 'Bring back' : 'Edit'}
      </button>
      ${one.archived ? nothing : misleadingLabels(one.base, one.labels).map((text) => html`<p class="warning">${text}.</p>`)}
    </li>`
  }

  #sheet(opened: StatusDefinition | 'new'): TemplateResult {
    const status = opened === 'new' ? undefined : opened
    const name = status?.labels['en'] ?? status?.id ?? ''
    return html`<side-sheet .heading=${status ? name : 'New status'} @sheet-closed=${() => (this.opened = undefined)}>
      <status-form
        .rest=${this.rest}
        .status=${status}
        .taken=${this.statuses.map((one) => one.id)}
        @status-saved=${this.#saved}
      ></status-form>
    </side-sheet>`
  }

  #open(one: StatusDefinition | 'new'): void {
    this.opened = one
    this.done = ''
    this.warnings = []
  }

  readonly #saved = ({ done, warnings }: StatusSaved): void => {
    this.done = done
    this.warnings = warnings
    this.renderRoot.querySelector<SideSheet>('side-sheet')?.close()
    this.dispatchEvent(new Event('statuses-changed'))
  }
}
customElements.define('admin-statuses', AdminStatuses)
