import { LitElement, css, html } from 'lit'
import { styleMap } from 'lit/directives/style-map.js'
import type { TemplateResult } from 'lit'
import type { TimelineSpan } from '../../protocol/presence.js'
import { EverySecond } from '../every-second.js'
import { FLOOR } from '../locale/floor.js'
import { Spoken } from '../locale/surface.js'
import { heldTime, timeOfDay } from '../locale/times.js'
import { stretchesOf, timeSpent } from '../time-spent.js'
import { controlStyle } from './control-style.js'
import './status-icon.js'

/** How an agent's time went, as a bar: told apart by height as well as colour, with the sums beneath. */
export class TimelineBar extends LitElement {
  static override properties = {
    spans: { attribute: false },
    hours: { type: Number },
    serverNow: { attribute: false },
  }
  static override styles = [
    controlStyle,
    css`
      :host {
        display: block;
      }
      .bar {
        position: relative;
        height: 36px;
        overflow: hidden;
        border-radius: var(--radius-small);
        border: 1px solid var(--line);
        background: var(--sunken);
      }
      .bar i {
        position: absolute;
        bottom: 0;
        min-width: 1px;
        background: var(--tone);
      }
      .available {
        --tone: var(--available);
        height: 100%;
      }
      .busy {
        --tone: var(--busy);
        height: 80%;
      }
      .dnd {
        --tone: var(--dnd);
        height: 60%;
      }
      .away {
        --tone: var(--away);
        height: 40%;
      }
      .offline {
        --tone: var(--offline);
        height: 14%;
      }
      .axis,
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 16px;
        color: var(--ink-soft);
        font-size: 12.5px;
      }
      .axis {
        justify-content: space-between;
        margin-block: 4px 8px;
      }
      li {
        display: flex;
        align-items: center;
        gap: 6px;
        height: auto;
      }
      @media (forced-colors: active) {
        .bar i {
          forced-color-adjust: none;
        }
      }
    `,
  ]

  declare spans: readonly TimelineSpan[]
  /** How far back it goes. */
  declare hours: number
  declare serverNow: () => number
  readonly #spoken = new Spoken(this, FLOOR)

  constructor() {
    super()
    this.spans = []
    this.hours = 8
    this.serverNow = () => Date.now()
    new EverySecond(this)
  }

  override render(): TemplateResult {
    const { own, words, tag } = this.#spoken
    const now = this.serverNow()
    const lengthMs = this.hours * 3_600_000
    const began = now - lengthMs
    const stretches = stretchesOf(this.spans, began, now)
    const percent = (ms: number): string => `${(100 * ms) / lengthMs}%`
    return html`<div class="bar" aria-hidden="true" data-testid="timeline-bar">
        ${stretches.map(
          ({ base, from, to }) =>
            html`<i
              class=${base}
              title="${words.statuses[base]}, ${timeOfDay(new Date(from).toISOString(), tag)}, ${heldTime(to - from, tag)}"
              style=${styleMap({ insetInlineStart: percent(from - began), width: percent(to - from) })}
            ></i>`,
        )}
      </div>
      <div class="axis tabular" aria-hidden="true">
        <span>${timeOfDay(new Date(began).toISOString(), tag)}</span>
        <span>${own.hourEnd}</span>
      </div>
      <ul aria-label=${own.timeInEach}>
        ${timeSpent(stretches).map(
          ({ base, ms }) =>
            html`<li data-base=${base}>
              <status-icon base=${base}></status-icon>${words.statuses[base]}
              <span class="tabular">${heldTime(ms, tag)}</span>
            </li>`,
        )}
      </ul>`
  }
}
customElements.define('timeline-bar', TimelineBar)
