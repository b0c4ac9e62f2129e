import { css, unsafeCSS } from 'lit'

/** Height of every row, in px: the window of rows is reckoned with it. */
export const ROW_PX = 54

export const rowStyle = css`
  tbody tr:not(.spacer) {
    height: ${unsafeCSS(ROW_PX)}px;
    cursor: pointer;
  }
  tbody tr[data-over='true'] {
    background: var(--warn-soft);
  }
  tbody tr[aria-selected='true'] {
    background: var(--accent-soft);
  }
  tbody tr:not(.spacer):hover {
    background: var(--accent-soft);
  }
  tr[data-over='true'] .since {
    color: var(--warn-ink);
    font-weight: 650;
  }
  .late {
    width: 14px;
    height: 14px;
    margin-inline-end: 5px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    vertical-align: -2px;
  }
  .pick {
    width: 52px;
  }
  tbody .pick,
  thead .pick {
    padding: 0;
  }
  .pick label {
    display: grid;
    place-items: center;
    height: 100%;
    cursor: pointer;
  }
  .pick input {
    width: 18px;
    height: 18px;
    margin: 0;
    accent-color: var(--accent);
    cursor: pointer;
  }
  tbody th,
  tbody td {
    height: ${unsafeCSS(ROW_PX)}px;
    padding: 0 14px;
    overflow: hidden;
    border-bottom: 1px solid var(--line);
    font-size: 14px;
    font-weight: 400;
    line-height: 1.35;
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .spacer td {
    padding: 0;
    border: 0;
  }
  .open {
    display: block;
    max-width: 100%;
    min-height: 0;
    padding: 0;
    overflow: hidden;
    border: 0;
    background: none;
    font-weight: 600;
    text-overflow: ellipsis;
  }
  .open:focus-visible {
    outline-offset: -2px;
  }
  .second {
    display: block;
    overflow: hidden;
    color: var(--ink-soft);
    font-size: 12.5px;
    text-overflow: ellipsis;
  }
  .label {
    display: flex;
    align-items: center;
    gap: 8px;
    font-weight: 500;
  }
  .label bdi {
    overflow: hidden;
    text-overflow: ellipsis;
  }
`
