import { LitElement, html, nothing, svg } from 'lit'
import type { TemplateResult } from 'lit'
import type { Presence, StatusDefinition } from '../../protocol/presence.js'
import { timeOfDay, untilInWords } from '../locale/times.js'
import { fill, Worded } from '../locale/worded.js'
import { TypeAhead } from '../type-ahead.js'
import { controlStyle } from './control-style.js'
import { menuStyle } from './presence-menu-style.js'
import './status-icon.js'

/** What an agent can want of the menu: a status of the catalogue, or something to do. */
export type Wish = StatusDefinition | 'note' | 'reset' | 'why' | 'diagnosis' | 'sign_out'

/** Something of the menu was chosen. */
export class Wished extends Event {
  constructor(readonly wish: Wish) {
    super('wished')
  }
}

/** Where the keyboard goes in the list. */
const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
}

/** The statuses an agent may choose, the built-ins first, and what else can be done, as the ARIA menu pattern has it. */
export class PresenceMenu extends LitElement {
  static override properties = {
    presence: { attribute: false },
    statuses: { attribute: false },
    troubled: { type: Boolean },
  }
  static override styles = [controlStyle, menuStyle]

  declare presence: Presence | undefined
  declare statuses: readonly StatusDefinition[]
  /** The line is not there: the menu offers to say why. */
  declare troubled: boolean
  readonly #worded = new Worded(this)
  readonly #typeAhead = new TypeAhead()

  constructor() {
    super()
    this.statuses = []
    this.troubled = false
  }

  async focusOn(which: 'chosen' | 'last'): Promise<void> {
    await this.updateComplete
    const items = this.#items()
    const chosen = items.find((item) => item.ariaChecked === 'true')
    ;(which === 'last' ? items.at(-1) : (chosen ?? items[0]))?.focus()
  }

  override render(): TemplateResult {
    const { picker } = this.#worded.words
    const [builtIn, custom] = [true, false].map((kind) => this.statuses.filter((one) => one.builtIn === kind))
    const separator = html`<div role="separator"></div>`
    return html`${this.presence ? this.#summary(this.presence) : nothing}
      <div class="menu" role="menu" aria-label=${picker.choose} data-testid="presence-menu" @keydown=${this.#onKey}>
        ${builtIn?.map((one) => this.#status(one))} ${custom?.length ? separator : nothing}
        ${custom?.map((one) => this.#status(one))} ${separator}
        ${this.#deed('note', 'presence-note', 'M3 12.5l.7-2.9L10.4 3l2.2 2.2-6.7 6.6z', picker.withNote)}
        ${this.#deed('reset', 'presence-reset', 'M3 8a5 5 0 1 0 1.6-3.7M3 2.6v2.9h2.9', picker.reset, picker.resetHint)}
        ${this.#deed('why', 'presence-why', 'M5.8 6a2.2 2.2 0 1 1 3.3 1.9c-.7.4-1.1.8-1.1 1.6M8 12v.1', picker.why)}
        ${
          this.troubled
            ? this.#deed('diagnosis', 'presence-diagnose', 'M8 2.2l6 11H2zM8 6.5v3M8 11.3v.1', picker.whatIsWrong)
            : nothing
        }
        ${this.#deed('sign_out', 'sign-out', 'M9 2.5H3.5v11H9M7 8h6.5M11 5.5L13.5 8 11 10.5', picker.signOut)}
      </div>`
  }

  /** Why it is so, since when and until when: what the button has no room for. */
  #summary(presence: Presence): TemplateResult {
    const { words, tag } = this.#worded
    const { actor } = presence
    const who = 'id' in actor ? actor.id : ''
    const since = fill(words.picker.since, { time: timeOfDay(presence.since, tag) })
    const until = untilInWords(presence, this.#worded)
    return html`<div class="summary">
      ${fill(words.reasons[presence.reason], { who })} · ${since}${until && ` · ${until}`}
      ${presence.note ? html`<q data-testid="picker-note" dir="auto">${presence.note}</q>` : nothing}
    </div>`
  }

  #status(one: StatusDefinition): TemplateResult {
    const chosen = one.id === this.presence?.status
    return html`<button
      type="button"
      role="menuitemradio"
      aria-checked=${chosen}
      tabindex="-1"
      data-status=${one.id}
      @click=${() => this.dispatchEvent(new Wished(one))}
    >
      <status-icon base=${one.base}></status-icon>
      <span>${this.#worded.labelOf(one)}</span>
      ${chosen ? html`<svg class="tick" viewBox="0 0 12 12" aria-hidden="true"><path d="M2 6.5l2.8 2.8L10 3.5" /></svg>` : nothing}
    </button>`
  }

  #deed(wish: Wish, testId: string, drawing: string, text: string, hint?: string): TemplateResult {
    return html`<button
      type="button"
      role="menuitem"
      tabindex="-1"
      data-testid=${testId}
      @click=${() => this.dispatchEvent(new Wished(wish))}
    >
      <svg class="glyph" viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${drawing} />`}</svg>
      <span>${text}${hint ? html`<small>${hint}</small>` : nothing}</span>
    </button>`
  }

  #items(): readonly HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.menu > button')]
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const items = this.#items()
    const at = items.findIndex((item) => item.matches(':focus'))
    const step = STEPS[event.key]
    if (step) {
      event.preventDefault()
      return items[step(at, items.length)]?.focus()
    }
    const labels = items.map((item) => item.textContent.trim())
    const found = this.#typeAhead.type(event, labels, at)
    if (found !== undefined) items[found]?.focus()
  }
}
customElements.define('presence-menu', PresenceMenu)
