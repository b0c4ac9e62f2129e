import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { PAGE } from '../locale/page.js'
import { Spoken } from '../locale/surface.js'
import { controlStyle } from './control-style.js'

const PAGES = [
  { id: 'desk', href: '/' },
  { id: 'supervisor', href: '/supervisor' },
  { id: 'admin', href: '/admin' },
] as const

/** The navigation bar. What stands in its slot goes to the end of the line: the picker on the desk. */
export class AppBar extends LitElement {
  static override properties = { page: { type: String } }
  static override styles = [
    controlStyle,
    css`
      :host {
        position: sticky;
        top: 0;
        z-index: 10;
        display: block;
        border-bottom: 1px solid var(--line);
        background: var(--surface);
      }
      header {
        display: flex;
        align-items: center;
        gap: 8px 24px;
        max-width: 1320px;
        min-height: 60px;
        margin-inline: auto;
        padding: 8px 24px;
      }
      .product {
        display: flex;
        align-items: center;
        gap: 10px;
        color: var(--ink);
        font-size: 16px;
        font-weight: 650;
        letter-spacing: -0.01em;
        white-space: nowrap;
      }
      img {
        width: 28px;
        height: 28px;
      }
      nav {
        display: flex;
        gap: 4px;
      }
      nav a {
        padding: 6px 12px;
        border-radius: var(--radius-small);
        color: var(--ink-soft);
        font-weight: 500;
        text-decoration: none;
      }
      nav a:hover {
        background: var(--sunken);
        color: var(--ink);
      }
      nav a[aria-current] {
        background: var(--accent-soft);
        color: var(--accent-strong);
      }
      .end {
        display: flex;
        align-items: center;
        gap: 12px;
        margin-inline-start: auto;
        min-width: 0;
      }
      @media (max-width: 640px) {
        header {
          flex-wrap: wrap;
          padding: 8px 14px;
          gap: 8px 10px;
        }
        .product span {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
        nav a {
          padding: 6px 8px;
          font-size: 14px;
        }
        nav {
          gap: 0;
        }
        .end {
          gap: 8px;
        }
      }
    `,
  ]

  declare page: (typeof PAGES)[number]['id']
  readonly #spoken = new Spoken(this, PAGE)

  constructor() {
    super()
    this.page = 'desk'
  }

  override updated(): void {
    document.title = `${this.#spoken.own.titles[this.page]} · Presence Hub`
  }

  override render(): TemplateResult {
    const { pages, links } = this.#spoken.own
    return html`<header>
      <div class="product"><img src="/web/assets/mark.svg" alt="" /><span>Presence Hub</span></div>
      <nav aria-label=${pages}>
        ${PAGES.map(
          (one) =>
            html`<a href=${one.href} aria-current=${one.id === this.page ? 'page' : nothing}>${links[one.id]}</a>`,
        )}
      </nav>
      <div class="end"><slot></slot></div>
    </header>`
  }
}
customElements.define('app-bar', AppBar)
