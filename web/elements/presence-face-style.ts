import { css } from 'lit'

export const faceStyle = css`
  :host {
    display: inline-flex;
    min-width: 0;
  }
  .face {
    max-width: 260px;
    min-height: 44px;
    padding: 2px 14px;
    border-radius: 99px;
    text-align: start;
  }
  .lines {
    display: grid;
    min-width: 0;
    line-height: 1.25;
  }
  .label,
  .under {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .under {
    color: var(--ink-soft);
    font-size: 12px;
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
  .face[data-doubt] {
    border-style: dashed;
    border-color: var(--line-strong);
  }
  .face[data-doubt] status-icon {
    filter: grayscale(1);
  }
  .troubled {
    border-color: var(--warn-line);
    background: var(--warn-soft);
    color: var(--warn-ink);
  }
  .troubled .under {
    color: inherit;
    text-decoration: underline;
  }
  svg {
    flex: none;
    width: 12px;
    height: 12px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .warning {
    width: 1.1em;
    height: 1.1em;
    stroke-width: 1.5;
  }
  .placeholder {
    padding: 0 12px;
    color: var(--ink-soft);
  }
  .turning {
    width: 1em;
    height: 1em;
    border: 2px solid var(--accent);
    border-inline-end-color: transparent;
    border-radius: 50%;
    animation: turn 0.8s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
`
