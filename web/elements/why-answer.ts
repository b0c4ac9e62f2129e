import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Explanation } from '../../protocol/explanation.js'
import { sentenceOf } from '../hub-rest.js'
import { details as english, type DetailWords } from '../locale/en-details.js'
import { timeLeft } from '../locale/times.js'
import { fill, Worded } from '../locale/worded.js'
import { controlStyle } from './control-style.js'

type RuleRow = Explanation['rules'][number]

/** The rules that were asked, in order, and what would change the status. Asks the hub for each version it is given. */
export class WhyAnswer extends LitElement {
  static override properties = {
    explain: { attribute: false },
    version: { type: Number },
    explanation: { state: true },
    failure: { state: true },
  }
  static override styles = [
    controlStyle,
    css`
      :host {
        display: grid;
        gap: 18px;
        font-size: 14px;
      }
      h3 {
        margin-bottom: 8px;
        font-size: 13px;
        font-weight: 650;
      }
      ol {
        display: grid;
        gap: 2px;
      }
      li {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr);
        gap: 8px;
        padding: 5px 8px;
        border-radius: var(--radius-small);
      }
      li.answered {
        background: var(--accent-soft);
        font-weight: 600;
      }
      li.not_reached {
        color: var(--ink-soft);
      }
      svg {
        width: 14px;
        height: 14px;
        margin-top: 4px;
        fill: none;
        stroke: currentColor;
        stroke-width: 2;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      svg.leads:dir(rtl) {
        transform: scaleX(-1);
      }
      .facts {
        color: var(--ink-soft);
        font-size: 13px;
        font-weight: 400;
        overflow-wrap: anywhere;
      }
    `,
  ]

  declare explain: (() => Promise<Explanation>) | undefined
  /** The presence's version: the explanation on show is of this one. */
  declare version: number
  declare private explanation: Explanation | undefined
  declare private failure: string
  readonly #worded = new Worded(this)
  #explained = 0

  constructor() {
    super()
    this.version = 0
    this.failure = ''
  }

  override updated(): void {
    if (this.explain && this.version !== this.#explained) void this.#ask(this.explain)
  }

  override render(): TemplateResult {
    const words = this.#worded.details ?? english
    if (this.failure) return html`<p role="alert">${this.failure}</p>`
    if (!this.explanation) return html`<p class="soft" role="status">${words.why.moment}</p>`
    return this.#answer(this.explanation, words)
  }

  #answer({ rules, routable, changes }: Explanation, words: DetailWords): TemplateResult {
    const { why } = words
    return html`
      <section>
        <h3>${why.rules}</h3>
        <ol data-testid="why-rules">
          ${rules.map(
            (one) =>
              html`<li class=${one.outcome} data-outcome=${one.outcome}>
                ${mark(one.outcome)}
                <div>
                  ${wordFor(words.rules, one.rule, one.title)}<span class="unseen"
                    >: ${words.outcomes[one.outcome]}</span
                  >${facts(one)}
                </div>
              </li>`,
          )}
        </ol>
      </section>
      <section>
        <h3>${routable.routable ? why.canCome : why.cannotCome}</h3>
        <ol>
          ${routable.checks.map(
            (one) =>
              html`<li>
                ${mark(one.ok ? 'ok' : 'failed')}
                <div>
                  ${wordFor(words.routable, one.check, sentence(one.check))}<span class="unseen"
                    >: ${words.found[one.ok ? 'ok' : 'failed']}</span
                  >
                  <span class="facts" dir="auto">${one.value}</span>
                </div>
              </li>`,
          )}
        </ol>
      </section>
      ${
        changes.length === 0
          ? nothing
          : html`<section>
              <h3>${why.changes}</h3>
              <ol>
                ${changes.map((one) => this.#change(one, words))}
              </ol>
            </section>`
      }
    `
  }

  #change(one: Explanation['changes'][number], { turns, why }: DetailWords): TemplateResult {
    const what = fill(turns[one.turn], { item: one.itemId ?? '' })
    const label = wordFor(this.#worded.words.statuses, one.status, one.leadsTo)
    const time = one.at && fill(why.inTime, { time: timeLeft(Date.parse(one.at) - Date.now(), this.#worded.tag) })
    return html`<li>
      ${mark('leads')}
      <div>${fill(why.leadsTo, { what, label })} ${time ? html`<span class="facts">${time}</span>` : nothing}</div>
    </li>`
  }

  async #ask(explain: () => Promise<Explanation>): Promise<void> {
    this.#explained = this.version
    try {
      this.explanation = await explain()
      this.failure = ''
    } catch (error) {
      this.failure = this.#worded.refusal(error) ?? sentenceOf(error)
    }
  }
}
customElements.define('why-answer', WhyAnswer)

const MARKS: Readonly<Record<RuleRow['outcome'] | 'ok' | 'failed' | 'leads', string>> = {
  answered: 'M3 8.5l3.2 3.2L13 5',
  passed: 'M4 8h8',
  not_reached: 'M8 8v.1',
  ok: 'M3 8.5l3.2 3.2L13 5',
  failed: 'M4 4l8 8M12 4l-8 8',
  leads: 'M3 8h9M9 4.5L12.5 8 9 11.5',
}
const mark = (kind: keyof typeof MARKS): TemplateResult =>
  html`<svg class=${kind} viewBox="0 0 16 16" aria-hidden="true"><path d=${MARKS[kind]} /></svg>`

/** Our word for a name of the hub; a newer hub may have names we have no word for. */
const wordFor = (texts: Readonly<Record<string, string>>, name: string, theirs: string): string =>
  Object.hasOwn(texts, name) ? (texts[name] ?? theirs) : theirs

/** `usedUnits` and `session_limit` as people write them. */
const sentence = (name: string): string => {
  const words = name
    .replace(/_/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const facts = (rule: RuleRow): TemplateResult | typeof nothing => {
  const known = Object.entries(rule.inputs).filter(([, value]) => value !== null)
  if (rule.outcome === 'not_reached' || known.length === 0) return nothing
  return html`<div class="facts" dir="auto">
    ${known.map(([name, value]) => `${sentence(name)}: ${String(value)}`).join(' · ')}
  </div>`
}
