import { LitElement, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { StatusDefinition } from '../../protocol/presence.js'
import type { AdminRest, ProfileRow, TeamRow } from '../admin-rest.js'
import { ADMIN } from '../locale/admin.js'
import { BOARD } from '../locale/board.js'
import { PAGE } from '../locale/page.js'
import { saidOf } from '../locale/refusals.js'
import { Spoken } from '../locale/surface.js'
import { fill } from '../locale/worded.js'
import { agentsStyle } from './admin-agents-style.js'
import { adminStyle } from './admin-style.js'
import type { AgentSaved, Done } from './agent-form.js'
import { controlStyle } from './control-style.js'
import type { SideSheet } from './side-sheet.js'
import './agent-form.js'
import './side-sheet.js'
import './status-icon.js'

/** While somebody types, and between two looks at what the agents on the page are now; ms. */
const PAUSE_MS = 250
const AGAIN_MS = 5_000

/** Everybody the hub knows, page by page: the hub searches and sorts, so 10,000 are as quick as ten. */
export class AdminAgents extends LitElement {
  static override properties = {
    rest: { attribute: false },
    statuses: { attribute: false },
    teams: { state: true },
    rows: { state: true },
    opened: { state: true },
    failure: { state: true },
    done: { state: true },
  }
  static override styles = [controlStyle, adminStyle, agentsStyle]

  declare rest: AdminRest
  declare statuses: readonly StatusDefinition[]
  declare private teams: readonly TeamRow[]
  declare private rows: readonly ProfileRow[] | undefined
  declare private opened: ProfileRow | 'new' | undefined
  declare private failure: unknown
  declare private done: Done | undefined
  readonly #spoken = new Spoken(this, ADMIN)
  #text = ''
  #team = ''
  /** Where each page up to this one begins; the first at ''. */
  #begins: readonly string[] = ['']
  #next: string | undefined
  #later: ReturnType<typeof setTimeout> | undefined
  #again: ReturnType<typeof setInterval> | undefined

  constructor() {
    super()
    this.statuses = []
    this.teams = []
    this.done = undefined
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
    this.#again = setInterval(() => {
      if (!document.hidden) void this.#load()
    }, AGAIN_MS)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#later)
    clearInterval(this.#again)
  }

  override render(): TemplateResult {
    const { own, number } = this.#spoken
    const page = this.#spoken.of(PAGE)
    return html`
      <div class="head">
        <h1>${own.sections.agents}</h1>
        <button type="button" class="primary" data-testid="new-agent" @click=${() => this.#open('new')}>
          ${own.newAgent}
        </button>
      </div>
      <form class="find" role="search" aria-label=${own.find} @submit=${(event: Event) => event.preventDefault()}>
        <label
          >${page.search}
          <input
            type="search"
            data-testid="find"
            placeholder=${page.nameOrId}
            autocomplete="off"
            @input=${this.#onText}
          />
        </label>
        <label
          >${page.team}
          <select data-testid="team" @change=${this.#onTeam}>
            <option value="">${own.allTeams}</option>
            ${this.teams
              .filter((one) => one.agents > 0)
              .map(({ team, agents }) => html`<option value=${team}>${team} (${number(agents)})</option>`)}
          </select>
        </label>
      </form>
      <div class="says" role="status">
        ${this.done ? html`<p class="good" data-testid="saved">${own[this.done]}</p>` : nothing}
        ${this.failure === undefined ? nothing : html`<p class="bad">${saidOf(this.failure, page)}</p>`}
      </div>
      ${this.rows ? this.#page(this.rows) : html`<p class="waiting">${page.loading}</p>`}
      ${this.opened ? this.#sheet(this.opened) : nothing}
    `
  }

  #page(rows: readonly ProfileRow[]): TemplateResult {
    const { own, number } = this.#spoken
    const page = this.#begins.length
    return html`<div class="card table">
        ${
          rows.length === 0
            ? html`<p class="waiting" data-testid="nobody">
                ${this.#text || this.#team ? own.nobodyMatches : own.noAgents}
              </p>`
            : html`<table>
                <thead>
                  <tr>
                    <th scope="col">${own.table.agent}</th>
                    <th scope="col">${own.table.now}</th>
                    <th scope="col" class="teams">${own.table.teams}</th>
                    <th scope="col" class="number">${own.table.units}</th>
                    <th scope="col" class="number">${own.table.sessions}</th>
                    <th scope="col" class="number change"><span class="unseen">${own.table.change}</span></th>
                  </tr>
                </thead>
                <tbody>
                  ${rows.map((one) => this.#row(one))}
                </tbody>
              </table>`
        }
      </div>
      <nav class="pages" aria-label=${own.pagesOfAgents}>
        <button type="button" data-testid="previous" ?disabled=${page === 1} @click=${this.#previous}>
          ${own.previous}
        </button>
        <span class="tabular" data-testid="page-number">${fill(own.page, { n: number(page) })}</span>
        <button type="button" data-testid="next" ?disabled=${this.#next === undefined} @click=${this.#following}>
          ${own.next}
        </button>
      </nav>`
  }

  #row(row: ProfileRow): TemplateResult {
    const { profile, presence } = row
    const { own, number } = this.#spoken
    const { connections } = this.#spoken.of(BOARD)
    const { capacity } = presence
    return html`<tr data-testid="agent" data-agent=${profile.agentId}>
      <th scope="row"><bdi>${profile.name}</bdi><small>${profile.agentId}</small></th>
      <td>
        <span class="now"
          ><status-icon base=${presence.base}></status-icon
          ><bdi>${this.#spoken.labelFor(presence, this.statuses)}</bdi></span
        >
        <small>${presence.routable ? own.canTake : connections[presence.connection]}</small>
      </td>
      <td class="teams">${profile.teams.join(', ')}</td>
      <td class="number tabular">
        <bdi dir="ltr"
          >${number(capacity.usedUnits)} / ${profile.totalUnits == null ? '–' : number(profile.totalUnits)}</bdi
        >
      </td>
      <td class="number tabular">
        <bdi dir="ltr">${number(capacity.sessions)} / ${number(capacity.sessionLimit)}</bdi>
      </td>
      <td class="number change">
        <button
          type="button"
          data-testid="edit-agent"
          aria-label=${fill(own.editOf, { name: profile.name })}
          @click=${() => this.#open(row)}
        >
          ${own.edit}
        </button>
      </td>
    </tr>`
  }

  #sheet(opened: ProfileRow | 'new'): TemplateResult {
    const row = opened === 'new' ? undefined : opened
    return html`<side-sheet
      .heading=${row?.profile.name ?? this.#spoken.own.newAgent}
      @sheet-closed=${() => (this.opened = undefined)}
    >
      <agent-form
        .rest=${this.rest}
        .profile=${row?.profile}
        .statuses=${this.statuses}
        @agent-saved=${this.#saved}
      ></agent-form>
    </side-sheet>`
  }

  #open(one: ProfileRow | 'new'): void {
    this.opened = one
    this.done = undefined
  }

  async #load(): Promise<void> {
    const [text, team, after] = [this.#text, this.#team, this.#begins.at(-1) ?? '']
    try {
      const [page, teams] = await Promise.all([this.rest.profiles({ text, team, after }), this.rest.teams()])
      // Somebody typed on, or turned the page.
      if (text !== this.#text || team !== this.#team || after !== this.#begins.at(-1)) return
      this.#next = page.next
      this.rows = page.items
      this.teams = teams
      this.failure = undefined
    } catch (error) {
      this.failure = error
    }
  }

  #turnTo(begins: readonly string[]): void {
    this.#begins = begins
    void this.#load()
  }

  readonly #previous = (): void => this.#turnTo(this.#begins.slice(0, -1))
  readonly #following = (): void => {
    if (this.#next !== undefined) this.#turnTo([...this.#begins, this.#next])
  }

  readonly #onText = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return
    this.#text = event.target.value.trim()
    clearTimeout(this.#later)
    this.#later = setTimeout(() => this.#turnTo(['']), PAUSE_MS)
  }

  readonly #onTeam = (event: Event): void => {
    if (!(event.target instanceof HTMLSelectElement)) return
    this.#team = event.target.value
    this.#turnTo([''])
  }

  readonly #saved = ({ done }: AgentSaved): void => {
    this.done = done
    this.renderRoot.querySelector<SideSheet>('side-sheet')?.close()
    void this.#load()
  }
}
customElements.define('admin-agents', AdminAgents)
