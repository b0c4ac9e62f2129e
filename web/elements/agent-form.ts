import { LitElement, css, html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import type { StatusDefinition } from '../../protocol/presence.js'
import type { AgentProfile } from '../../protocol/rest.js'
import type { AdminRest } from '../admin-rest.js'
import { NO_FAULTS, faultsOf } from '../faults.js'
import type { Faults } from '../faults.js'
import { ADMIN } from '../locale/admin.js'
import { PAGE } from '../locale/page.js'
import { Spoken } from '../locale/surface.js'
import { fill } from '../locale/worded.js'
import { adminStyle } from './admin-style.js'
import { controlStyle } from './control-style.js'
import { describedBy, formField } from './form-field.js'
import type { LimitRow, LimitsChosen } from './profile-rows.js'
import './profile-rows.js'

export type Done = 'saved' | 'deleted'

/** It is done. */
export class AgentSaved extends Event {
  constructor(readonly done: Done) {
    super('agent-saved')
  }
}

const FIELDS = ['agentId', 'name', 'teams', 'defaultStatus', 'totalUnits', 'sessionLimit'] as const
type Field = (typeof FIELDS)[number]
/** The id stands in the path of the call, so the hub calls it `id`; a limit keeps its row: `profiles.0.limit`. */
const fieldOf = (path: string): string | undefined => {
  if (path === 'id') return 'agentId'
  return path.startsWith('profiles') ? path : FIELDS.find((one) => path.split('.')[0] === one)
}

/** An agent's profile. What is left empty is not configured: then team and organisation decide. */
export class AgentForm extends LitElement {
  static override properties = {
    rest: { attribute: false },
    profile: { attribute: false },
    statuses: { attribute: false },
    limits: { state: true },
    faults: { state: true },
    busy: { state: true },
    asking: { state: true },
  }
  static override styles = [
    controlStyle,
    adminStyle,
    css`
      .pair {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 12px;
        align-items: start;
      }
      .delete {
        margin-block-start: 24px;
        padding-block-start: 20px;
        border-block-start: 1px solid var(--line);
      }
    `,
  ]

  declare rest: AdminRest
  /** undefined: a new one. */
  declare profile: AgentProfile | undefined
  declare statuses: readonly StatusDefinition[]
  declare private limits: readonly LimitRow[]
  declare private faults: Faults
  declare private busy: boolean
  declare private asking: boolean
  readonly #spoken = new Spoken(this, ADMIN)

  constructor() {
    super()
    this.statuses = []
    this.limits = []
    this.faults = NO_FAULTS
    this.busy = false
    this.asking = false
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('profile')) this.limits = this.profile?.profiles ?? []
  }

  override render(): TemplateResult {
    const { profile, faults } = this
    const { own } = this.#spoken
    return html`<form novalidate @submit=${this.#submit}>
        ${faults.sentence ? html`<p class="bad" role="alert">${faults.sentence}</p>` : nothing}
        ${
          profile
            ? html`<p class="help">${fill(own.idOf, { id: profile.agentId })}</p>`
            : this.#text('agentId', own.id, '', own.agentIdHint)
        }
        ${this.#text('name', own.name, profile?.name ?? '', '')}
        ${this.#text('teams', own.teams, (profile?.teams ?? []).join(', '), own.teamIds)}
        ${this.#defaultStatus(profile)}
        <div class="pair">
          ${this.#number('totalUnits', own.unitsInAll, profile?.totalUnits, own.notConfigured)}
          ${this.#number('sessionLimit', own.sessionLimit, profile?.sessionLimit, own.byPolicy)}
        </div>
        <profile-rows
          .limits=${this.limits}
          .faults=${faults.at}
          @limits-chosen=${({ limits }: LimitsChosen) => (this.limits = limits)}
        ></profile-rows>
        <div class="buttons">
          <button type="submit" class="primary" data-testid="save-agent" aria-disabled=${this.busy}>${own.save}</button>
        </div>
      </form>
      ${profile ? this.#delete(profile) : nothing}`
  }

  #text(name: Field, label: string, value: string, help: string): TemplateResult {
    const fault = this.faults.at.get(name)
    return formField(
      name,
      { label, help, fault },
      html`<input
        id=${name}
        name=${name}
        autocomplete="off"
        spellcheck="false"
        aria-invalid=${fault !== undefined}
        aria-describedby=${describedBy(name)}
        .value=${value}
      />`,
    )
  }

  #number(name: Field, label: string, value: number | null | undefined, empty: string): TemplateResult {
    const fault = this.faults.at.get(name)
    return formField(
      name,
      { label, fault },
      html`<input
        id=${name}
        name=${name}
        type="number"
        min="0"
        placeholder=${empty}
        aria-invalid=${fault !== undefined}
        aria-describedby=${describedBy(name)}
        .value=${value == null ? '' : String(value)}
      />`,
    )
  }

  #defaultStatus(profile: AgentProfile | undefined): TemplateResult {
    const set = profile?.defaultStatus ?? ''
    const fault = this.faults.at.get('defaultStatus')
    const choices = this.statuses.filter((one) => one.id === set || (!one.archived && one.id !== 'inactive'))
    return formField(
      'defaultStatus',
      { label: this.#spoken.own.atSignIn, fault },
      html`<select
        id="defaultStatus"
        name="defaultStatus"
        aria-invalid=${fault !== undefined}
        aria-describedby=${describedBy('defaultStatus')}
      >
        <option value="" .selected=${set === ''}>${this.#spoken.own.byPolicy}</option>
        ${choices.map((one) => html`<option value=${one.id} .selected=${one.id === set}>${this.#spoken.labelOf(one)}</option>`)}
      </select>`,
    )
  }

  #delete({ agentId, name }: AgentProfile): TemplateResult {
    const { own } = this.#spoken
    return html`<section class="delete says" aria-label=${own.delete}>
      <p class="help" role="status">${this.asking ? fill(own.deleteMeans, { name }) : ''}</p>
      <div class="buttons">
        <button
          type="button"
          class="danger"
          data-testid="delete-agent"
          aria-disabled=${this.busy}
          @click=${() => this.#askOrDelete(agentId)}
        >
          ${this.asking ? fill(own.deleteSure, { name }) : own.deleteIt}
        </button>
        ${this.asking ? html`<button type="button" @click=${() => (this.asking = false)}>${own.keep}</button>` : nothing}
      </div>
    </section>`
  }

  #askOrDelete(agentId: string): void {
    if (this.asking) void this.#attempt('deleted', () => this.rest.deleteAgent(agentId))
    this.asking = !this.asking
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (!(event.target instanceof HTMLFormElement)) return
    const form = new FormData(event.target)
    const text = (name: Field): string => {
      const value = form.get(name)
      return typeof value === 'string' ? value.trim() : ''
    }
    const number = (name: Field): number | null => (text(name) === '' ? null : Number(text(name)))
    const agentId = this.profile?.agentId ?? text('agentId')
    if (agentId === '') {
      this.faults = { at: new Map([['agentId', this.#spoken.own.agentIdMissing]]), sentence: '' }
      return
    }
    void this.#attempt('saved', () =>
      this.rest.putAgent(agentId, {
        name: text('name') || null,
        teams: text('teams')
          .split(/[\s,]+/)
          .filter(Boolean),
        defaultStatus: text('defaultStatus') || null,
        totalUnits: number('totalUnits'),
        sessionLimit: number('sessionLimit'),
        profiles: this.limits.length > 0 ? [...this.limits] : null,
      }),
    )
  }

  async #attempt(done: Done, act: () => Promise<unknown>): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.faults = NO_FAULTS
    try {
      await act()
      this.dispatchEvent(new AgentSaved(done))
    } catch (error) {
      this.faults = faultsOf(error, fieldOf, this.#spoken.of(PAGE))
    }
    this.busy = false
  }
}
customElements.define('agent-form', AgentForm)
