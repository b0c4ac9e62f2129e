import { LitElement, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { viewOf } from '../board-view.js'
import { devToken, readDevMode } from '../dev-mode.js'
import { FloorSession } from '../floor-session.js'
import type { GetToken } from '../hub-rest.js'
import { FLOOR } from '../locale/floor.js'
import { Spoken } from '../locale/surface.js'
import { forget, recall, remember } from '../tab-memory.js'
import { teamsByCookie, teamsOf } from '../token-claims.js'
import { tokenRefused } from '../token-refused.js'
import { controlStyle } from './control-style.js'
import { doubtStyle } from './doubt-style.js'
import type { Refusal, TokenGiven } from './sign-in-form.js'
import { floorStyle } from './supervisor-floor-style.js'
import './app-bar.js'
import './connection-pill.js'
import './live-floor.js'
import './sign-in-form.js'

/** The supervisor's page: who is asking, and whether what is shown is live. The floor itself is `live-floor`. */
export class SupervisorFloor extends LitElement {
  static override properties = {
    session: { state: true },
    refusal: { state: true },
    revision: { state: true },
  }
  static override styles = [controlStyle, doubtStyle, floorStyle]

  declare private session: FloorSession | undefined
  /** A token is asked for: why the one there was would not do, if there was one. */
  declare private refusal: Refusal | undefined
  /** Grows with everything new of the session. */
  declare private revision: number
  readonly #spoken = new Spoken(this, FLOOR)
  #dev = false
  #rooms: readonly string[] = []

  constructor() {
    super()
    this.revision = 0
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#start()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.session?.close()
  }

  override render(): TemplateResult {
    const { session } = this
    return html`
      <app-bar page="supervisor">
        ${
          session
            ? html`<connection-pill .link=${session.client.connection} .stale=${session.stale}></connection-pill>`
            : nothing
        }
      </app-bar>
      <main>${this.#content()}</main>
    `
  }

  #content(): TemplateResult {
    if (this.refusal !== undefined) return this.#tokenForm(this.refusal)
    const { session } = this
    if (!session) return html`<p class="waiting">${this.#spoken.words.links.connecting}</p>`
    return html`<div role="status">${this.#doubt(session)}</div>
      <live-floor .session=${session} .rooms=${this.#rooms} .revision=${this.revision}></live-floor>`
  }

  #doubt({ doubt }: FloorSession): TemplateResult | typeof nothing {
    return doubt ? html`<p class="doubt" data-testid="stale">${this.#spoken.own[doubt]}</p>` : nothing
  }

  #tokenForm({ error, client }: Refusal): TemplateResult {
    return html`<sign-in-form
      .failure=${error}
      .client=${client}
      @token-given=${(event: TokenGiven) => {
        remember('supervisor-token', event.token)
        void this.#useToken(event.token)
      }}
    ></sign-in-form>`
  }

  async #start(): Promise<void> {
    this.#dev = (await readDevMode()) !== null
    if (!this.#dev) return this.#useToken(recall('supervisor-token'))
    this.#begin(devToken({ sub: 'supervisor-demo', roles: ['supervisor'], name: 'Demo supervisor' }))
  }

  async #useToken(token: string | null): Promise<void> {
    this.refusal = undefined
    const teams = token === null ? await teamsByCookie() : teamsOf(token)
    this.#rooms = teams.map((team) => `team:${team}`)
    this.#begin(token === null ? null : () => Promise.resolve(token))
  }

  #begin(getToken: GetToken): void {
    this.session?.close()
    const { room } = viewOf(location.search, this.#rooms[0] ?? 'org')
    this.session = new FloorSession(getToken, room, this.#moved)
  }

  readonly #moved = (): void => {
    this.revision++
    const refusal = this.session && !this.#dev && tokenRefused(this.session.client)
    if (!this.session || !refusal) return
    const { client } = this.session
    this.session.close()
    this.session = undefined
    this.refusal = { error: recall('supervisor-token') === null ? undefined : refusal, client }
    forget('supervisor-token')
  }
}
customElements.define('supervisor-floor', SupervisorFloor)
