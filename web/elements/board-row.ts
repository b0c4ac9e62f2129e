import { html, nothing } from 'lit'
import { styleMap } from 'lit/directives/style-map.js'
import type { TemplateResult } from 'lit'
import type { Presence, StatusDefinition } from '../../protocol/presence.js'
import { byWhom } from '../locale/board.js'
import type { BoardWords } from '../locale/board.js'
import type { Spoken } from '../locale/surface.js'
import { heldTime, isoDuration } from '../locale/times.js'
import { fill } from '../locale/worded.js'
import './status-icon.js'
import './units-meter.js'

export interface RowParts {
  readonly spoken: Spoken<BoardWords>
  readonly statuses: readonly StatusDefinition[]
  readonly presence: Presence
  readonly index: number
  readonly heldMs: number
  /** Longer in the status than the limit of its base. */
  readonly over: boolean
  /** Undefined: rows cannot be selected here. */
  readonly chosen: boolean | undefined
  /** The one row of the board that Tab goes to. */
  readonly active: boolean
}

/** One agent on the board. The board hears its clicks. */
export function boardRow(parts: RowParts): TemplateResult {
  const { spoken, statuses, presence: one, index, heldMs, over, chosen, active } = parts
  const { own, tag } = spoken
  return html`<tr
    aria-rowindex=${index + 2}
    aria-selected=${chosen ?? nothing}
    data-testid="row"
    data-agent=${one.agentId}
    data-status=${one.status}
    data-connection=${one.connection}
    data-over=${over}
  >
    ${chosen === undefined ? nothing : pick(fill(own.select, { name: one.name }), chosen)}
    <th scope="row" class="name">
      <button
        type="button"
        dir="auto"
        class="open"
        tabindex=${active ? 0 : -1}
        aria-label=${fill(own.open, { name: one.name })}
      >
        ${one.name}
      </button>
      ${one.name === one.agentId ? nothing : html`<span class="second">${one.agentId}</span>`}
    </th>
    <td class="status">
      <span class="label"
        ><status-icon base=${one.base}></status-icon><bdi>${spoken.labelFor(one, statuses)}</bdi></span
      >
      ${one.routable ? nothing : html`<span class="second">${own.noNewWork}</span>`}
    </td>
    <td class="since tabular">
      ${over ? late(own.overTime) : nothing}<time datetime=${isoDuration(heldMs)}>${heldTime(heldMs, tag)}</time>
    </td>
    <td class="reason">
      <span>${own.reasons[one.reason]}</span>
      ${one.actor.type === 'system' ? nothing : html`<span class="second">${byWhom(one.actor, own)}</span>`}
    </td>
    <td class="load"><units-meter compact .capacity=${one.capacity}></units-meter></td>
    <td class="teams">${one.teams.join(', ')}</td>
    <td class="connection ${one.connection}"><i aria-hidden="true"></i>${own.connections[one.connection]}</td>
  </tr>`
}

const pick = (label: string, chosen: boolean): TemplateResult =>
  html`<td class="pick">
    <label>
      <input type="checkbox" tabindex="-1" data-testid="pick" .checked=${chosen} />
      <span class="unseen">${label}</span>
    </label>
  </td>`

const late = (label: string): TemplateResult =>
  html`<svg class="late" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M8 4.2V8l2.4 1.6M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13z" /></svg
    ><span class="unseen">${label} </span>`

/** The room of rows that are not drawn. */
export const spacer = (px: number): TemplateResult | typeof nothing =>
  px === 0
    ? nothing
    : html`<tr class="spacer" aria-hidden="true">
        <td style=${styleMap({ height: `${px}px` })}></td>
      </tr>`
