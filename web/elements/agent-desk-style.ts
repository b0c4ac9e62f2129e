import { css } from 'lit'

export const deskStyle = css`
  :host {
    display: block;
  }
  main {
    display: grid;
    grid-template-columns: minmax(300px, 400px) minmax(0, 1fr);
    align-items: start;
    gap: 20px;
    max-width: 1180px;
    margin: 0 auto;
    padding: 14px 24px 64px;
  }
  /* So that a card that rings never covers the end of the page for good. */
  main.ringing {
    padding-block-end: 260px;
  }
  .wide,
  .waiting,
  .ended,
  sign-in-form {
    grid-column: 1 / -1;
  }
  .wide {
    display: grid;
    gap: 12px;
  }
  .side,
  .main {
    display: grid;
    gap: 20px;
    min-width: 0;
  }
  .waiting {
    padding: 12vh 0;
    color: var(--ink-soft);
    text-align: center;
  }
  .work,
  .today {
    display: grid;
    gap: 16px;
    padding: 20px;
  }
  .today {
    padding-block-end: 4px;
  }
  .work > [role='status']:not(:has(*)) {
    position: absolute;
  }
  .today timeline-list {
    max-height: 420px;
    overflow-y: auto;
  }
  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 12px;
    min-height: 36px;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
  }
  h2 {
    font-size: 17px;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  h2:focus {
    outline-offset: 6px;
  }
  .gone {
    padding: 10px 14px;
    border-radius: var(--radius-small);
    background: var(--sunken);
    color: var(--ink-soft);
    font-size: 14px;
  }
  .failure {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    padding-block: 8px;
    padding-inline: 18px 10px;
    border: 1px solid var(--busy);
    border-radius: var(--radius);
    background: var(--bad-soft);
    color: var(--bad-ink);
  }
  .failure button {
    color: inherit;
  }
  .ended {
    display: grid;
    justify-items: center;
    gap: 8px;
    width: 100%;
    max-width: 440px;
    margin: 8vh auto 0;
    padding: 36px 28px;
    text-align: center;
  }
  .ended status-icon {
    font-size: 40px;
  }
  .ended h1 {
    color: var(--ink);
    font-size: 22px;
    font-weight: 650;
  }
  .ended button {
    margin-block-start: 12px;
  }
  @media (max-width: 860px) {
    main {
      grid-template-columns: minmax(0, 1fr);
      gap: 14px;
      padding: 4px 14px 48px;
    }
    .side,
    .main {
      display: contents;
    }
    .today {
      order: 1;
    }
    .persona {
      order: 2;
    }
  }
`
