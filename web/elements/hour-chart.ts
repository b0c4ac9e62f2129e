import { LitElement, css, html, nothing, svg } from 'lit'
import type { TemplateResult } from 'lit'
import type { Room } from '../../client-sdk/index.js'
import { LAYERS, areasOf, placeOf, signedIn } from '../hour-curve.js'
import type { Box, CurvePoint } from '../hour-curve.js'
import type { RoomPoint } from '../hub-rest.js'
import { FLOOR } from '../locale/floor.js'
import type { FloorWords } from '../locale/floor.js'
import { Spoken } from '../locale/surface.js'
import { timeOfDay } from '../locale/times.js'
import { fill } from '../locale/worded.js'
import { controlStyle } from './control-style.js'
import './status-icon.js'

const HOUR_MS = 3_600_000
/** From a hole of this many ms on the curve says since when it knows. */
const YOUNG_MS = 3 * 60_000
/** Of the drawing, not of the screen: it is stretched to what there is. */
const [WIDTH, HEIGHT] = [600, 100]

/** The last hour of a room: who was signed in, by base. The pointer or the arrow keys read a minute. */
export class HourChart extends LitElement {
  static override properties = {
    points: { attribute: false },
    counts: { attribute: false },
    serverNow: { attribute: false },
    at: { state: true },
  }
  static override styles = [
    controlStyle,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      figure {
        display: grid;
        grid-template-rows: auto auto minmax(0, 1fr) auto;
        gap: 6px;
        height: 100%;
        min-height: 148px;
        margin: 0;
        padding: 12px 14px 8px;
      }
      figcaption,
      .axis {
        display: flex;
        justify-content: space-between;
        gap: 12px;
        color: var(--ink-soft);
        font-size: 12.5px;
      }
      figcaption strong {
        flex: none;
        color: var(--ink);
        font-size: 13px;
        font-weight: 600;
      }
      ul {
        display: flex;
        gap: 16px;
        color: var(--ink);
        font-size: 13px;
      }
      li {
        display: flex;
        align-items: center;
        gap: 6px;
      }
      .plot {
        position: relative;
        min-height: 0;
        border-radius: 4px;
        cursor: crosshair;
        touch-action: pan-y;
      }
      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        border-block-end: 1px solid var(--line-strong);
      }
      :host(:dir(rtl)) svg {
        transform: scaleX(-1);
      }
      path {
        stroke: var(--surface);
        stroke-width: 1;
        vector-effect: non-scaling-stroke;
      }
      .available {
        fill: var(--available);
      }
      .busy {
        fill: var(--busy);
      }
      .dnd {
        fill: var(--dnd);
      }
      .away {
        fill: var(--away);
      }
      line {
        stroke: var(--ink);
        stroke-width: 2;
        vector-effect: non-scaling-stroke;
      }
      @media (forced-colors: active) {
        svg {
          forced-color-adjust: none;
        }
      }
    `,
  ]

  declare points: readonly RoomPoint[]
  declare counts: Room['counts'] | undefined
  declare serverNow: () => number
  /** The point that is read, counted from the newest; undefined: none, and the newest is told. */
  declare private at: number | undefined
  readonly #spoken = new Spoken(this, FLOOR)

  constructor() {
    super()
    this.points = []
    this.serverNow = () => Date.now()
  }

  override render(): TemplateResult {
    const { own, tag } = this.#spoken
    const now = this.serverNow()
    const points = this.#curve(now)
    const box: Box = { from: now - HOUR_MS, to: now, width: WIDTH, height: HEIGHT }
    const back = Math.min(this.at ?? 0, Math.max(0, points.length - 1))
    const read = points.at(-1 - back)
    const text = read ? sentence(read, now, this.#spoken) : own.hourNothing
    const first = points[0]
    const young = first !== undefined && first.at > box.from + YOUNG_MS
    return html`<figure class="card" data-testid="last-hour" data-points=${points.length}>
      <figcaption>
        <strong>${own.hour}</strong>
        <span class="tabular" data-testid="last-hour-text">${read ? headline(read, now, this.#spoken) : ''}</span>
      </figcaption>
      <ul aria-hidden="true">
        ${LAYERS.map(
          (base) =>
            html`<li>
              <status-icon base=${base}></status-icon
              ><span class="tabular">${this.#spoken.number(read?.byBase[base] ?? 0)}</span>
            </li>`,
        )}
      </ul>
      <div
        class="plot"
        tabindex="0"
        role="slider"
        aria-label=${own.hourMinute}
        aria-valuemin=${1 - points.length}
        aria-valuemax="0"
        aria-valuenow=${-back}
        aria-valuetext=${text}
        @keydown=${(event: KeyboardEvent) => this.#onKey(event, points.length)}
        @blur=${() => (this.at = undefined)}
        @pointermove=${(event: PointerEvent) => this.#onPointer(event, points, box)}
        @pointerleave=${() => (this.at = undefined)}
      >
        <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
          ${areasOf(points, box).map(({ base, path }) => svg`<path class=${base} d=${path} />`)}
          ${this.at !== undefined && read ? marker(placeOf(read.at, box)) : nothing}
        </svg>
      </div>
      <div class="axis tabular" aria-hidden="true">
        <span>${young ? fill(own.hourSince, { time: timeAt(first.at, tag) }) : timeAt(box.from, tag)}</span>
        <span>${own.hourEnd}</span>
      </div>
    </figure>`
  }

  /** With how it is at this moment, which is newer than what the hub told. */
  #curve(now: number): readonly CurvePoint[] {
    const told = this.points.map(({ at, ...counted }) => ({ at: Date.parse(at), ...counted }))
    const known = told.filter(({ at }) => at > now - HOUR_MS && at < now)
    return this.counts ? [...known, { at: now, byBase: this.counts.byBase, routable: this.counts.routable }] : known
  }

  #onKey(event: KeyboardEvent, count: number): void {
    const back = this.at ?? 0
    const rightwards = this.matches(':dir(rtl)') ? 1 : -1
    const aims: Readonly<Record<string, number>> = {
      ArrowLeft: back - rightwards,
      ArrowRight: back + rightwards,
      ArrowDown: back + 1,
      ArrowUp: back - 1,
      Home: count - 1,
      End: 0,
    }
    const to = aims[event.key]
    if (to === undefined) return
    event.preventDefault()
    this.at = Math.max(0, Math.min(to, count - 1))
  }

  #onPointer({ currentTarget, clientX }: PointerEvent, points: readonly CurvePoint[], box: Box): void {
    if (!(currentTarget instanceof HTMLElement)) return
    const { left, right, width } = currentTarget.getBoundingClientRect()
    const share = (this.matches(':dir(rtl)') ? right - clientX : clientX - left) / width
    const wanted = box.from + share * HOUR_MS
    const gaps = points.map(({ at }) => Math.abs(at - wanted))
    this.at = points.length - 1 - gaps.indexOf(Math.min(...gaps))
  }
}
customElements.define('hour-chart', HourChart)

const marker = (x: number): TemplateResult => svg`<line x1=${x} x2=${x} y1="0" y2=${HEIGHT} />`

const timeAt = (at: number, tag: string): string => timeOfDay(new Date(at).toISOString(), tag)

const headline = (point: CurvePoint, now: number, { own, tag, number }: Spoken<FloorWords>): string => {
  const when = now - point.at < 1_000 ? own.hourNow : timeAt(point.at, tag)
  return fill(own.signedIn, { when, n: number(signedIn(point)) })
}

const sentence = (point: CurvePoint, now: number, spoken: Spoken<FloorWords>): string =>
  [
    headline(point, now, spoken),
    ...LAYERS.map((base) => `${spoken.words.statuses[base]} ${spoken.number(point.byBase[base])}`),
  ].join(', ')
