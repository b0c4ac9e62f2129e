import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { controlStyle } from './control-style.js'

/** The token the form was given. */
export class TokenGiven extends Event {
  constructor(readonly token: string) {
    super('token-given')
  }
}

/** On a hub with a key the page cannot sign anybody in: it asks for a token that the contact centre's own sign-in made. */
export class SignInForm extends LitElement {
  static override properties = { failure: { type: String }, empty: { state: true } }
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

  declare failure: string
  declare private empty: boolean

  constructor() {
    super()
    this.failure = ''
    this.empty = false
  }

  override render(): TemplateResult {
    const wrong = this.empty ? 'Paste a token first.' : this.failure
    return html`<form class="card" data-testid="sign-in-form" @submit=${this.#submit}>
      <h1>Sign in</h1>
      <p class="soft">
        This hub takes the tokens of your contact centre. Open this page from there, or paste a token here. It stays in
        this tab only.
      </p>
      ${wrong ? html`<p class="bad" role="alert">${wrong}</p>` : nothing}
      <label>
        Token
        <textarea name="token" autocomplete="off" spellcheck="false"></textarea>
      </label>
      <button class="primary" type="submit">Sign in</button>
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
