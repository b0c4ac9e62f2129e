import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { PresenceClient } from '../../client-sdk/index.js'
import { PAGE } from '../locale/page.js'
import { saidOf } from '../locale/refusals.js'
import { Spoken } from '../locale/surface.js'
import { controlStyle } from './control-style.js'
import './presence-diagnosis.js'

/** Why a token is asked for: what the hub said of the last one; undefined, if there was none. */
export interface Refusal {
  readonly error: unknown
  /** Can find out why there is nobody signed in: cookies that are blocked look like none. */
  readonly client?: PresenceClient
}

/** The token the form was given. */
export class TokenGiven extends Event {
  constructor(readonly token: string) {
    super('token-given')
  }
}

/** On a hub with a key the page cannot sign anybody in: it asks for a token that the contact centre's own sign-in made. */
export class SignInForm extends LitElement {
  static override properties = { failure: { attribute: false }, client: { attribute: false }, empty: { state: true } }
  static override styles = [
    controlStyle,
    css`
      :host {
        display: grid;
        place-items: center;
        padding: 8vh 16px;
      }
      form {
        display: grid;
        gap: 16px;
        width: 100%;
        max-width: 460px;
        padding: 28px;
      }
      h1 {
        font-size: 22px;
        font-weight: 650;
        letter-spacing: -0.01em;
      }
      textarea {
        min-height: 96px;
        font-family: ui-monospace, monospace;
        font-size: 13px !important;
        resize: vertical;
      }
      .bad {
        padding: 10px 12px;
        border-radius: var(--radius-small);
        background: var(--bad-soft);
        color: var(--bad-ink);
      }
    `,
  ]

  declare failure: unknown
  /** Whose way to the hub is looked at while no token was given; none: it is not. */
  declare client: PresenceClient | undefined
  declare private empty: boolean
  readonly #spoken = new Spoken(this, PAGE)

  constructor() {
    super()
    this.empty = false
  }

  override render(): TemplateResult {
    const { own } = this.#spoken
    const wrong = this.empty ? own.tokenMissing : this.failure === undefined ? '' : saidOf(this.failure, own)
    return html`<form class="card" data-testid="sign-in-form" @submit=${this.#submit}>
      <h1>${own.signIn}</h1>
      <p class="soft">${own.signInHint}</p>
      ${wrong ? html`<p class="bad" role="alert">${wrong}</p>` : nothing}
      ${
        this.failure === undefined && this.client
          ? html`<presence-diagnosis .client=${this.client}></presence-diagnosis>`
          : nothing
      }
      <label>
        ${own.token}
        <textarea name="token" autocomplete="off" spellcheck="false"></textarea>
      </label>
      <button class="primary" type="submit">${own.signIn}</button>
    </form>`
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const token = this.renderRoot.querySelector('textarea')?.value.trim() ?? ''
    this.empty = token === ''
    if (!this.empty) this.dispatchEvent(new TokenGiven(token))
  }
}
customElements.define('sign-in-form', SignInForm)
