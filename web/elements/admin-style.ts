import { css } from 'lit'

/** Forms, lists and messages of the administrators' page. */
export const adminStyle = css`
  :host {
    display: block;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    justify-content: space-between;
    gap: 12px 20px;
    margin-block-end: 16px;
  }
  h1 {
    font-size: 22px;
    font-weight: 650;
    letter-spacing: -0.02em;
  }
  h2 {
    font-size: 15px;
    font-weight: 650;
  }
  form {
    display: grid;
    gap: 18px;
  }
  fieldset {
    display: grid;
    gap: 10px;
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    margin-block-end: 8px;
    color: var(--ink-soft);
    font-size: 13px;
    font-weight: 500;
  }
  input:not([type='checkbox'], [type='radio']),
  select {
    width: 100%;
    min-width: 0;
  }
  input[type='checkbox'],
  input[type='radio'] {
    flex: none;
    width: 18px;
    height: 18px;
    margin: 0;
    accent-color: var(--accent);
  }
  [aria-invalid='true'] {
    border-color: var(--busy);
  }
  .check {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 28px;
    color: var(--ink);
    font-size: 15px;
    font-weight: 400;
  }
  .field {
    display: grid;
    align-content: start;
    gap: 4px;
    min-width: 0;
  }
  .help {
    color: var(--ink-soft);
    font-size: 13px;
    font-weight: 400;
  }
  .fault {
    color: var(--bad-ink);
    font-size: 13px;
    font-weight: 500;
  }
  .bad,
  .warn,
  .good {
    padding: 10px 14px;
    border: 1px solid var(--busy);
    border-radius: var(--radius-small);
    background: var(--bad-soft);
    color: var(--bad-ink);
    font-size: 14px;
    overflow-wrap: anywhere;
  }
  .warn {
    border-color: var(--warn-line);
    background: var(--warn-soft);
    color: var(--warn-ink);
  }
  .good {
    border-color: var(--available);
    background: var(--available-soft);
    color: var(--ink);
  }
  .says {
    display: grid;
    gap: 8px;
  }
  .says:has(*) {
    margin-block-end: 16px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
  }
  .chip {
    padding: 1px 8px;
    border-radius: 99px;
    background: var(--offline-soft);
    color: var(--ink);
    font-size: 12.5px;
    font-weight: 500;
    white-space: nowrap;
  }
  .waiting {
    padding: 64px 16px;
    color: var(--ink-soft);
    text-align: center;
  }
  @media (forced-colors: active) {
    .chip {
      border: 1px solid;
    }
  }
`
