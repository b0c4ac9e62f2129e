import { LitElement, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { StatusDefinition } from '../../protocol/presence.js'
import type { AdminRest, ProfileRow, TeamRow } from '../admin-rest.js'
import { sentenceOf } from '../hub-rest.js'
import { connectionInWords } from '../words.js'
import { agentsStyle } from './admin-agents-style.js'
import { adminStyle } from './admin-style.js'
import type { AgentSaved } from './agent-form.js'
import { controlStyle } from './control-style.js'
import './agent-form.js'
import type { SideSheet } from './side-sheet.js'
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
  declare private failure: string
  declare private done: string
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
    this.failure = ''
    this.done = ''
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
    return html`
      <div class="head">
        <h1>Agents</h1>
        <button type="button" class="primary" data-testid="new-agent" @click=${() => this.#open('new')}>
          New agent
        </button>
      </div>
      <form class="find" role="search" aria-label="Find agents" @submit=${(event: Event) => event.preventDefault()}>
        <label
          >Search
          <input type="search" data-testid="find" placeholder="Name or id" autocomplete="off" @input=${this.#onText} />
        </label>
        <label
          >Team
          <select data-testid="team" @change=${this.#onTeam}>
            <option value="">All teams</option>
            ${this.teams
              .filter((one) => one.agents > 0)
              .map(({ team, agents }) => html`<option value=${team}>${team} (${agents.toLocaleString('en')})</option>`)}
          </select>
        </label>
      </form>
      <div class="says" role="status">
        ${this.done ? html`<p class="good" data-testid="saved">${this.done}</p>` : nothing}
        ${this.failure ? html`<p class="bad">${this.failure}</p>` : nothing}
      </div>
      ${this.rows ? this.#page(this.rows) : html`<p class="waiting">Loading…</p>`}
      ${this.opened ? this.#sheet(this.opened) : nothing}
    `
  }

  #page(rows: readonly ProfileRow[]): TemplateResult {
    const page = this.#begins.length
    return html`<div class="card table">
        ${
          rows.length === 0
            ? html`<p class="waiting" data-testid="nobody">
                ${this.#text || this.#team ? 'Nobody matches.' : 'No agents yet. They appear at their first sign-in.'}
              </p>`
            : html`<table>
                <thead>
                  <tr>
                    <th scope="col">Agent</th>
                    <th scope="col">Now</th>
                    <th scope="col" class="teams">Teams</th>
                    <th scope="col" class="number">Units</th>
                    <th scope="col" class="number">Sessions</th>
                    <th scope="col" class="number change"><span class="unseen">Change</span></th>
                  </tr>
                </thead>
                <tbody>
                  ${rows.map((one) => this.#row(one))}
                </tbody>
              </table>`
        }
      </div>
      <nav class="pages" aria-label="Pages of agents">
        <button type="button" data-testid="previous" ?disabled=${page === 1} @click=${this.#previous}>Previous</button>
        <span class="tabular" data-testid="page-number">Page ${page}</span>
        <button type="button" data-testid="next" ?disabled=${this.#next === undefined} @click=${this.#following}>
          Next
        </button>
      </nav>`
  }

  #row(row: ProfileRow): TemplateResult {
    const { profile, presence } = row
    const { capacity } = presence
    return html`<tr data-testid="agent" data-agent=${profile.agentId}>
      <th scope="row">${profile.name}<small>${profile.agentId}</small></th>
      <td>
        <span class="now"><status-icon base=${presence.base}></status-icon>${presence.label}</span>
        <small>${presence.routable ? 'can take work' : connectionInWords(presence.connection)}</small>
      </td>
      <td class="teams">${profile.teams.join(', ')}</td>
      <td class="number tabular"><bdi dir="ltr">${capacity.usedUnits} / ${profile.totalUnits ?? '–'}</bdi></td>
      <td class="number tabular"><bdi dir="ltr">${capacity.sessions} / ${capacity.sessionLimit}</bdi></td>
      <td class="number change">
        <button
          type="button"
          data-testid="edit-agent"
          aria-label="Edit ${profile.name}"
          @click=${() => this.#open(row)}
        >
          Edit
        </button>
      </td>
    </tr>`
  }

  #sheet(opened: ProfileRow | 'new'): TemplateResult {
    const row = opened === 'new' ? undefined : opened
    return html`<side-sheet
      .heading=${row?.profile.name ?? 'New agent'}
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
    this.done = ''
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
      this.failure = ''
    } catch (error) {
      this.failure = sentenceOf(error)
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
