import { css } from 'lit'

export const offersStyle = css`
  :host {
    position: fixed;
    inset-block-end: 0;
    inset-inline-end: 0;
    z-index: 20;
    display: block;
    width: min(500px, 100vw);
    pointer-events: none;
  }
  ul {
    display: grid;
    gap: 12px;
    max-height: calc(100dvh - 90px);
    /* Where the list begins there is room for the shadow; where it ends, the window ends. */
    padding-block: 60px 20px;
    padding-inline: 60px 20px;
    overflow-y: auto;
  }
  li {
    --tone: var(--accent);
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 4px 16px;
    align-items: center;
    padding: 18px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--float);
    pointer-events: auto;
    animation: ring 2.2s ease-out infinite;
  }
  li.late {
    --tone: var(--busy);
  }
  @keyframes ring {
    0% {
      box-shadow:
        var(--float),
        0 0 0 0 color-mix(in srgb, var(--tone) 55%, transparent);
    }
    60%,
    100% {
      box-shadow:
        var(--float),
        0 0 0 14px transparent;
    }
  }
  .clock {
    position: relative;
    display: grid;
    place-items: center;
    width: 68px;
    height: 68px;
  }
  .clock svg {
    position: absolute;
    inset: 0;
    transform: rotate(-90deg);
  }
  circle {
    fill: none;
    stroke-width: 5;
  }
  .track {
    stroke: var(--offline-soft);
  }
  .left {
    stroke: var(--tone);
    stroke-linecap: round;
    transition: stroke-dashoffset 1s linear;
  }
  time {
    color: var(--ink);
    font-size: 17px;
    font-weight: 650;
  }
  h2 {
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: 13px;
    font-weight: 500;
    color: var(--ink-soft);
  }
  h2 svg {
    width: 16px;
    height: 16px;
    fill: none;
    stroke: var(--tone);
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
    animation: wiggle 2.2s ease-in-out infinite;
  }
  @keyframes wiggle {
    0%,
    30%,
    100% {
      transform: none;
    }
    6%,
    18% {
      transform: rotate(16deg);
    }
    12%,
    24% {
      transform: rotate(-16deg);
    }
  }
  strong {
    display: block;
    overflow-wrap: anywhere;
    font-size: 18px;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  .detail {
    color: var(--ink-soft);
    font-size: 13.5px;
  }
  .actions {
    display: flex;
    grid-column: 1 / -1;
    gap: 10px;
    margin-block-start: 12px;
  }
  .actions button {
    flex: 1;
    min-height: 42px;
  }
  /* Drawn, not written: what a button reads is its name, which people say to their computers. */
  button[data-key]::after {
    padding: 1px 6px;
    border: 1px solid currentColor;
    border-radius: 5px;
    font-size: 12px;
    content: attr(data-key);
  }
  @media (max-width: 520px) {
    ul {
      padding: 14px;
    }
  }
  @media (hover: none) {
    button[data-key]::after {
      display: none;
    }
  }
`
