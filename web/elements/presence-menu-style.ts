import { css } from 'lit'

export const menuStyle = css`
  :host {
    display: block;
  }
  .menu {
    display: grid;
  }
  button {
    justify-content: flex-start;
    gap: 12px;
    min-height: 40px;
    padding: 6px 12px;
    border: 0;
    background: none;
    font-weight: 450;
    text-align: start;
    white-space: normal;
  }
  button:hover,
  button:focus-visible {
    background: var(--accent-soft);
  }
  button:focus-visible {
    outline-offset: -2px;
  }
  button[aria-checked='true'] {
    font-weight: 600;
  }
  .summary {
    margin: 0 6px 6px;
    padding: 8px 6px 10px;
    border-bottom: 1px solid var(--line);
    color: var(--ink-soft);
    font-size: 13px;
    line-height: 1.4;
  }
  q {
    display: block;
    margin-top: 4px;
    color: var(--ink);
    overflow-wrap: anywhere;
  }
  .tick,
  .glyph {
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .tick {
    width: 12px;
    height: 12px;
    margin-inline-start: auto;
    color: var(--accent);
    stroke-width: 1.8;
  }
  .glyph {
    width: 1em;
    height: 1em;
    color: var(--ink-soft);
    stroke-width: 1.5;
  }
  [data-testid='sign-out'] .glyph:dir(rtl) {
    transform: scaleX(-1);
  }
  small {
    display: block;
    color: var(--ink-soft);
    font-size: 12.5px;
    line-height: 1.3;
  }
  [role='separator'] {
    height: 1px;
    margin: 6px 8px;
    background: var(--line);
  }
`
