import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { StatusDefinition } from '../../protocol/presence.js'
import { BUILT_IN_LABELS } from '../../protocol/vocabulary.js'
import type { AdminRest, Preview } from '../admin-rest.js'
import { sentenceOf } from '../hub-rest.js'
import { adminStyle } from './admin-style.js'
import './change-preview.js'
import { controlStyle } from './control-style.js'

/** A status is as somebody wants it now. `warnings`: what the hub finds odd about it. */
export class StatusSaved extends Event {
  constructor(
    readonly done: string,
    readonly warnings: readonly string[],
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
  declare private failure: string
  #busy = false

  constructor() {
    super()
    this.failure = ''
  }

  override render(): TemplateResult | typeof nothing {
    const { status, preview } = this
    if (!status) return nothing
    return html`<section aria-label="Archive">
      <div aria-live="polite">
        ${
          preview
            ? html`<p>
                  Whoever is in it turns to ${BUILT_IN_LABELS[status.base]}, just as firmly. Timelines keep the name.
                </p>
                <change-preview .preview=${preview}></change-preview>`
            : nothing
        }
        ${this.failure ? html`<p class="bad" role="alert">${this.failure}</p>` : nothing}
      </div>
      <div class="buttons">
        <button type="button" class="danger" data-testid="archive-status" @click=${() => void this.#press(status.id)}>
          ${preview ? 'Yes, archive it' : 'Archive…'}
        </button>
      </div>
    </section>`
  }

  async #press(id: string): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    this.failure = ''
    try {
      if (this.preview) {
        await this.rest.archiveStatus(id)
        this.dispatchEvent(new StatusSaved('Archived.', []))
      } else this.preview = await this.rest.previewStatus(id, null)
    } catch (error) {
      this.failure = sentenceOf(error)
    }
    this.#busy = false
  }
}
customElements.define('status-archive', StatusArchive)
