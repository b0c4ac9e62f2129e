import { LitElement, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Presence } from '../../protocol/presence.js'
import type { SessionEndReason } from '../../protocol/vocabulary.js'
import { DeskSession } from '../desk-session.js'
import type { DeskFailure } from '../desk-session.js'
import { devToken, readDevMode } from '../dev-mode.js'
import { FocusKeeper } from '../focus-keeper.js'
import { DESK } from '../locale/desk.js'
import { PAGE } from '../locale/page.js'
import { saidOf } from '../locale/refusals.js'
import { Spoken } from '../locale/surface.js'
import { fill } from '../locale/worded.js'
import { choosePersona, personaOf } from '../persona.js'
import type { Persona } from '../persona.js'
import { Ringer } from '../ringer.js'
import { forget, recall, remember } from '../tab-memory.js'
import { tokenRefused } from '../token-refused.js'
import { WorkArrivals } from '../work-arrivals.js'
import { deskStyle } from './agent-desk-style.js'
import { controlStyle } from './control-style.js'
import type { PersonaChosen } from './persona-form.js'
import type { Refusal, TokenGiven } from './sign-in-form.js'
import type { Toggled } from './toggle-switch.js'
import './app-bar.js'
import './capacity-card.js'
import './connection-pill.js'
import './hold-banner.js'
import './own-status.js'
import './persona-form.js'
import './presence-picker.js'
import './ringing-offers.js'
import './sign-in-form.js'
import './status-icon.js'
import './timeline-list.js'
import './toggle-switch.js'
import './work-list.js'

/** The agent's page. */
export class AgentDesk extends LitElement {
  static override properties = {
    session: { state: true },
    persona: { state: true },
    refusal: { state: true },
    arrivals: { state: true },
  }
  static override styles = [controlStyle, deskStyle]

  declare private session: DeskSession | undefined
  declare private persona: Persona | undefined
  /** A token is asked for: why the one there was would not do, if there was one. */
  declare private refusal: Refusal | undefined
  /** Runs while work arrives by itself. */
  declare private arrivals: WorkArrivals | undefined
  /** A demo floor is running: then its visitor is given work unless they said no. */
  #demo = false
  readonly #spoken = new Spoken(this, DESK)
  readonly #ringer = new Ringer()

  constructor() {
    super()
    new FocusKeeper(this, () => this.renderRoot.querySelector<HTMLElement>('#work'))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#start()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#leave()
    this.#ringer.close()
  }

  override updated(): void {
    this.#ringer.ring(this.#offers().length > 0)
  }

  override render(): TemplateResult {
    const client = this.session?.client
    const stands = client && !client.endedBecause
    return html`
      <app-bar page="desk">
        ${client ? html`<connection-pill .link=${client.connection}></connection-pill>` : nothing}
        ${stands ? html`<presence-picker .client=${client} banner-elsewhere></presence-picker>` : nothing}
      </app-bar>
      <main class=${this.#offers().length > 0 ? 'ringing' : ''}>${this.#content()}</main>
    `
  }

