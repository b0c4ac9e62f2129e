import { css } from 'lit'

/** A dialog in the middle of the page: a headline, a body that scrolls, what may be done at its foot. */
export const modalStyle = css`
  dialog {
    width: 480px;
    max-width: calc(100vw - 32px);
    max-height: min(680px, calc(100dvh - 48px));
    padding: 0;
    overflow: hidden;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--float);
    color: var(--ink);
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
  }
  dialog::backdrop {
    background: rgb(10 14 22 / 35%);
  }
  h2 {
    font-size: 18px;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  header {
    display: grid;
    gap: 4px;
    padding: 20px 24px 12px;
  }
  .body {
    flex: 1;
    min-height: 0;
    padding: 4px 24px 16px;
    overflow-y: auto;
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 10px;
    padding: 14px 24px;
    border-block-start: 1px solid var(--line);
    background: var(--sunken);
  }
`
