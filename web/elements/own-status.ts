import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { PresenceClient } from '../../client-sdk/index.js'
import type { Presence } from '../../protocol/presence.js'
import { EverySecond } from '../every-second.js'
import type { Explanation } from '../hub-rest.js'
import { DESK } from '../locale/desk.js'
import { Spoken } from '../locale/surface.js'
import { heldTime, isoDuration, timeOfDay } from '../locale/times.js'
import { fill } from '../locale/worded.js'
import { controlStyle } from './control-style.js'
import './status-icon.js'
import './why-panel.js'

/** What the hub says of the agent at this desk, and why. */
export class OwnStatus extends LitElement {
  static override properties = {
    client: { attribute: false },
    presence: { attribute: false },
    explain: { attribute: false },
  }
  static override styles = [
    controlStyle,
    css`
      :host {
        display: block;
      }
      section {
        --tone: var(--offline);
        overflow: hidden;
      }
      section::before {
        display: block;
        height: 4px;
        background: var(--tone);
        content: '';
      }
      .base-available {
        --tone: var(--available);
      }
      .base-busy {
        --tone: var(--busy);
      }
      .base-dnd {
        --tone: var(--dnd);
      }
      .base-away {
        --tone: var(--away);
      }
      .face {
        display: grid;
        gap: 4px;
        padding: 20px;
        border-block-end: 1px solid var(--line);
      }
      .face[data-doubt] .now {
        opacity: 0.65;
      }
      h1 {
        color: var(--ink-soft);
        font-size: 14px;
        font-weight: 500;
      }
      .now {
        display: flex;
        align-items: center;
        gap: 12px;
        font-size: 28px;
        font-weight: 650;
        letter-spacing: -0.02em;
        line-height: 1.25;
      }
      .face p {
        color: var(--ink-soft);
      }
      .note {
        overflow-wrap: anywhere;
        font-style: italic;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 12px 32px;
        margin-block-start: 16px;
      }
      dt {
        color: var(--ink-soft);
        font-size: 13px;
      }
      dd {
        font-weight: 600;
      }
    `,
  ]

  declare client: PresenceClient | undefined
  declare presence: Presence | undefined
  /** Asks for the grounds. */
  declare explain: (() => Promise<Explanation>) | undefined
  readonly #spoken = new Spoken(this, DESK)

  constructor() {
    super()
    new EverySecond(this)
  }

  override render(): TemplateResult | typeof nothing {
    const { client, presence } = this
    if (!client || !presence) return nothing
    const { own, words, tag } = this.#spoken
    const held = client.serverNow() - Date.parse(presence.since)
    const who = 'id' in presence.actor ? presence.actor.id : ''
    const live = client.connection === 'connected'
    return html`<section class="card base-${presence.base}" aria-label=${own.yourStatus} data-testid="own-status">
      <div class="face" ?data-doubt=${!live}>
        <h1><bdi>${presence.name}</bdi></h1>
        <div class="now">
          <status-icon base=${presence.base}></status-icon>
          <span data-testid="own-label">${this.#spoken.labelFor(presence, client.statuses)}</span>
        </div>
        <p data-testid="own-reason">${fill(words.reasons[presence.reason], { who })}</p>
        ${presence.note ? html`<p class="note"><q dir="auto">${presence.note}</q></p>` : nothing}
        <dl>
          <div>
            <dt>${live ? own.inStatus : own.lastKnown}</dt>
            <dd>
              <time class="tabular" data-testid="own-time" datetime=${isoDuration(held)}>${heldTime(held, tag)}</time>
            </dd>
          </div>
          <div>
            <dt>${own.newWork}</dt>
            <dd data-testid="own-routable">${live && presence.routable ? own.reachesYou : own.reachesNot}</dd>
          </div>
          ${
            presence.expiresAt
              ? html`<div>
                  <dt>${own.until}</dt>
                  <dd>${timeOfDay(presence.expiresAt, tag)}</dd>
                </div>`
              : nothing
          }
        </dl>
      </div>
      <why-panel .explain=${this.explain} .version=${presence.version}></why-panel>
    </section>`
  }
}
customElements.define('own-status', OwnStatus)
