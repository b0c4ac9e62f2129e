import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { StatusDefinition } from '../../protocol/presence.js'
import type { AdminRest } from '../admin-rest.js'
import { ADMIN } from '../locale/admin.js'
import { misleadingIn } from '../locale/misleading.js'
import { Spoken } from '../locale/surface.js'
import { fill } from '../locale/worded.js'
import { adminStyle } from './admin-style.js'
import { controlStyle } from './control-style.js'
import type { SideSheet } from './side-sheet.js'
import type { Done, StatusSaved } from './status-archive.js'
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
    saved: { state: true },
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
  declare private done: Done | undefined
  /** The base and the labels that were saved: where they contradict each other, it is said. */
  declare private saved: Pick<StatusDefinition, 'base' | 'labels'> | undefined
  readonly #spoken = new Spoken(this, ADMIN)

  constructor() {
    super()
    this.statuses = []
  }

  override render(): TemplateResult {
    const { own } = this.#spoken
    const living = this.statuses.filter((one) => !one.archived)
    const custom = living.filter((one) => !one.builtIn)
    const archived = this.statuses.filter((one) => one.archived)
    return html`
      <div class="head">
        <h1>${own.sections.statuses}</h1>
        <button type="button" class="primary" data-testid="new-status" @click=${() => this.#open('new')}>
          ${own.newStatus}
        </button>
      </div>
      <div class="says" role="status">
        ${this.done ? html`<p class="good" data-testid="saved">${own[this.done]}</p>` : nothing}
        ${this.saved ? misleadingIn(this.saved, this.#spoken).map((text) => html`<p class="warn" data-testid="said-warning">${text}</p>`) : nothing}
      </div>
      ${this.#group(
        own.builtIn,
        living.filter((one) => one.builtIn),
        '',
      )}
      ${this.#group(own.yourOwn, custom, own.noneYet)}
      ${archived.length > 0 ? this.#group(own.archived, archived, '') : nothing}
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
    const { own, words, count } = this.#spoken
    const label = this.#spoken.labelOf(one)
    const [deed, deedOf] = one.archived ? [own.bringBack, own.bringBackOf] : [own.edit, own.editOf]
    const locales = Object.keys(one.labels).length
    const facts = [
      fill(own.idOf, { id: one.id }),
      fill(own.routingSees, { label: words.statuses[one.base] }),
      count(own.languages, locales),
    ]
    return html`<li data-testid="status" data-status=${one.id}>
      <status-icon base=${one.base}></status-icon>
      <div>
        <div class="name">
          ${label}
          ${
            one.selectable
              ? nothing
              : html`<span class="chip">${one.builtIn ? own.onlySystem : own.nobodyChooses}</span>`
          }
          ${one.teams?.map((team) => html`<span class="chip">${team}</span>`)}
        </div>
        <p class="help">${facts.join(' · ')}</p>
      </div>
      <button
        type="button"
        data-testid="edit-status"
        aria-label=${fill(deedOf, { name: label })}
        @click=${() => this.#open(one)}
      >
        ${deed}
      </button>
      ${one.archived ? nothing : misleadingIn(one, this.#spoken).map((text) => html`<p class="warning">${text}</p>`)}
    </li>`
  }

  #sheet(opened: StatusDefinition | 'new'): TemplateResult {
    const status = opened === 'new' ? undefined : opened
    const name = status ? this.#spoken.labelOf(status) : this.#spoken.own.newStatus
    return html`<side-sheet .heading=${name} @sheet-closed=${() => (this.opened = undefined)}>
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
    this.done = undefined
    this.saved = undefined
  }

  readonly #saved = ({ done, saved }: StatusSaved): void => {
    this.done = done
    this.saved = saved
    this.renderRoot.querySelector<SideSheet>('side-sheet')?.close()
    this.dispatchEvent(new Event('statuses-changed'))
  }
}
customElements.define('admin-statuses', AdminStatuses)
