import { css } from 'lit'

export const liveFloorStyle = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 14px;
    min-height: 0;
  }
  presence-board {
    flex: 1 1 0;
    min-height: 0;
  }
  h1 {
    font-size: 22px;
    font-weight: 650;
    letter-spacing: -0.02em;
  }
  .title,
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .title {
    justify-content: space-between;
  }
  .tools b {
    padding: 0 7px;
    border-radius: 99px;
    background: var(--warn-soft);
    color: var(--warn-ink);
    font-weight: 600;
  }
  .tools button[aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--accent-soft);
  }
  .overview {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 420px);
    gap: 12px;
  }
  @media (max-width: 1080px) {
    .overview {
      grid-template-columns: minmax(0, 1fr);
    }
    presence-board {
      flex: none;
      height: min(720px, 80dvh);
    }
  }
`
