import { LitElement, html } from 'lit'
import type { TemplateResult } from 'lit'
import type { PresenceClient } from '../../client-sdk/index.js'
import type { Presence } from '../../protocol/presence.js'
import { EverySecond } from '../every-second.js'
import { FollowClient } from '../follow-client.js'
import { heldTime, untilInWords } from '../locale/times.js'
import { fill, Worded } from '../locale/worded.js'
import { controlStyle } from './control-style.js'
import { faceStyle } from './presence-face-style.js'
import './status-icon.js'

/** What is open under the button. */
export type Panel = 'none' | 'menu' | 'note' | 'why' | 'diagnosis'

/** The button was pressed: to open this panel, or to close what is open. */
export class Pressed extends Event {
  constructor(
    readonly opens: 'menu' | 'diagnosis',
    readonly focus: 'chosen' | 'last' = 'chosen',
  ) {
    super('pressed')
  }
}

/** For how long a sign-in may take before the page says that something is wrong, ms. */
const SIGN_IN_MS = 5_000

/** The button of the picker: the status as the hub says it, or why there is none. */
export class PresenceFace extends LitElement {
  static override properties = {
    client: { attribute: false },
    panel: { attribute: false },
    pending: { attribute: false },
  }
  static override styles = [controlStyle, faceStyle]

  declare client: PresenceClient | undefined
  declare panel: Panel
  /** What the status is being changed to; empty: it is not. */
  declare pending: string
  #signsIn: { readonly client: PresenceClient; readonly since: number } | undefined
  readonly #worded = new Worded(this)

  constructor() {
    super()
    this.panel = 'none'
    this.pending = ''
    new FollowClient(this, () => this.client)
    new EverySecond(this)
  }

  override focus(): void {
    this.renderRoot.querySelector('button')?.focus()
  }

  override willUpdate(): void {
    const { client } = this
    if (!client || client.current) this.#signsIn = undefined
    else if (this.#signsIn?.client !== client) this.#signsIn = { client, since: performance.now() }
  }

  override render(): TemplateResult {
    const { client } = this
    const { picker, ended } = this.#worded.words
    if (client?.endedBecause)
      return html`<button
        type="button"
        class="face"
        data-testid="picker-sign-in"
        title=${ended[client.endedBecause]}
        @click=${() => client.signIn()}
      >
        <status-icon base="offline"></status-icon>${twoLines(picker.signedOut, picker.signIn)}
      </button>`
    if (client?.current) return this.#status(client.current)
    if (!this.#isLate()) return html`<span class="placeholder">${picker.signingIn}</span>`
    return html`<button
      type="button"
      class="face troubled"
      data-testid="presence-trouble"
      aria-haspopup="dialog"
      aria-expanded=${this.panel === 'diagnosis'}
      @click=${() => this.dispatchEvent(new Pressed('diagnosis'))}
    >
      <svg class="warning" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.2l6 11H2zM8 6.5v3M8 11.3v.1" /></svg>
      ${twoLines(picker.doesNotLoad, picker.findOutWhy)}
    </button>`
  }

  #status(presence: Presence): TemplateResult {
    const { picker } = this.#worded.words
    const label = this.#worded.labelFor(presence, this.client?.statuses ?? [])
    const known = this.#isLive() ? label : fill(picker.lastKnown, { label })
    const said = this.pending ? fill(picker.changingTo, { label: known, next: this.pending }) : known
    const remark = this.#remark(presence)
    return html`<button
      type="button"
      class="face"
      data-testid="presence-picker"
      data-status=${presence.status}
      aria-haspopup="menu"
      aria-expanded=${this.panel === 'menu'}
      aria-busy=${this.pending !== ''}
      ?data-doubt=${!this.#isLive()}
      @click=${() => this.dispatchEvent(new Pressed('menu'))}
      @keydown=${this.#onKey}
    >
      ${this.pending ? html`<i class="turning"></i>` : html`<status-icon base=${presence.base}></status-icon>`}
      <span class="lines">
        <span class="unseen">${[fill(picker.yourStatus, { label: said }), remark].filter(Boolean).join(', ')}</span>
        <span class="label" aria-hidden="true">${this.pending ? `${this.pending}…` : label}</span>
        <span class="under" aria-hidden="true">${this.#under(presence, remark)}</span>
      </span>
      <svg class="chevron" viewBox="0 0 12 12" aria-hidden="true"><path d="M2.5 4.5L6 8l3.5-3.5" /></svg>
    </button>`
  }

  /** What to know of the status beside its name: what is in doubt first, then what is held back, then its end. */
  #remark(presence: Presence): string {
    const { links, reasons } = this.#worded.words
    const { client } = this
    if (client && !this.#isLive()) return navigator.onLine ? links[client.connection] : links.no_network
    return presence.hold ? reasons[presence.hold] : untilInWords(presence, this.#worded)
  }

  /** The time in this status is for the eyes only: read out, it would never stop. */
  #under(presence: Presence, remark: string): string {
    if (!this.#isLive() || presence.hold) return remark
    const held = heldTime((this.client?.serverNow() ?? 0) - Date.parse(presence.since), this.#worded.tag)
    return remark ? `${held} · ${remark}` : held
  }

  #isLive(): boolean {
    return this.client?.connection === 'connected'
  }

  #isLate(): boolean {
    const { client } = this
    if (!client || !this.#signsIn) return false
    const waits = performance.now() - this.#signsIn.since
    return client.lastError !== undefined || client.connection === 'closed' || !navigator.onLine || waits > SIGN_IN_MS
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    this.dispatchEvent(new Pressed('menu', event.key === 'ArrowUp' ? 'last' : 'chosen'))
  }
}
customElements.define('presence-face', PresenceFace)

const twoLines = (label: string, under: string): TemplateResult =>
  html`<span class="lines"><span class="label">${label}</span><span class="under">${under}</span></span>`
