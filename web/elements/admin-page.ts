import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { StatusDefinition } from '../../protocol/presence.js'
import { AdminRest } from '../admin-rest.js'
import { devToken, readDevMode } from '../dev-mode.js'
import { RestRefusal } from '../hub-rest.js'
import type { GetToken } from '../hub-rest.js'
import { ADMIN } from '../locale/admin.js'
import { PAGE } from '../locale/page.js'
import { saidOf } from '../locale/refusals.js'
import { Spoken } from '../locale/surface.js'
import { forget, recall, remember } from '../tab-memory.js'
import { controlStyle } from './control-style.js'
import type { Refusal, TokenGiven } from './sign-in-form.js'
import './admin-agents.js'
import './admin-policy.js'
import './admin-statuses.js'
import './app-bar.js'
import './sign-in-form.js'

const SECTIONS = ['statuses', 'policy', 'agents'] as const
type Section = (typeof SECTIONS)[number]

const sectionOf = (hash: string): Section => SECTIONS.find((one) => hash === `#${one}`) ?? 'statuses'

/** The administrators' page: what an organisation has settled, and about whom. */
export class AdminPage extends LitElement {
  static override properties = {
    rest: { state: true },
    section: { state: true },
    statuses: { state: true },
    refusal: { state: true },
    failure: { state: true },
  }
  static override styles = [
    controlStyle,
    css`
      :host {
        display: block;
      }
      main {
        max-width: 1120px;
        margin: 0 auto;
        padding: 20px 24px 64px;
      }
      nav {
        display: flex;
        gap: 4px;
        margin-block-end: 24px;
        border-block-end: 1px solid var(--line);
      }
      nav a {
        padding: 10px 16px;
        margin-block-end: -1px;
        border-block-end: 3px solid transparent;
        color: var(--ink-soft);
        font-weight: 500;
        text-decoration: none;
      }
      nav a:hover {
        color: var(--ink);
      }
      nav a[aria-current] {
        border-block-end-color: var(--accent);
        color: var(--ink);
      }
      .waiting {
        padding: 12vh 0;
        color: var(--ink-soft);
        text-align: center;
      }
      @media (max-width: 640px) {
        main {
          padding: 12px 14px 48px;
        }
      }
    `,
  ]

  declare private rest: AdminRest | undefined
  declare private section: Section
  declare private statuses: readonly StatusDefinition[] | undefined
  /** A token is asked for: why the one there was would not do, if there was one. */
  declare private refusal: Refusal | undefined
  declare private failure: unknown
  readonly #spoken = new Spoken(this, ADMIN)

  constructor() {
    super()
    this.section = sectionOf(location.hash)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('hashchange', this.#onHash)
    void this.#start()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('hashchange', this.#onHash)
  }

  override render(): TemplateResult {
    return html`<app-bar page="admin"></app-bar>
      <main>${this.#content()}</main>`
  }

  #content(): TemplateResult {
    if (this.refusal !== undefined) return this.#tokenForm(this.refusal)
    const { rest, statuses } = this
    const { own, words } = this.#spoken
    if (!rest || !statuses)
      return html`<p class="waiting" role="status">
        ${this.failure === undefined ? words.links.connecting : saidOf(this.failure, this.#spoken.of(PAGE))}
      </p>`
    return html`<nav aria-label=${own.settings}>
        ${SECTIONS.map(
          (id) => html`<a href="#${id}" aria-current=${id === this.section ? 'page' : nothing}>${own.sections[id]}</a>`,
        )}
      </nav>
      ${this.#section(rest, statuses)}`
  }

  #section(rest: AdminRest, statuses: readonly StatusDefinition[]): TemplateResult {
    switch (this.section) {
      case 'statuses':
        return html`<admin-statuses
          .rest=${rest}
          .statuses=${statuses}
          @statuses-changed=${() => void this.#load(rest)}
        ></admin-statuses>`
      case 'policy':
        return html`<admin-policy .rest=${rest} .statuses=${statuses}></admin-policy>`
      case 'agents':
        return html`<admin-agents .rest=${rest} .statuses=${statuses}></admin-agents>`
    }
  }

  #tokenForm({ error }: Refusal): TemplateResult {
    return html`<sign-in-form
      .failure=${error}
      @token-given=${({ token }: TokenGiven) => {
        remember('admin-token', token)
        this.#useToken(token)
      }}
    ></sign-in-form>`
  }

  async #start(): Promise<void> {
    try {
      if (await readDevMode())
        this.#begin(devToken({ sub: 'admin-demo', roles: ['admin'], name: 'Demo administrator' }))
      else this.#useToken(recall('admin-token'))
    } catch (error) {
      this.failure = error
    }
  }

  #useToken(token: string | null): void {
    this.refusal = undefined
    this.#begin(token === null ? null : () => Promise.resolve(token))
  }

  #begin(getToken: GetToken): void {
    this.rest = new AdminRest(getToken)
    void this.#load(this.rest)
  }

  async #load(rest: AdminRest): Promise<void> {
    try {
      // Everybody may read the statuses; that this one is an administrator shows in what only they may.
      const [statuses] = await Promise.all([rest.statuses(), rest.teams()])
      this.statuses = statuses
    } catch (error) {
      const refused = error instanceof RestRefusal && (error.code === 'unauthorized' || error.code === 'forbidden')
      if (!refused) this.failure = error
      else {
        this.refusal = { error: recall('admin-token') === null ? undefined : error }
        forget('admin-token')
      }
    }
  }

  readonly #onHash = (): void => void (this.section = sectionOf(location.hash))
}
customElements.define('admin-page', AdminPage)
