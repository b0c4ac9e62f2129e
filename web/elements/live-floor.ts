import { LitElement, html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import type { Room } from '../../client-sdk/index.js'
import { changeMany } from '../batch-change.js'
import type { Outcome } from '../batch-change.js'
import { boardCsv, saveCsv } from '../board-csv.js'
import { searchOf, viewOf } from '../board-view.js'
import type { BoardView } from '../board-view.js'
import type { FloorSession } from '../floor-session.js'
import type { HubRest } from '../hub-rest.js'
import { FLOOR } from '../locale/floor.js'
import { Spoken } from '../locale/surface.js'
import type { Chosen } from '../row-choice.js'
import type { BatchAsked } from './batch-bar.js'
import type { FilterChosen, RoomChosen } from './board-filters.js'
import { controlStyle } from './control-style.js'
import { liveFloorStyle } from './live-floor-style.js'
import type { AgentOpened, AgentsChosen, PresenceBoard, SortChosen } from './presence-board.js'
import type { LimitsChosen } from './time-limits.js'
import './agent-drawer.js'
import './batch-bar.js'
import './batch-result.js'
import './board-filters.js'
import './count-cards.js'
import './hour-chart.js'
import './presence-board.js'
import './time-limits.js'

/** A change of many agents, on its way or done. */
interface Batch {
  readonly label: string
  readonly agentIds: readonly string[]
  readonly outcomes: readonly Outcome[]
}

/** A room with all that a supervisor looks at and does. What they changed of the view is in the address. */
export class LiveFloor extends LitElement {
  static override properties = {
    session: { attribute: false },
    rooms: { attribute: false },
    revision: { attribute: false },
    view: { state: true },
    chosen: { state: true },
    batch: { state: true },
  }
  static override styles = [controlStyle, liveFloorStyle]

  declare session: FloorSession | undefined
  /** The only rooms there are; empty: everybody, and every team that is seen. */
  declare rooms: readonly string[]
  /** Grows with everything new of the session. */
  declare revision: number
  declare private view: BoardView
  declare private chosen: Chosen
  declare private batch: Batch | undefined
  readonly #spoken = new Spoken(this, FLOOR)

  constructor() {
    super()
    this.rooms = []
    this.revision = 0
    this.view = viewOf(location.search, 'org')
    this.chosen = new Set()
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('session') && this.session) this.view = { ...this.view, room: this.session.room.name }
  }

  override render(): TemplateResult | typeof nothing {
    const { session, view } = this
    if (!session) return nothing
    const { room, client } = session
    const { own } = this.#spoken
    return html`
      <div class="title">
        <h1>${own.title}</h1>
        <div class="tools">
          <button
            type="button"
            aria-pressed=${view.filter.over === 'yes'}
            data-testid="over"
            data-count=${this.#board?.over ?? 0}
            @click=${this.#toggleOver}
          >
            ${own.overTime} <b class="tabular">${this.#spoken.number(this.#board?.over ?? 0)}</b>
          </button>
          <time-limits .limits=${view.limits} @limits-chosen=${this.#limitsChosen}></time-limits>
          <button type="button" data-testid="export" @click=${this.#export}>${own.exportCsv}</button>
        </div>
      </div>
      <div class="overview">
        <count-cards
          .counts=${countsOf(room)}
          .filter=${view.filter}
          @filter-chosen=${this.#filterChosen}
        ></count-cards>
        <hour-chart
          .points=${session.lastHour}
          .counts=${room.ready ? countsOf(room) : undefined}
          .serverNow=${this.#serverNow}
        ></hour-chart>
      </div>
      <board-filters
        .filter=${view.filter}
        .statuses=${client.statuses}
        .rooms=${this.#roomNames(session)}
        .room=${room.name}
        @filter-chosen=${this.#filterChosen}
        @room-chosen=${this.#roomChosen}
      ></board-filters>
      <presence-board
        .room=${room}
        .statuses=${client.statuses}
        .filter=${view.filter}
        .sort=${view.sort}
        .limits=${view.limits}
        .serverNow=${this.#serverNow}
        selectable
        .chosen=${this.chosen}
        @rows-shown=${() => this.requestUpdate()}
        @sort-chosen=${(event: SortChosen) => this.#look({ sort: event.sort })}
        @agent-opened=${(event: AgentOpened) => this.#look({ agent: event.agentId })}
        @agents-chosen=${(event: AgentsChosen) => (this.chosen = event.chosen)}
        >${this.#batchBar(session)}</presence-board
      >
      ${this.#drawer(session)} ${this.batch ? this.#result(this.batch, room) : nothing}
    `
  }

  #batchBar({ rest, client }: FloorSession): TemplateResult | typeof nothing {
    if (this.chosen.size === 0) return nothing
    const shown = this.#board?.agentIds.filter((agentId) => this.chosen.has(agentId)).length ?? 0
    return html`<batch-bar
      .count=${this.chosen.size}
      .unseen=${this.chosen.size - shown}
      .statuses=${client.statuses}
      .busy=${this.batch !== undefined}
      @batch-asked=${(event: BatchAsked) => void this.#changeChosen(rest, event)}
      @batch-cleared=${() => (this.chosen = new Set())}
    ></batch-bar>`
  }

  #drawer({ room, rest, client, doubt }: FloorSession): TemplateResult | typeof nothing {
    const { agent } = this.view
    if (agent === undefined || !room.ready) return nothing
    return html`<agent-drawer
      .agentId=${agent}
      .presence=${room.agents.get(agent)}
      .statuses=${client.statuses}
      .rest=${rest}
      .doubt=${doubt}
      .serverNow=${this.#serverNow}
      @sheet-closed=${() => {
        this.#look({ agent: undefined })
        void this.#board?.focusAgent(agent)
      }}
    ></agent-drawer>`
  }

  #result({ label, agentIds, outcomes }: Batch, room: Room): TemplateResult {
    return html`<batch-result
      .label=${label}
      .total=${agentIds.length}
      .outcomes=${outcomes}
      .nameOf=${(agentId: string) => room.agents.get(agentId)?.name ?? agentId}
      @retry-asked=${() => (this.chosen = new Set(outcomes.filter((one) => one.refusal).map((one) => one.agentId)))}
      @close=${() => (this.batch = undefined)}
    ></batch-result>`
  }

  async #changeChosen(rest: HubRest, { status, note }: BatchAsked): Promise<void> {
    const agentIds = [...this.chosen]
    const definition = this.session?.client.statuses.find((one) => one.id === status)
    const label = definition ? this.#spoken.labelOf(definition) : status
    let outcomes: readonly Outcome[] = []
    this.batch = { label, agentIds, outcomes }
    await changeMany(rest, agentIds, { status, note }, (some) => {
      outcomes = [...outcomes, ...some]
      // Closed meanwhile: the change goes on, and the board shows what comes of it.
      if (this.batch) this.batch = { label, agentIds, outcomes }
    })
  }

  get #board(): PresenceBoard | null {
    return this.renderRoot.querySelector<PresenceBoard>('presence-board')
  }

  readonly #serverNow = (): number => this.session?.client.serverNow() ?? Date.now()

  #roomNames({ teams, room }: FloorSession): readonly string[] {
    if (this.rooms.length > 0) return this.rooms
    return [...new Set(['org', room.name, ...[...teams].map((team) => `team:${team}`)])].sort()
  }

  #look(change: Partial<BoardView>): void {
    this.view = { ...this.view, ...change }
    history.replaceState(null, '', location.pathname + searchOf(this.view, this.rooms[0] ?? 'org'))
  }

  readonly #roomChosen = ({ room }: RoomChosen): void => {
    this.session?.watch(room)
    this.chosen = new Set()
    this.#look({ room, agent: undefined })
  }

  readonly #filterChosen = ({ filter }: FilterChosen): void => this.#look({ filter })

  readonly #limitsChosen = ({ limits }: LimitsChosen): void => this.#look({ limits })

  readonly #toggleOver = (): void => {
    const { filter } = this.view
    this.#look({ filter: { ...filter, over: filter.over === '' ? 'yes' : '' } })
  }

  readonly #export = (): void => {
    const { session } = this
    if (!session) return
    const { room } = session
    const agents = (this.#board?.agentIds ?? []).flatMap((agentId) => room.agents.get(agentId) ?? [])
    const now = this.#serverNow()
    const stamp = new Date(now).toISOString().replace(/[:.]/g, '-').slice(0, 19)
    saveCsv(`presence-${room.name.replace(':', '-')}-${stamp}Z.csv`, boardCsv(agents, now))
  }
}
customElements.define('live-floor', LiveFloor)

/** A copy: the room may count in place, and an element redraws only for another object. */
const countsOf = ({ counts }: Room): Room['counts'] => ({ ...counts })
