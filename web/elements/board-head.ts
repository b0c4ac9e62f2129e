import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { BoardSort, Column } from '../board-view.js'
import type { BoardWords } from '../locale/board.js'

const HEADINGS: readonly (Column | 'teams')[] = ['name', 'status', 'since', 'reason', 'load', 'teams', 'connection']

export interface HeadParts {
  readonly words: BoardWords
  readonly sort: BoardSort
  /** Which of the rows are selected; undefined: rows cannot be selected here. */
  readonly chosen: 'all' | 'some' | 'none' | undefined
  readonly onSort: (sort: BoardSort) => void
  readonly onAll: () => void
}

/** The board's headings: each sorts, the first selects all that are shown. */
export const boardHead = ({ words, sort, chosen, onSort, onAll }: HeadParts): TemplateResult =>
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
                <span class="unseen">${words.selectAll}</span>
              </label>
            </th>`
      }
      ${HEADINGS.map((column) =>
        column === 'teams'
          ? html`<th scope="col" class="teams"><span>${words.columns.teams}</span></th>`
          : sortable(column, words.columns[column], sort, onSort),
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
