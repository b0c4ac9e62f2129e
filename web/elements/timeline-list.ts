import { LitElement, css, html } from 'lit'
import type { TemplateResult } from 'lit'
import type { StatusDefinition, TimelineSpan } from '../../protocol/presence.js'
import { EverySecond } from '../every-second.js'
import { BOARD, byWhom } from '../locale/board.js'
import { Spoken } from '../locale/surface.js'
import { heldTime, isoDuration, timeOfDay } from '../locale/times.js'
import { controlStyle } from './control-style.js'
import './status-icon.js'

/** What an agent's status was, newest first. */
export class TimelineList extends LitElement {
  static override properties = {
    spans: { attribute: false },
    statuses: { attribute: false },
    serverNow: { attribute: false },
  }
  static override styles = [
    controlStyle,
    css`
      :host {
        display: block;
      }
      li {
        position: relative;
        display: grid;
        grid-template-columns: 18px minmax(0, 1fr) auto;
        gap: 2px 12px;
        padding-bottom: 16px;
      }
      li:not(:last-child)::before {
        position: absolute;
        top: 22px;
        bottom: 0;
        inset-inline-start: 8px;
        width: 2px;
        background: var(--line);
        content: '';
      }
      status-icon {
        margin-top: 3px;
        font-size: 18px;
      }
      strong {
        font-weight: 600;
      }
      .detail {
        grid-column: 2 / -1;
        color: var(--ink-soft);
        font-size: 13px;
      }
    `,
  ]

  declare spans: readonly TimelineSpan[]
  declare statuses: readonly StatusDefinition[]
  declare serverNow: () => number
  readonly #spoken = new Spoken(this, BOARD)

  constructor() {
    super()
    this.spans = []
    this.statuses = []
    this.serverNow = () => Date.now()
    new EverySecond(this)
  }

  override render(): TemplateResult {
    const { own, tag } = this.#spoken
    const now = this.serverNow()
    return html`<ol aria-label=${own.timeline} data-testid="timeline">
      ${this.spans.map((span) => {
        const lasted = span.to ? span.durationMs : now - Date.parse(span.from)
        return html`<li data-status=${span.status}>
          <status-icon base=${span.base}></status-icon>
          <strong>${this.#spoken.labelFor(span, this.statuses)}</strong>
          <time class="tabular" datetime=${isoDuration(lasted)}>${heldTime(lasted, tag)}</time>
          <span class="detail">
            ${timeOfDay(span.from, tag)} · ${own.reasons[span.reason]} ${byWhom(span.actor, own)}
          </span>
        </li>`
      })}
    </ol>`
  }
}
customElements.define('timeline-list', TimelineList)
