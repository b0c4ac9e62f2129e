import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { BoardSort, Column } from '../board-view.js'

const HEADINGS: readonly (readonly [Column | 'teams', string])[] = [
  ['name', 'Agent'],
  ['status', 'Status'],
  ['since', 'Time'],
  ['reason', 'Reason'],
  ['load', 'Load'],
  ['teams', 'Teams'],
  ['connection', 'Connection'],
]

export interface HeadParts {
  readonly sort: BoardSort
  /** Which of the rows are selected; undefined: rows cannot be selected here. */
  readonly chosen: 'all' | 'some' | 'none' | undefined
  readonly onSort: (sort: BoardSort) => void
  readonly onAll: () => void
}

/** The board's headings: each sorts, the first selects all that are shown. */
export const boardHead = ({ sort, chosen, onSort, onAll }: HeadParts): TemplateResult =>
  html`<thead>
    <tr aria-rowindex="1">
      ${
        chosen === undefined
          ? nothing
          : html`<th scope="col" class="pick">
              <label>
                <input
                  type="checkbox"
                  data-testid="pick-all"
                  .checked=${chosen === 'all'}
                  .indeterminate=${chosen === 'some'}
                  @change=${onAll}
                />
                <span class="unseen">Select all agents shown</span>
              </label>
            </th>`
      }
      ${HEADINGS.map(([column, label]) =>
        column === 'teams'
          ? html`<th scope="col" class="teams"><span>${label}</span></th>`
          : sortable(column, label, sort, onSort),
      )}
    </tr>
  </thead>`

function sortable(column: Column, label: string, sort: BoardSort, onSort: (sort: BoardSort) => void): TemplateResult {
  const sorted = sort.column === column
  const order = sort.descending ? 'descending' : 'ascending'
  const next = { column, descending: sorted && !sort.descending }
  return html`<th scope="col" class=${column} aria-sort=${sorted ? order : 'none'}>
    <button type="button" data-testid="sort-${column}" @click=${() => onSort(next)}>
      ${label}
      <svg viewBox="0 0 10 10" aria-hidden="true" class=${sorted ? order : 'unsorted'}>
        <path d="M2 6.5L5 3.5l3 3" />
      </svg>
    </button>
  </th>`
}
