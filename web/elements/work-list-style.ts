import { css } from 'lit'

export const workListStyle = css`
  :host {
    display: block;
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 10px 16px;
    padding-block: 14px;
    border-block-start: 1px solid var(--line);
  }
  .what {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px 10px;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .state {
    padding: 1px 8px;
    border-radius: 99px;
    background: var(--accent-soft);
    font-size: 12.5px;
    font-weight: 500;
  }
  .wrap_up .state {
    background: var(--away-soft);
  }
  .detail {
    color: var(--ink-soft);
    font-size: 13.5px;
  }
  .end {
    display: flex;
    grid-column: 1 / -1;
    align-items: center;
    gap: 12px;
    color: var(--ink-soft);
    font-size: 13.5px;
  }
  .end time {
    color: var(--ink);
    font-weight: 600;
  }
  .bar {
    flex: 1;
    height: 6px;
    overflow: hidden;
    border-radius: 99px;
    background: var(--offline-soft);
  }
  .bar i {
    display: block;
    height: 100%;
    background: var(--away);
    transition: width 1s linear;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .empty {
    display: grid;
    justify-items: center;
    gap: 4px;
    padding: 36px 16px 24px;
    border-block-start: 1px solid var(--line);
    color: var(--ink-soft);
    text-align: center;
  }
  .empty strong {
    color: var(--ink);
  }
  @media (max-width: 620px) {
    li {
      grid-template-columns: minmax(0, 1fr);
    }
    .actions button {
      flex: 1;
    }
  }
  @media (forced-colors: active) {
    .bar {
      border: 1px solid CanvasText;
    }
    .bar i {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`
