import { LitElement, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { DEFAULT_POLICY } from '../../protocol/default-policy.js'
import type { Policy, PolicyPatch } from '../../protocol/policy.js'
import type { StatusDefinition } from '../../protocol/presence.js'
import type { AdminRest, Preview, TeamRow } from '../admin-rest.js'
import { NO_FAULTS, faultsOf } from '../faults.js'
import type { Faults } from '../faults.js'
import { ADMIN } from '../locale/admin.js'
import { PAGE } from '../locale/page.js'
import { Spoken } from '../locale/surface.js'
import { fill } from '../locale/worded.js'
import { SETTING_NAMES } from '../policy-settings.js'
import { policyStyle } from './admin-policy-style.js'
import { adminStyle } from './admin-style.js'
import { controlStyle } from './control-style.js'
import type { SettingChosen } from './policy-setting.js'
import './change-preview.js'
import './policy-setting.js'

const PAUSE_MS = 250
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
/** `policy.offlineGraceMs` from a preview, `offlineGraceMs` from the change itself. */
const settingOf = (path: string): string | undefined =>
  SETTING_NAMES.find((name) => path.replace(/^policy\./, '').split('.')[0] === name)

/** The policy of the organisation or of a team, and what a change would do before it is saved. */
export class AdminPolicy extends LitElement {
  static override properties = {
    rest: { attribute: false },
    statuses: { attribute: false },
    teams: { state: true },
    team: { state: true },
    saved: { state: true },
    draft: { state: true },
    preview: { state: true },
    faults: { state: true },
    busy: { state: true },
    done: { state: true },
  }
  static override styles = [controlStyle, adminStyle, policyStyle]

  declare rest: AdminRest
  declare statuses: readonly StatusDefinition[]
  declare private teams: readonly TeamRow[]
  /** Empty: the organisation. */
  declare private team: string
  declare private saved: { readonly organisation: Policy; readonly overrides: PolicyPatch } | undefined
  /** The organisation's changes, or all that the team is to have of its own. */
  declare private draft: PolicyPatch
  declare private preview: Preview | undefined
  declare private faults: Faults
  declare private busy: boolean
  declare private done: boolean
  readonly #spoken = new Spoken(this, ADMIN)
  #later: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.statuses = []
    this.teams = []
    this.team = ''
    this.draft = {}
    this.faults = NO_FAULTS
    this.busy = false
    this.done = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#later)
  }

  override render(): TemplateResult {
    const { own } = this.#spoken
    return html`
      <div class="head">
        <h1>${own.sections.policy}</h1>
        <div class="scope">${this.#scope()}</div>
      </div>
      <div class="says" role="status">${this.done ? html`<p class="good">${own.policySaved}</p>` : nothing}</div>
      ${this.saved ? this.#settings(this.saved.organisation) : this.#empty()}
    `
  }

  #empty(): TemplateResult {
    const { sentence } = this.faults
    return sentence
      ? html`<p class="bad" role="alert">${sentence}</p>`
      : html`<p class="waiting">${this.#spoken.of(PAGE).loading}</p>`
  }

  #scope(): TemplateResult {
    const { own, count } = this.#spoken
    const known = this.team === '' || this.teams.some((one) => one.team === this.team)
    return html`<label>
        ${own.of}
        <select data-testid="scope" @change=${this.#scopeChosen}>
          <option value="" .selected=${this.team === ''}>${own.organisation}</option>
          ${known ? nothing : html`<option value=${this.team} .selected=${true}>${fill(own.ofTeam, { team: this.team })}</option>`}
          ${this.teams.map(
            ({ team, overrides }) =>
              html`<option value=${team} .selected=${team === this.team}>
                ${overrides > 0 ? count(own.ofItsOwn, overrides, { team }) : fill(own.ofTeam, { team })}
              </option>`,
          )}
        </select>
      </label>
      <label>
        ${own.anotherTeam}
        <input data-testid="other-team" placeholder=${own.idThenEnter} autocomplete="off" @change=${this.#otherTeam} />
      </label>`
  }

  #settings(organisation: Policy): TemplateResult {
    const ofTeam = this.team !== ''
    return html`
      <div class="card" @setting-chosen=${this.#chosen}>
        ${SETTING_NAMES.map((name) => {
          const own = name in this.draft
          return html`<policy-setting
            data-setting=${name}
            .setting=${name}
            .value=${own ? this.draft[name] : organisation[name]}
            .inherited=${ofTeam ? organisation[name] : undefined}
            .standard=${DEFAULT_POLICY[name]}
            .own=${own}
            .changed=${this.#isChanged(name)}
            .fault=${this.faults.at.get(name) ?? ''}
            .statuses=${this.statuses}
          ></policy-setting>`
        })}
      </div>
      ${this.#changes().length > 0 ? this.#save() : nothing}
    `
  }

  #save(): TemplateResult {
    const { own, count } = this.#spoken
    const wrong = this.faults.sentence !== '' || this.faults.at.size > 0
    return html`<section class="card save" aria-label=${own.whatItChanges}>
      <div aria-live="polite">
        ${
          wrong
            ? html`<p class="soft">${own.seeMarked}</p>`
            : this.preview
              ? html`<change-preview .preview=${this.preview} .statuses=${this.statuses}></change-preview>`
              : html`<p class="soft">${own.lookingWhat}</p>`
        }
      </div>
      <div class="buttons">
        <button type="button" data-testid="discard" @click=${this.#discard}>${own.discard}</button>
        <button
          type="button"
          class="primary"
          data-testid="save"
          aria-disabled=${this.busy || wrong}
          @click=${() => void (wrong || this.#write())}
        >
          ${count(own.saveChanges, this.#changes().length)}
        </button>
      </div>
      ${this.faults.sentence ? html`<p class="bad" role="alert">${this.faults.sentence}</p>` : nothing}
    </section>`
  }

  #changes(): readonly (keyof Policy)[] {
    return SETTING_NAMES.filter((name) => this.#isChanged(name))
  }

  #isChanged(name: keyof Policy): boolean {
    if (!this.saved) return false
    const { organisation, overrides } = this.saved
    return this.team === ''
      ? name in this.draft && !same(this.draft[name], organisation[name])
      : !same(this.draft[name], overrides[name])
  }

  readonly #chosen = ({ setting, value }: SettingChosen): void => {
    const { [setting]: _before, ...others } = this.draft
    this.draft = value === undefined ? others : { ...others, [setting]: value }
    this.done = false
    this.#look()
  }

  #look(): void {
    clearTimeout(this.#later)
    this.preview = undefined
    this.faults = NO_FAULTS
    if (this.#changes().length > 0) this.#later = setTimeout(() => void this.#ask(), PAUSE_MS)
  }

  async #ask(): Promise<void> {
    const asked = this.draft
    try {
      const preview = await this.rest.previewPolicy(this.team, asked)
      if (asked === this.draft) this.preview = preview
    } catch (error) {
      if (asked === this.draft) this.faults = faultsOf(error, settingOf, this.#spoken.of(PAGE))
    }
  }

  async #write(): Promise<void> {
    if (this.busy) return
    this.busy = true
    clearTimeout(this.#later)
    try {
      await (this.team === '' ? this.rest.patchPolicy(this.draft) : this.rest.putTeamPolicy(this.team, this.draft))
      await this.#load()
      this.done = true
    } catch (error) {
      this.faults = faultsOf(error, settingOf, this.#spoken.of(PAGE))
    }
    this.busy = false
  }

  async #load(): Promise<void> {
    const { team } = this
    try {
      const [organisation, teams, own] = await Promise.all([
        this.rest.policy(),
        this.rest.teams(),
        team === '' ? undefined : this.rest.teamPolicy(team),
      ])
      if (team !== this.team) return
      this.teams = teams
      this.saved = { organisation, overrides: own?.overrides ?? {} }
      this.#discard()
    } catch (error) {
      this.faults = faultsOf(error, settingOf, this.#spoken.of(PAGE))
    }
  }

  readonly #discard = (): void => {
    clearTimeout(this.#later)
    this.draft = this.saved?.overrides ?? {}
    this.preview = undefined
    this.faults = NO_FAULTS
  }

  #show(team: string): void {
    this.team = team
    this.done = false
    this.saved = undefined
    void this.#load()
  }

  readonly #scopeChosen = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) this.#show(event.target.value)
  }

  readonly #otherTeam = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return
    const team = event.target.value.trim()
    event.target.value = ''
    if (team) this.#show(team)
  }
}
customElements.define('admin-policy', AdminPolicy)
