import { css } from 'lit'

export const policyStyle = css`
  .scope {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
  }
  .scope label {
    width: 240px;
  }
  policy-setting:first-of-type {
    border-block-start: 0;
  }
  .save {
    position: sticky;
    inset-block-end: 0;
    z-index: 5;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: start;
    gap: 12px 24px;
    margin-block-start: 16px;
    padding: 16px 20px;
    box-shadow: var(--float);
  }
  .save .bad {
    grid-column: 1 / -1;
  }
  @media (max-width: 640px) {
    .save {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`
