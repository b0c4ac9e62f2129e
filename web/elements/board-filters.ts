import { LitElement, css, html } from 'lit'
import type { TemplateResult } from 'lit'
import type { StatusDefinition } from '../../protocol/presence.js'
import { BASES, BUILT_IN_LABELS, CONNECTIONS } from '../../protocol/vocabulary.js'
import { NO_FILTER } from '../board-view.js'
import type { BoardFilter } from '../board-view.js'
import { connectionInWords } from '../words.js'
import { controlStyle } from './control-style.js'

/** Other agents are to be shown. */
export class FilterChosen extends Event {
  constructor(readonly filter: BoardFilter) {
    super('filter-chosen', { bubbles: true, composed: true })
  }
}
/** Another room is to be watched. */
export class RoomChosen extends Event {
  constructor(readonly room: string) {
    super('room-chosen')
  }
}

interface Option<V extends string | number> {
  readonly value: V
  readonly label: string
}

export class BoardFilters extends LitElement {
  static override properties = {
    filter: { attribute: false },
    statuses: { attribute: false },
    rooms: { attribute: false },
    room: { attribute: false },
    unfolded: { state: true },
  }
  static override styles = [
    controlStyle,
    css`
      :host {
        display: block;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 12px;
      }
      label {
        flex: 1 1 140px;
      }
      .text {
        flex: 2 1 220px;
      }
      input,
      select {
        width: 100%;
      }
      .more {
        display: none;
      }
      @media (max-width: 640px) {
        form {
          gap: 8px;
        }
        label {
          flex: 1 1 40%;
        }
        .text {
          flex: 1 1 0;
        }
        .more {
          display: inline-flex;
        }
        form:not(.unfolded) label:not(.text),
        form:not(.unfolded) .clear {
          display: none;
        }
      }
    `,
  ]

  declare filter: BoardFilter
  declare statuses: readonly StatusDefinition[]
  /** One of them is watched. */
  declare rooms: readonly string[]
  declare room: string
  /** On a phone only: there the search comes alone at first. */
  declare private unfolded: boolean

  constructor() {
    super()
    this.filter = NO_FILTER
    this.statuses = []
    this.rooms = []
    this.room = 'org'
    this.unfolded = false
  }

  override render(): TemplateResult {
    const { filter } = this
    const bases = BASES.map((value) => ({ value, label: BUILT_IN_LABELS[value] }))
    const statuses = this.statuses.map((one) => ({ value: one.id, label: one.labels['en'] ?? one.id }))
    const connections = CONNECTIONS.map((value) => ({ value, label: connectionInWords(value) }))
    return html`<form
      role="search"
      class=${this.unfolded ? 'unfolded' : ''}
      aria-label="Filter agents"
      @submit=${(event: Event) => event.preventDefault()}
    >
      <label class="text">
        Search
        <input
          type="search"
          data-testid="filter-text"
          placeholder="Name or id"
          autocomplete="off"
          .value=${filter.text}
          @input=${(event: InputEvent) => {
            if (event.target instanceof HTMLInputElement) this.#choose({ text: event.target.value })
          }}
        />
      </label>
      <button
        type="button"
        class="more"
        aria-expanded=${this.unfolded}
        @click=${() => (this.unfolded = !this.unfolded)}
      >
        Filters
      </button>
      <label>
        Team
        <select data-testid="filter-team" @change=${this.#roomChosen}>
          ${this.rooms.map((name) => html`<option value=${name} .selected=${name === this.room}>${roomLabel(name)}</option>`)}
        </select>
      </label>
      ${this.#select('base', 'Availability', filter.base, bases, (base) => ({ base }))}
      ${this.#select('status', 'Status', filter.status, statuses, (status) => ({ status }))}
      ${this.#select('connection', 'Connection', filter.connection, connections, (connection) => ({ connection }))}
      ${this.#select('routable', 'New work', filter.routable, ROUTABLE, (routable) => ({ routable }))}
      ${this.#select('minutes', 'Time in status', filter.minutes, MINUTES, (minutes) => ({ minutes }))}
      <button type="button" class="quiet clear" ?disabled=${isEmpty(filter)} @click=${() => this.#choose(NO_FILTER)}>
        Clear
      </button>
    </form>`
  }

  #select<V extends string | number>(
    id: string,
    label: string,
    chosen: V | '',
    known: readonly Option<V>[],
    change: (value: V | '') => Partial<BoardFilter>,
  ): TemplateResult {
    // The address may ask for what is on no list: a status that is gone, 7 minutes.
    const strange = chosen !== '' && !known.some(({ value }) => value === chosen)
    const options = strange ? [...known, { value: chosen, label: String(chosen) }] : known
    const choose = (event: Event): void => {
      if (!(event.target instanceof HTMLSelectElement)) return
      // The option's place, not its text: so the value keeps its type.
      this.#choose(change(options[event.target.selectedIndex - 1]?.value ?? ''))
    }
    return html`<label>
      ${label}
      <select data-testid="filter-${id}" @change=${choose}>
        <option value="" .selected=${chosen === ''}>All</option>
        ${options.map(
          (one) => html`<option value=${one.value} .selected=${one.value === chosen}>${one.label}</option>`,
        )}
      </select>
    </label>`
  }

  readonly #roomChosen = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) this.dispatchEvent(new RoomChosen(event.target.value))
  }

  #choose(change: Partial<BoardFilter>): void {
    this.dispatchEvent(new FilterChosen({ ...this.filter, ...change }))
  }
}
customElements.define('board-filters', BoardFilters)

const ROUTABLE: readonly Option<'yes' | 'no'>[] = [
  { value: 'yes', label: 'Can take work' },
  { value: 'no', label: 'Cannot' },
]

const MINUTES: readonly Option<number>[] = [5, 15, 30, 60, 120].map((value) => ({
  value,
  label: `${value} min or more`,
}))

const roomLabel = (name: string): string => (name === 'org' ? 'Everybody' : name.replace(/^team:/, ''))

const isEmpty = (filter: BoardFilter): boolean => Object.values(filter).every((value) => value === '')
