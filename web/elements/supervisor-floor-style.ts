import { css } from 'lit'

export const floorStyle = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100dvh;
    min-height: 700px;
  }
  main {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 14px;
    width: 100%;
    min-height: 0;
    max-width: 1320px;
    margin: 0 auto;
    padding: 16px 24px 20px;
  }
  live-floor {
    flex: 1;
  }
  [role='status']:not(:has(*)) {
    margin-block-start: -14px;
  }
  .waiting {
    padding: 12vh 0;
    color: var(--ink-soft);
    text-align: center;
  }
  @media (max-width: 1080px) {
    :host {
      height: auto;
    }
  }
  @media (max-width: 640px) {
    main {
      gap: 12px;
      padding: 14px;
    }
  }
`
