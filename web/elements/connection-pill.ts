import { LitElement, css, html } from 'lit'
import type { TemplateResult } from 'lit'
import { Worded } from '../locale/worded.js'

export type Link = 'connecting' | 'connected' | 'reconnecting' | 'closed'

/** Says whether what is on the page is live. A change is read out. */
export class ConnectionPill extends LitElement {
  static override properties = { link: { type: String, reflect: true }, stale: { type: Boolean, reflect: true } }
  static override styles = css`
    :host {
      display: inline-flex;
    }
    span {
      display: inline-flex;
      align-items: center;
      gap: 7px;
      padding: 3px 10px;
      border-radius: 99px;
      background: var(--offline-soft);
      color: var(--ink);
      font-size: 13px;
      font-weight: 500;
      white-space: nowrap;
    }
    b {
      font-weight: inherit;
    }
    i {
      width: 8px;
      height: 8px;
      border: 2px solid var(--offline);
      border-radius: 50%;
    }
    :host([link='connected']) span {
      background: var(--available-soft);
    }
    :host([link='connected']) i {
      border-color: var(--available);
      background: var(--available);
    }
    :host([link='connecting']) i,
    :host([link='reconnecting']) i {
      border-color: var(--away);
      border-inline-end-color: transparent;
      animation: turn 1s linear infinite;
    }
    :host([link='reconnecting']) span,
    :host([stale]) span {
      background: var(--away-soft);
    }
    :host([stale]) i {
      border-color: var(--away) !important;
      background: none !important;
    }
    /* Good news may be short where there is little room; the words stay for who listens. */
    @media (max-width: 640px) {
      :host([link='connected']:not([stale])) span {
        padding: 8px;
      }
      :host([link='connected']:not([stale])) b {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    }
    @keyframes turn {
      to {
        transform: rotate(1turn);
      }
    }
    @media (forced-colors: active) {
      span {
        border: 1px solid;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      i {
        animation: none !important;
      }
    }
  `

  declare link: Link
  declare stale: boolean

  readonly #worded = new Worded(this)
  readonly #redraw = (): void => this.requestUpdate()

  constructor() {
    super()
    this.link = 'connecting'
    this.stale = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('online', this.#redraw)
    addEventListener('offline', this.#redraw)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('online', this.#redraw)
    removeEventListener('offline', this.#redraw)
  }

  override render(): TemplateResult {
    return html`<span role="status" data-testid="connection"><i aria-hidden="true"></i><b>${this.#words()}</b></span>`
  }

  #words(): string {
    const { links } = this.#worded.words
    if (this.link === 'connected') return this.stale ? links.delayed : links.connected
    // "No network" is the more useful half of the truth: the hub can do nothing about it.
    return navigator.onLine || this.link === 'closed' ? links[this.link] : links.no_network
  }
}
customElements.define('connection-pill', ConnectionPill)
