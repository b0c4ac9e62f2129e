import { css } from 'lit'

export const drawerStyle = css`
  [slot='under'] {
    overflow-wrap: anywhere;
    font-size: 13.5px;
  }
  .doubt {
    margin-block-end: 20px;
  }
  h3 {
    margin-bottom: 12px;
    font-size: 15px;
    font-weight: 650;
  }
  section {
    padding: 18px 0;
    border-top: 1px solid var(--line);
  }
  .now {
    overflow-wrap: anywhere;
    border-top: 0;
    padding-top: 0;
  }
  .label {
    display: flex;
    align-items: center;
    gap: 10px;
    font-size: 20px;
    font-weight: 600;
  }
  .bad {
    color: var(--bad-ink);
  }
  .items {
    margin-top: 12px;
  }
  .items li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto auto auto;
    gap: 14px;
    padding: 8px 0;
    border-top: 1px solid var(--line);
    font-size: 14px;
  }
  .items li > :first-child {
    overflow-wrap: anywhere;
  }
  .none {
    margin-block-start: 8px;
  }
  .heading {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    margin-block-end: 12px;
  }
  .heading h3 {
    margin: 0;
  }
  .heading label {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .heading select {
    height: 34px;
    font-size: 14px;
  }
  timeline-list {
    margin-block-start: 20px;
  }
  .why {
    padding: 6px 0;
  }
  why-panel {
    margin-inline: -20px;
  }
`
