import { css, unsafeCSS } from 'lit'

/** Height of the headings, which stay in view, in px. */
export const HEAD_PX = 42

export const boardStyle = css`
  :host {
    display: block;
    min-height: 0;
  }
  .card {
    display: flex;
    flex-direction: column;
    height: 100%;
    overflow: hidden;
  }
  .scroller {
    /* What is only for listeners is placed by it, and must not make the page as high as all rows. */
    position: relative;
    flex: 1;
    min-height: 0;
    overflow: auto;
    overscroll-behavior: contain;
    /* Rows that come and go above must not move what is in view. */
    overflow-anchor: none;
  }
  .foot {
    display: flex;
    flex: none;
    align-items: center;
    justify-content: space-between;
    gap: 4px 16px;
    min-height: 56px;
    padding: 8px 14px;
    border-block-start: 1px solid var(--line);
    background: var(--sunken);
    color: var(--ink-soft);
    font-size: 13px;
  }
  .empty {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 4px;
    min-height: 200px;
    padding: 24px;
    color: var(--ink-soft);
    text-align: center;
  }
  .empty strong {
    color: var(--ink);
  }
  table {
    width: 100%;
    border-collapse: separate;
    border-spacing: 0;
    table-layout: fixed;
  }
  thead th {
    position: sticky;
    top: 0;
    z-index: 2;
    height: ${unsafeCSS(HEAD_PX)}px;
    padding: 0;
    border-bottom: 1px solid var(--line);
    background: var(--sunken);
    text-align: start;
  }
  thead button,
  thead span {
    display: flex;
    align-items: center;
    justify-content: flex-start;
    gap: 5px;
    width: 100%;
    height: ${unsafeCSS(HEAD_PX)}px;
    padding: 0 14px;
    border: 0;
    border-radius: 0;
    background: none;
    color: var(--ink-soft);
    font-size: 13px;
    font-weight: 600;
  }
  thead button:hover,
  [aria-sort='ascending'] button,
  [aria-sort='descending'] button {
    color: var(--ink);
  }
  thead button:focus-visible {
    outline-offset: -3px;
  }
  thead svg {
    width: 10px;
    height: 10px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  svg.unsorted {
    visibility: hidden;
  }
  svg.descending {
    transform: rotate(180deg);
  }
  .name {
    width: 19%;
  }
  .status {
    width: 16%;
  }
  .since {
    width: 112px;
  }
  .load {
    width: 15%;
  }
  .teams {
    width: 12%;
  }
  .connection {
    width: 150px;
  }
  tbody .connection i {
    display: inline-block;
    width: 8px;
    height: 8px;
    margin-inline-end: 8px;
    border: 2px solid var(--offline);
    border-radius: 50%;
  }
  tbody .connected i {
    border-color: var(--available);
    background: var(--available);
  }
  tbody .reconnecting {
    color: var(--away);
    font-weight: 600;
  }
  tbody .reconnecting i {
    border-color: var(--away);
    border-inline-end-color: transparent;
  }
  @media (max-width: 1080px) {
    .teams {
      display: none;
    }
    .name {
      width: 22%;
    }
    .status {
      width: 20%;
    }
  }
  @media (max-width: 860px) {
    .reason {
      display: none;
    }
    .name {
      width: auto;
    }
    .status {
      width: 158px;
    }
    .since {
      width: 100px;
    }
    .connection {
      width: 140px;
    }
    tbody th,
    tbody td,
    thead button,
    thead span {
      padding: 0 10px;
    }
    .load {
      width: 22%;
    }
  }
  @media (max-width: 640px) {
    .load,
    .connection {
      display: none;
    }
    .pick {
      width: 44px;
    }
    .name {
      width: 36%;
    }
    .status {
      width: auto;
    }
    .since {
      width: 84px;
    }
  }
`