  #content(): TemplateResult {
    const { session } = this
    const { connecting } = this.#spoken.words.links
    if (this.refusal !== undefined) return this.#tokenForm(this.refusal)
    if (!session) return html`<p class="waiting">${connecting}</p>`
    const { current, endedBecause, lastError } = session.client
    if (endedBecause) return this.#ended(endedBecause)
    if (current) return this.#desk(session, current)
    return html`<p class="waiting" role="status">${lastError ? this.#said(lastError) : connecting}</p>`
  }

  #desk(session: DeskSession, presence: Presence): TemplateResult {
    return html`
      <div class="wide">
        <ringing-offers .session=${session} .items=${this.#offers()}></ringing-offers>
        <hold-banner .hold=${presence.hold} @reset=${() => void session.reset()}></hold-banner>
        ${session.failure ? this.#failure(session, session.failure) : nothing}
      </div>
      <div class="side">
        <own-status .client=${session.client} .presence=${presence} .explain=${session.explain}></own-status>
        ${this.#today(session)}
        ${
          this.persona
            ? html`<section class="card persona" aria-label=${this.#spoken.own.persona}>
                <persona-form .persona=${this.persona} @persona-chosen=${this.#personaChosen}></persona-form>
              </section>`
            : nothing
        }
      </div>
      <div class="main">
        <capacity-card .presence=${presence}></capacity-card>
        ${this.#work(session)}
      </div>
    `
  }

  #work(session: DeskSession): TemplateResult {
    const { own } = this.#spoken
    return html`<section class="card work" aria-labelledby="work">
      <div class="title">
        <h2 id="work" tabindex="-1">${own.work}</h2>
        <div class="tools">
          <toggle-switch
            label=${own.ringAloud}
            data-testid="ring-aloud"
            ?on=${this.#ringer.aloud}
            @toggled=${this.#ringAloud}
          ></toggle-switch>
          ${session.playsRouting ? this.#distribution(session) : nothing}
        </div>
      </div>
      <div role="status">
        ${
          session.gone
            ? html`<p class="gone" data-testid="offer-gone">${fill(own.gone, { item: session.gone })}</p>`
            : nothing
        }
      </div>
      <work-list .session=${session} .items=${session.items.filter((one) => one.state !== 'offered')}></work-list>
    </section>`
  }

  #distribution(session: DeskSession): TemplateResult {
    const { own } = this.#spoken
    return html`<toggle-switch
        label=${own.letArrive}
        data-testid="arrivals"
        ?on=${this.arrivals !== undefined}
        @toggled=${this.#letArrive}
      ></toggle-switch>
      <button type="button" data-testid="send-chat" @click=${() => void session.offerChat()}>${own.sendChat}</button>`
  }

  #today(session: DeskSession): TemplateResult {
    return html`<section class="card today" aria-labelledby="today">
      <h2 id="today">${this.#spoken.own.today}</h2>
      <timeline-list
        tabindex="0"
        role="group"
        aria-labelledby="today"
        .spans=${session.today}
        .statuses=${session.client.statuses}
        .serverNow=${() => session.client.serverNow()}
      ></timeline-list>
    </section>`
  }

  #offers(): DeskSession['items'] {
    return this.session?.items.filter((one) => one.state === 'offered') ?? []
  }

  #failure(session: DeskSession, { of, error }: DeskFailure): TemplateResult {
    return html`<div class="failure" role="alert" data-testid="desk-failure">
      <span>${of === 'work' ? fill(this.#spoken.own.workFailed, { why: this.#said(error) }) : this.#said(error)}</span>
      <button type="button" class="quiet" @click=${() => session.dismissFailure()}>
        ${this.#spoken.words.picker.dismiss}
      </button>
    </div>`
  }

  #ended(reason: SessionEndReason): TemplateResult {
    const { words } = this.#spoken
    return html`<section class="card ended" data-testid="session-ended" data-reason=${reason}>
      <status-icon base="offline"></status-icon>
      <h1>${words.picker.signedOut}</h1>
      <p class="soft" role="status">${words.ended[reason]}</p>
      <button type="button" class="primary" data-testid="sign-in" @click=${() => void this.session?.client.signIn()}>
        ${words.picker.signIn}
      </button>
    </section>`
  }

  #tokenForm({ error, client }: Refusal): TemplateResult {
    return html`<sign-in-form .failure=${error} .client=${client} @token-given=${this.#tokenGiven}></sign-in-form>`
  }

  #said(error: unknown): string {
    return saidOf(error, this.#spoken.of(PAGE))
  }

  async #start(): Promise<void> {
    const dev = await readDevMode()
    this.#demo = dev?.demo ?? false
    if (dev) this.#sitDown(personaOf(location.search))
    else this.#useToken(recall('token'))
  }

  #sitDown(persona: Persona): void {
    this.persona = persona
    const { agentId, name, teams } = persona
    const session = new DeskSession(devToken({ sub: agentId, roles: ['agent'], name, teams }), persona, this.#moved)
    this.#begin(session)
    const wanted = recall('work-arrives') ?? (this.#demo && !persona.fromAddress ? 'yes' : 'no')
    if (wanted === 'yes') this.arrivals = new WorkArrivals(session)
  }

  /** Without a token the browser's cookie may do; the hub says so if it does not. */
  #useToken(token: string | null): void {
    this.refusal = undefined
    this.#begin(new DeskSession(token === null ? null : () => Promise.resolve(token), null, this.#moved))
  }

  #begin(session: DeskSession): void {
    this.#leave()
    this.session = session
  }

  #leave(): void {
    this.arrivals?.close()
    this.arrivals = undefined
    this.session?.close()
    this.session = undefined
  }

  readonly #moved = (): void => {
    this.requestUpdate()
    const refusal = this.session && !this.persona && tokenRefused(this.session.client)
    if (!this.session || !refusal) return
    const { client } = this.session
    this.#leave()
    this.refusal = { error: recall('token') === null ? undefined : refusal, client }
    forget('token')
  }

  readonly #ringAloud = ({ on }: Toggled): void => {
    this.#ringer.turn(on)
    this.requestUpdate()
  }

  readonly #letArrive = ({ on }: Toggled): void => {
    remember('work-arrives', on ? 'yes' : 'no')
    this.arrivals?.close()
    this.arrivals = on && this.session ? new WorkArrivals(this.session) : undefined
  }

  readonly #tokenGiven = (event: TokenGiven): void => {
    remember('token', event.token)
    this.#useToken(event.token)
  }

  readonly #personaChosen = (event: PersonaChosen): void => {
    void this.#change(choosePersona(event.name, event.team))
  }

  async #change(persona: Persona): Promise<void> {
    // Whoever sat here leaves for good: otherwise they would linger for the grace, for nobody.
    await this.session?.client.signOut().catch(() => undefined)
    history.replaceState(null, '', location.pathname)
    this.#sitDown(persona)
  }
}
customElements.define('agent-desk', AgentDesk)
