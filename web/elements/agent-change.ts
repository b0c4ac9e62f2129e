import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Presence, StatusDefinition } from '../../protocol/presence.js'
import type { HubRest } from '../hub-rest.js'
import { FLOOR } from '../locale/floor.js'
import type { FloorWords } from '../locale/floor.js'
import { PAGE } from '../locale/page.js'
import { saidOf } from '../locale/refusals.js'
import { Spoken } from '../locale/surface.js'
import { fill } from '../locale/worded.js'
import { controlStyle } from './control-style.js'

/** What a supervisor may do about an agent: set a status, reset it, sign them out. */
export class AgentChange extends LitElement {
  static override properties = {
    presence: { attribute: false },
    statuses: { attribute: false },
    rest: { attribute: false },
    busy: { state: true },
    asking: { state: true },
    answer: { state: true },
  }
  static override styles = [
    controlStyle,
    css`
      :host {
        display: block;
      }
      form,
      .actions {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: 12px;
      }
      form button {
        grid-column: 1 / -1;
      }
      form input,
      form select {
        width: 100%;
      }
      .actions {
        margin-block-start: 12px;
      }
      .actions button {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      [role='status']:not(:empty) {
        margin-block-start: 12px;
      }
      .bad {
        color: var(--bad-ink);
      }
    `,
  ]

  declare presence: Presence | undefined
  declare statuses: readonly StatusDefinition[]
  declare rest: HubRest | undefined
  declare private busy: boolean
  declare private asking: boolean
  declare private answer:
    { readonly done: keyof FloorWords & `was${string}` } | { readonly refusal: unknown } | undefined
  readonly #spoken = new Spoken(this, FLOOR)

  constructor() {
    super()
    this.statuses = []
    this.busy = false
    this.asking = false
  }

  override render(): TemplateResult {
    const { own, words } = this.#spoken
    const page = this.#spoken.of(PAGE)
    const { answer } = this
    const refused = answer !== undefined && 'refusal' in answer
    const said = refused ? saidOf(answer.refusal, page) : answer && own[answer.done]
    return html`<form @submit=${this.#set}>
        <label>
          ${own.set}
          <select name="status" data-testid="force-status">
            ${this.statuses
              .filter((one) => one.selectable && !one.archived)
              .map((one) => html`<option value=${one.id}>${this.#spoken.labelOf(one)}</option>`)}
          </select>
        </label>
        <label
          >${page.note} <input name="note" maxlength="140" autocomplete="off" placeholder=${page.optional}
        /></label>
        <button type="submit" class="primary" data-testid="force-set" ?disabled=${this.busy}>${own.set}</button>
      </form>
      <div class="actions">
        <button type="button" data-testid="force-reset" ?disabled=${this.busy} @click=${this.#reset}>
          ${words.picker.reset}
        </button>
        <button
          type="button"
          class="danger"
          data-testid="force-sign-out"
          ?disabled=${this.busy}
          @click=${this.#signOut}
        >
          ${this.asking ? fill(own.signOutSure, { name: this.presence?.name ?? '' }) : words.picker.signOut}
        </button>
      </div>
      <p role="status" class=${refused ? 'bad' : 'soft'} data-testid="drawer-answer">${said ?? nothing}</p>`
  }

  async #act(
    done: keyof FloorWords & `was${string}`,
    act: (rest: HubRest, agentId: string) => Promise<unknown>,
  ): Promise<void> {
    if (!this.rest || !this.presence) return
    this.busy = true
    this.asking = false
    try {
      await act(this.rest, this.presence.agentId)
      this.answer = { done }
    } catch (error) {
      this.answer = { refusal: error }
    } finally {
      this.busy = false
    }
  }

  readonly #set = (event: SubmitEvent): void => {
    event.preventDefault()
    if (!(event.target instanceof HTMLFormElement)) return
    const given = new FormData(event.target)
    const [status, note] = [given.get('status'), given.get('note')]
    if (typeof status !== 'string' || typeof note !== 'string') return
    void this.#act('wasSet', (rest, agentId) => rest.setPresence(agentId, status, note))
  }

  readonly #reset = (): void => void this.#act('wasReset', (rest, agentId) => rest.reset(agentId))

  /** Ends somebody's session in all their tabs: the second press is the one that counts. */
  readonly #signOut = (): void => {
    if (this.asking) void this.#act('wasSignedOut', (rest, agentId) => rest.signOut(agentId))
    this.asking = !this.asking
  }
}
customElements.define('agent-change', AgentChange)
