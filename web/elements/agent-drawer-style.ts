import { css } from 'lit'

export const drawerStyle = css`
  dialog {
    position: fixed;
    inset-block: 0;
    inset-inline: auto 0;
    width: 440px;
    max-width: 100vw;
    height: 100dvh;
    max-height: none;
    margin: 0;
    padding: 0;
    overflow-y: auto;
    border: 0;
    border-inline-start: 1px solid var(--line);
    background: var(--surface);
    box-shadow: var(--float);
    color: var(--ink);
  }
  dialog[open] {
    animation: arrive 0.16s ease-out;
  }
  dialog::backdrop {
    background: rgb(10 14 22 / 35%);
  }
  header {
    position: sticky;
    top: 0;
    z-index: 2;
    display: flex;
    align-items: start;
    justify-content: space-between;
    gap: 12px;
    padding: 20px 24px 14px;
    background: var(--surface);
  }
  header p {
    overflow-wrap: anywhere;
    font-size: 13.5px;
  }
  header button {
    min-width: 40px;
    min-height: 40px;
    margin-block-start: -6px;
    margin-inline-end: -10px;
    padding: 0;
  }
  header svg {
    width: 18px;
    height: 18px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
  }
  h2 {
    font-size: 20px;
    font-weight: 650;
    letter-spacing: -0.01em;
    line-height: 1.3;
  }
  h3 {
    margin-bottom: 12px;
    font-size: 15px;
    font-weight: 650;
  }
  section {
    padding: 18px 24px;
    border-top: 1px solid var(--line);
  }
  .now {
    border-top: 0;
    padding-top: 4px;
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
    padding: 6px 4px;
  }
  @keyframes arrive {
    from {
      opacity: 0;
    }
  }
  @media (max-width: 520px) {
    dialog {
      width: 100vw;
      border: 0;
    }
  }
`
