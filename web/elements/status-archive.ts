import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { StatusDefinition } from '../../protocol/presence.js'
import type { AdminRest, Preview } from '../admin-rest.js'
import { ADMIN } from '../locale/admin.js'
import { PAGE } from '../locale/page.js'
import { saidOf } from '../locale/refusals.js'
import { Spoken } from '../locale/surface.js'
import { fill } from '../locale/worded.js'
import { adminStyle } from './admin-style.js'
import { controlStyle } from './control-style.js'
import './change-preview.js'

export type Done = 'made' | 'saved' | 'wasArchived'

/** A status is as somebody wants it now; undefined: archived. */
export class StatusSaved extends Event {
  constructor(
    readonly done: Done,
    readonly saved: Pick<StatusDefinition, 'base' | 'labels'> | undefined,
  ) {
    super('status-saved', { bubbles: true, composed: true })
  }
}

/** Takes a status out of use: says first who is in it, and does it at the second press. */
export class StatusArchive extends LitElement {
  static override properties = {
    rest: { attribute: false },
    status: { attribute: false },
    preview: { state: true },
    failure: { state: true },
  }
  static override styles = [
    controlStyle,
    adminStyle,
    css`
      section {
        display: grid;
        gap: 12px;
        margin-block-start: 24px;
        padding-block-start: 20px;
        border-block-start: 1px solid var(--line);
      }
      p {
        margin-block-end: 8px;
      }
    `,
  ]

  declare rest: AdminRest
  declare status: StatusDefinition | undefined
  /** Who would be moved out of it; undefined until asked. */
  declare private preview: Preview | undefined
  declare private failure: unknown
  readonly #spoken = new Spoken(this, ADMIN)
  #busy = false

  override render(): TemplateResult | typeof nothing {
    const { status, preview } = this
    const { own, words } = this.#spoken
    if (!status) return nothing
    return html`<section aria-label=${own.archive}>
      <div aria-live="polite">
        ${
          preview
            ? html`<p>${fill(own.archiveMeans, { label: words.statuses[status.base] })}</p>
                <change-preview .statuses=${this.status ? [this.status] : []} .preview=${preview}></change-preview>`
            : nothing
        }
        ${this.failure === undefined ? nothing : html`<p class="bad" role="alert">${saidOf(this.failure, this.#spoken.of(PAGE))}</p>`}
      </div>
      <div class="buttons">
        <button type="button" class="danger" data-testid="archive-status" @click=${() => void this.#press(status.id)}>
          ${preview ? own.archiveSure : own.archiveIt}
        </button>
      </div>
    </section>`
  }

  async #press(id: string): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    this.failure = undefined
    try {
      if (this.preview) {
        await this.rest.archiveStatus(id)
        this.dispatchEvent(new StatusSaved('wasArchived', undefined))
      } else this.preview = await this.rest.previewStatus(id, null)
    } catch (error) {
      this.failure = error
    }
    this.#busy = false
  }
}
customElements.define('status-archive', StatusArchive)
