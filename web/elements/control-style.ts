import { css } from 'lit'

/** Buttons, fields, cards: the same in every element. */
export const controlStyle = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    min-height: 36px;
    padding: 0 14px;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--surface);
    font-weight: 500;
    cursor: pointer;
    white-space: nowrap;
  }
  button:hover {
    border-color: var(--line-strong);
  }
  button:disabled,
  button[aria-disabled='true'] {
    opacity: 0.6;
    cursor: default;
  }
  button.primary {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }
  button.primary:hover {
    background: var(--accent-strong);
  }
  button.quiet {
    border-color: transparent;
    background: transparent;
    color: var(--accent);
  }
  button.quiet:hover {
    background: var(--accent-soft);
  }
  button.danger {
    color: var(--bad-ink);
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  input,
  select {
    height: 38px;
  }
  input,
  select,
  textarea {
    padding: 6px 10px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
    background: var(--surface);
  }
  label {
    display: grid;
    gap: 4px;
    color: var(--ink-soft);
    font-size: 13px;
    font-weight: 500;
  }
  label input,
  label select,
  label textarea {
    color: var(--ink);
    font-size: 15px;
    font-weight: 400;
  }
  h1,
  h2,
  h3,
  p,
  dl,
  dd,
  ol,
  ul {
    margin: 0;
  }
  ol,
  ul {
    padding: 0;
    list-style: none;
  }
  .card {
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--lift);
  }
  .soft {
    color: var(--ink-soft);
  }
  .tabular {
    font-variant-numeric: tabular-nums;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    button:disabled,
    button[aria-disabled='true'] {
      border-color: GrayText;
      color: GrayText;
      opacity: 1;
    }
    /* Else the text gets a plate of the colour it has itself. */
    button.primary {
      forced-color-adjust: none;
    }
    [aria-current],
    [aria-pressed='true'],
    [aria-selected='true'] {
      outline: 2px solid;
      outline-offset: -2px;
    }
    :focus-visible {
      outline-color: Highlight;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
`
