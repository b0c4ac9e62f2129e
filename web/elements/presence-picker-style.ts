import { css } from 'lit'

export const pickerStyle = css`
  :host {
    position: relative;
    display: inline-flex;
  }
  svg {
    flex: none;
    width: 12px;
    height: 12px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .pop {
    position: absolute;
    z-index: 20;
    width: 320px;
    max-width: calc(100vw - 28px);
    max-height: min(80vh, 640px);
    overflow-y: auto;
    padding: 6px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--float);
    animation: appear 0.12s ease-out;
  }
  .pop[data-place^='below'] {
    top: calc(100% + 8px);
  }
  .pop[data-place^='above'] {
    bottom: calc(100% + 8px);
  }
  .pop[data-place$='end'] {
    inset-inline-end: 0;
  }
  .pop[data-place$='start'] {
    inset-inline-start: 0;
  }
  .bare {
    padding: 0;
    border: 0;
  }
  .dialog {
    display: grid;
    gap: 12px;
    padding: 14px 16px 16px;
  }
  .dialog:focus-visible {
    outline: none;
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  header button {
    min-height: 32px;
    width: 32px;
    margin-inline-end: -6px;
    padding: 0;
  }
  h2 {
    font-size: 15px;
    font-weight: 650;
  }
  .failure {
    display: grid;
    gap: 4px;
    padding: 12px 14px;
    border-color: var(--busy);
    background: var(--bad-soft);
    color: var(--bad-ink);
  }
  .failure button {
    justify-self: start;
    min-height: 32px;
    margin-inline-start: -10px;
    padding: 0 10px;
    color: inherit;
  }
  @keyframes appear {
    from {
      opacity: 0;
      transform: translateY(-4px);
    }
  }
`
