import { css } from 'lit'

export const agentsStyle = css`
  form.find {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    margin-block-end: 16px;
  }
  form.find label:first-child {
    flex: 1 1 260px;
    max-width: 420px;
  }
  form.find label {
    flex: 0 1 220px;
    min-width: 0;
  }
  form.find select {
    width: 100%;
  }
  .table {
    /* What is only said in it stays in it. */
    position: relative;
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 14.5px;
  }
  th,
  td {
    padding: 9px 16px;
    border-block-start: 1px solid var(--line);
    text-align: start;
    vertical-align: middle;
  }
  thead th {
    border-block-start: 0;
    background: var(--sunken);
    color: var(--ink-soft);
    font-size: 13px;
    font-weight: 500;
    white-space: nowrap;
  }
  tbody th {
    min-width: 150px;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  small {
    display: block;
    color: var(--ink-soft);
    font-size: 13px;
    font-weight: 400;
  }
  .now {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-width: 110px;
    overflow-wrap: anywhere;
  }
  .teams {
    min-width: 120px;
    overflow-wrap: anywhere;
  }
  .number {
    text-align: end;
    white-space: nowrap;
  }
  td button {
    min-height: 32px;
  }
  @media (max-width: 640px) {
    form.find label {
      flex: 1 1 100%;
      max-width: none;
    }
    th,
    td {
      padding-inline: 12px;
    }
    .teams,
    .number:not(.change) {
      display: none;
    }
    tbody th {
      min-width: 100px;
    }
    .now {
      min-width: 80px;
    }
  }
  .pages {
    display: flex;
    align-items: center;
    justify-content: end;
    gap: 14px;
    margin-block-start: 14px;
  }
`
