import { LitElement, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { PresenceClient } from '../../client-sdk/index.js'
import type { Presence, StatusDefinition } from '../../protocol/presence.js'
import { FollowClient } from '../follow-client.js'
import { sentenceOf } from '../hub-rest.js'
import { fill, Worded } from '../locale/worded.js'
import type { ChoiceMade } from './choice-form.js'
import { controlStyle } from './control-style.js'
import { placeFor } from './pop-place.js'
import type { Panel, Pressed } from './presence-face.js'
import type { PresenceMenu, Wished } from './presence-menu.js'
import { pickerStyle } from './presence-picker-style.js'
import './presence-face.js'
import './presence-menu.js'
import './status-icon.js'

/**
 * The agent's own status: a button that shows it, a menu to change it. What it shows is always what the hub says;
 * while a change is under way it says so, and if the hub refuses, why.
 *
 *   signing in ──presence──► button ──► menu ──► note and end, why
 *        │ 5 s, a refusal                 └────► what is wrong, while there is no line
 *        └──────────────► "does not load" ──► diagnosis
 */
export class PresencePicker extends LitElement {
  static override properties = {
    client: { attribute: false },
    bannerElsewhere: { type: Boolean, attribute: 'banner-elsewhere' },
    panel: { state: true },
    pending: { state: true },
    failure: { state: true },
    spoken: { state: true },
    putOff: { state: true },
  }
  static override styles = [controlStyle, pickerStyle]

  declare client: PresenceClient | undefined
  /** The page shows a hold by a banner of its own. */
  declare bannerElsewhere: boolean
  declare private panel: Panel
  declare private pending: string
  declare private failure: string
  declare private spoken: string
  /** Since when the hold stands whose banner was put off. */
  declare private putOff: string
  #shown: Presence | undefined
  readonly #worded = new Worded(this)

  constructor() {
    super()
    this.bannerElsewhere = false
    this.panel = 'none'
    this.pending = ''
    this.failure = ''
    this.spoken = ''
    this.putOff = ''
    new FollowClient(this, () => this.client)
    this.addEventListener('focusout', this.#onFocusOut)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('pointerdown', this.#outside, true)
  }

  override willUpdate(): void {
    const { client } = this
    const now = client?.current
    const before = this.#shown
    // Only a change is read out: not what the page finds when it opens.
    if (now && before && (now.status !== before.status || now.label !== before.label || now.hold !== before.hold)) {
      const { picker, reasons } = this.#worded.words
      const status = fill(picker.isNow, { label: this.#worded.labelFor(now, client.statuses) })
      this.spoken = now.hold ? `${status}. ${reasons[now.hold]}` : status
    }
    this.#shown = now
  }

  override updated(): void {
    // Before anybody needs it: when the network is gone nothing loads. Asked for again with each panel, in case it did not.
    if (this.client?.connection === 'connected' || this.panel !== 'none')
      void import('./picker-details.js').catch(this.#onDetailsLost)
  }

  override render(): TemplateResult {
    const { picker } = this.#worded.words
    return html`
      <presence-face
        .client=${this.client}
        .panel=${this.panel}
        .pending=${this.pending}
        @pressed=${this.#onPressed}
      ></presence-face>
      ${this.#pop()}
      ${
        this.failure
          ? html`<div class="pop failure" role="alert" data-testid="picker-error" data-place=${placeFor(this)}>
              <span>${this.failure}</span>
              <button type="button" class="quiet" @click=${() => (this.failure = '')}>${picker.dismiss}</button>
            </div>`
          : nothing
      }
      <div class="unseen" role="status" data-testid="picker-announcement">${this.spoken}</div>
    `
  }

  #pop(): TemplateResult | typeof nothing {
    const { client, panel } = this
    const presence = client?.current
    const { picker } = this.#worded.words
    if (panel === 'menu' && client && presence)
      return html`<div class="pop" data-place=${placeFor(this)} @keydown=${this.#onPopKey}>
        <presence-menu
          .presence=${presence}
          .statuses=${this.#choices(presence)}
          ?troubled=${client.connection !== 'connected'}
          @wished=${this.#onWished}
        ></presence-menu>
      </div>`
    if (panel === 'note' && presence)
      return this.#dialog(
        picker.withNote.replace('…', ''),
        html`<choice-form
          .statuses=${this.#choices(presence)}
          chosen=${presence.status}
          .serverNow=${() => client?.serverNow() ?? Date.now()}
          @choice-made=${this.#onChoice}
        ></choice-form>`,
      )
    if (panel === 'why' && client && presence)
      return this.#dialog(
        picker.why,
        html`<why-answer .explain=${() => client.explain()} .version=${presence.version}></why-answer>`,
      )
    if (panel === 'diagnosis' && client)
      return this.#dialog(picker.whatIsWrong, html`<presence-diagnosis .client=${client}></presence-diagnosis>`)
    if (panel !== 'none' || !presence?.hold || this.bannerElsewhere || this.putOff === presence.since) return nothing
    return html`<div class="pop bare" data-place=${placeFor(this)}>
      <hold-banner
        .hold=${presence.hold}
        may-wait
        @reset=${this.#reset}
        @later=${() => (this.putOff = presence.since)}
      ></hold-banner>
    </div>`
  }

  #dialog(title: string, content: TemplateResult): TemplateResult {
    const { close } = this.#worded.words.picker
    return html`<div
      class="pop dialog"
      role="dialog"
      aria-label=${title}
      tabindex="-1"
      data-testid="picker-dialog"
      data-place=${placeFor(this)}
      @keydown=${this.#onPopKey}
    >
      <header>
        <h2>${title}</h2>
        <button type="button" class="quiet" aria-label=${close} @click=${() => this.#close()}>
          <svg viewBox="0 0 12 12" aria-hidden="true"><path d="M2 2l8 8M10 2l-8 8" /></svg>
        </button>
      </header>
      ${content}
    </div>`
  }

  #choices(presence: Presence): readonly StatusDefinition[] {
    const forMe = (one: StatusDefinition): boolean =>
      !one.teams || one.teams.some((team) => presence.teams.includes(team))
    return (this.client?.statuses ?? []).filter((one) => one.selectable && !one.archived && forMe(one))
  }

  async #act(doing: string, act: (client: PresenceClient) => Promise<unknown>): Promise<void> {
    this.#close()
    if (!this.client || this.pending) return
    this.failure = ''
    this.pending = doing
    try {
      await act(this.client)
    } catch (error) {
      this.failure = fill(this.#worded.words.picker.notChanged, {
        why: this.#worded.refusal(error) ?? sentenceOf(error),
      })
    } finally {
      this.pending = ''
    }
  }

  readonly #reset = (): void => void this.#act(this.#worded.words.picker.reset, (client) => client.reset())

  readonly #onWished = ({ wish }: Wished): void => {
    switch (wish) {
      case 'reset':
        return this.#reset()
      case 'sign_out':
        return void this.#act(this.#worded.words.picker.signOut, (client) => client.signOut())
      case 'note':
      case 'why':
      case 'diagnosis':
        return this.#open(wish)
      default:
        return void this.#act(this.#worded.labelOf(wish), (client) => client.set(wish.id))
    }
  }

  readonly #onChoice = ({ choice }: ChoiceMade): void => {
    if (!choice) return this.#close()
    const { status, options } = choice
    void this.#act(this.#worded.labelOf(status), (client) => client.set(status.id, options))
  }

  #open(panel: Exclude<Panel, 'none'>, focus: 'chosen' | 'last' = 'chosen'): void {
    this.panel = panel
    this.failure = ''
    addEventListener('pointerdown', this.#outside, true)
    void this.updateComplete.then(() => {
      if (panel === 'menu') void this.renderRoot.querySelector<PresenceMenu>('presence-menu')?.focusOn(focus)
      // The form puts the focus into its first field itself.
      else if (panel !== 'note') this.renderRoot.querySelector<HTMLElement>('.dialog')?.focus()
    })
  }

  readonly #onDetailsLost = (): void => {
    // A banner that does not come leaves the button, which names the hold, and the menu, which ends it.
    if (this.panel === 'none') return
    this.#close()
    this.failure = this.#worded.words.picker.notLoaded
  }

  /** Without moving the focus: it has gone elsewhere already. */
  #hide(): void {
    this.panel = 'none'
    removeEventListener('pointerdown', this.#outside, true)
  }

  #close(): void {
    if (this.panel === 'none') return
    this.#hide()
    this.renderRoot.querySelector<HTMLElement>('presence-face')?.focus()
  }

  readonly #onPressed = ({ opens, focus }: Pressed): void => {
    if (opens && this.panel === 'none') this.#open(opens, focus)
    else this.#close()
  }

  readonly #onPopKey = (event: KeyboardEvent): void => {
    // Tab goes on from the button, as the menu pattern has it; in a dialog it goes through what is there.
    if (event.key === 'Escape' || (event.key === 'Tab' && this.panel === 'menu')) this.#close()
    if (event.key === 'Escape') event.preventDefault()
  }

  readonly #onFocusOut = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget instanceof Node && !this.contains(relatedTarget)) this.#hide()
  }

  readonly #outside = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.#hide()
  }
}
customElements.define('presence-picker', PresencePicker)
