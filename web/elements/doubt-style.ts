import { css } from 'lit'

/** Says that what is shown may not be so any more. */
export const doubtStyle = css`
  .doubt {
    padding: 10px 16px;
    border: 1px solid var(--warn-line);
    border-radius: var(--radius);
    background: var(--warn-soft);
    color: var(--warn-ink);
  }
`
