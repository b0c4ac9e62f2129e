import { LitElement, css, html } from 'lit'
import type { TemplateResult } from 'lit'
import { DESK } from '../locale/desk.js'
import { PAGE } from '../locale/page.js'
import { Spoken } from '../locale/surface.js'
import type { Persona } from '../persona.js'
import { controlStyle } from './control-style.js'

/** Somebody else is to sit at this desk. */
export class PersonaChosen extends Event {
  constructor(
    readonly name: string,
    readonly team: string,
  ) {
    super('persona-chosen')
  }
}

/** Dev mode only: be another agent in this tab. */
export class PersonaForm extends LitElement {
  static override properties = { persona: { attribute: false } }
  static override styles = [
    controlStyle,
    css`
      :host {
        display: block;
      }
      summary {
        padding: 14px 20px;
        border-radius: var(--radius);
        color: var(--accent);
        font-weight: 500;
        cursor: pointer;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 12px;
        padding: 2px 20px 20px;
      }
      label {
        flex: 1 1 130px;
      }
      input {
        width: 100%;
      }
    `,
  ]

  declare persona: Persona | undefined
  readonly #spoken = new Spoken(this, DESK)

  override render(): TemplateResult {
    const { own } = this.#spoken
    const page = this.#spoken.of(PAGE)
    return html`<details data-testid="persona">
      <summary>${own.sitHere}</summary>
      <form @submit=${this.#submit}>
        <label
          >${own.name} <input name="name" required maxlength="60" autocomplete="off" .value=${this.persona?.name ?? ''}
        /></label>
        <label
          >${page.team} <input name="team" maxlength="60" autocomplete="off" .value=${this.persona?.teams[0] ?? ''}
        /></label>
        <button type="submit">${page.signIn}</button>
      </form>
    </details>`
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (!(event.target instanceof HTMLFormElement)) return
    const given = new FormData(event.target)
    this.renderRoot.querySelector('details')?.removeAttribute('open')
    this.dispatchEvent(new PersonaChosen(textOf(given, 'name'), textOf(given, 'team')))
  }
}
customElements.define('persona-form', PersonaForm)

const textOf = (form: FormData, field: string): string => {
  const value = form.get(field)
  return typeof value === 'string' ? value.trim() : ''
}
