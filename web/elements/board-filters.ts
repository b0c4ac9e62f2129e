import { LitElement, css, html } from 'lit'
import type { TemplateResult } from 'lit'
import type { StatusDefinition } from '../../protocol/presence.js'
import { BASES, CONNECTIONS } from '../../protocol/vocabulary.js'
import { NO_FILTER } from '../board-view.js'
import type { BoardFilter } from '../board-view.js'
import { BOARD } from '../locale/board.js'
import { FLOOR } from '../locale/floor.js'
import { PAGE } from '../locale/page.js'
import { Spoken } from '../locale/surface.js'
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
  readonly #spoken = new Spoken(this, FLOOR)

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
    const spoken = this.#spoken
    const { own, words } = spoken
    const page = spoken.of(PAGE)
    const board = spoken.of(BOARD)
    const bases = BASES.map((value) => ({ value, label: words.statuses[value] }))
    const statuses = this.statuses.map((one) => ({ value: one.id, label: spoken.labelOf(one) }))
    const connections = CONNECTIONS.map((value) => ({ value, label: board.connections[value] }))
    const routable = [
      { value: 'yes', label: own.canTake },
      { value: 'no', label: own.cannotTake },
    ] as const
    const minutes = MINUTES.map((value) => ({ value, label: spoken.count(own.minutes, value) }))
    return html`<form
      role="search"
      class=${this.unfolded ? 'unfolded' : ''}
      aria-label=${own.filter}
      @submit=${(event: Event) => event.preventDefault()}
    >
      <label class="text">
        ${page.search}
        <input
          type="search"
          data-testid="filter-text"
          placeholder=${page.nameOrId}
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
        ${own.filters}
      </button>
      <label>
        ${page.team}
        <select data-testid="filter-team" @change=${this.#roomChosen}>
          ${this.rooms.map((name) => html`<option value=${name} .selected=${name === this.room}>${roomLabel(name, own.everybody)}</option>`)}
        </select>
      </label>
      ${this.#select('base', own.availability, filter.base, bases, (base) => ({ base }))}
      ${this.#select('status', page.status, filter.status, statuses, (status) => ({ status }))}
      ${this.#select('connection', own.connection, filter.connection, connections, (connection) => ({ connection }))}
      ${this.#select('routable', own.newWork, filter.routable, routable, (yesOrNo) => ({ routable: yesOrNo }))}
      ${this.#select('minutes', own.timeInStatus, filter.minutes, minutes, (most) => ({ minutes: most }))}
      <button type="button" class="quiet clear" ?disabled=${isEmpty(filter)} @click=${() => this.#choose(NO_FILTER)}>
        ${own.clear}
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
        <option value="" .selected=${chosen === ''}>${this.#spoken.own.all}</option>
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

const MINUTES = [5, 15, 30, 60, 120]

const roomLabel = (name: string, everybody: string): string => (name === 'org' ? everybody : name.replace(/^team:/, ''))

const isEmpty = (filter: BoardFilter): boolean => Object.values(filter).every((value) => value === '')
