import { LitElement, css, html } from 'lit'
import type { TemplateResult } from 'lit'
import type { Presence, StatusDefinition } from '../../protocol/presence.js'
import { sentenceOf } from '../hub-rest.js'
import type { HubRest } from '../hub-rest.js'
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
  declare private answer: { readonly ok: boolean; readonly text: string }

  constructor() {
    super()
    this.statuses = []
    this.busy = false
    this.asking = false
    this.answer = { ok: true, text: '' }
  }

  override render(): TemplateResult {
    return html`<form @submit=${this.#set}>
        <label>
          Set status
          <select name="status" data-testid="force-status">
            ${this.statuses
              .filter((one) => one.selectable && !one.archived)
              .map((one) => html`<option value=${one.id}>${one.labels['en'] ?? one.id}</option>`)}
          </select>
        </label>
        <label>Note <input name="note" maxlength="140" autocomplete="off" placeholder="Optional" /></label>
        <button type="submit" class="primary" data-testid="force-set" ?disabled=${this.busy}>Set status</button>
      </form>
      <div class="actions">
        <button type="button" data-testid="force-reset" ?disabled=${this.busy} @click=${this.#reset}>
          Reset status
        </button>
        <button
          type="button"
          class="danger"
          data-testid="force-sign-out"
          ?disabled=${this.busy}
          @click=${this.#signOut}
        >
          ${this.asking ? `Yes, sign ${this.presence?.name ?? ''} out` : 'Sign out'}
        </button>
      </div>
      <p role="status" class=${this.answer.ok ? 'soft' : 'bad'} data-testid="drawer-answer">${this.answer.text}</p>`
  }

  async #act(done: string, act: (rest: HubRest, agentId: string) => Promise<unknown>): Promise<void> {
    if (!this.rest || !this.presence) return
    this.busy = true
    this.asking = false
    try {
      await act(this.rest, this.presence.agentId)
      this.answer = { ok: true, text: done }
    } catch (error) {
      this.answer = { ok: false, text: sentenceOf(error) }
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
    void this.#act('Status set.', (rest, agentId) => rest.setPresence(agentId, status, note))
  }

  readonly #reset = (): void => void this.#act('Status reset.', (rest, agentId) => rest.reset(agentId))

  /** Ends somebody's session in all their tabs: the second press is the one that counts. */
  readonly #signOut = (): void => {
    if (this.asking) void this.#act('Signed out.', (rest, agentId) => rest.signOut(agentId))
    this.asking = !this.asking
  }
}
customElements.define('agent-change', AgentChange)
