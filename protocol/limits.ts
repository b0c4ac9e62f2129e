/** Every bound of the contract, once: the schemas, the docs and the server read it here. */
export const LIMITS = {
  /** Bytes of a REST body or a socket message. Source: contract, "bodies over 64 KiB are refused". */
  bodyBytes: 64 * 1024,
  /** Characters of a note that goes with a choice. */
  noteLength: 140,
  /** Characters of a status label, per locale. Source: the seed. */
  labelLength: 500,
  /** Characters of a name. */
  nameLength: 200,
  /** Characters of any id. */
  idLength: 128,
  /** Agents in one batch call. */
  batch: 1_000,
  /** Teams of one agent or one status. */
  teams: 100,
  /** Capacity profiles of one agent. */
  profiles: 32,
  /** Work items one agent can hold; far above any session limit, so that a runaway reporter is refused, not stored. */
  workItems: 1_000,
  /** Custom statuses of one organisation. */
  statuses: 500,
  /** Largest number of capacity units anywhere. */
  units: 1_000_000,
  /** Longest duration a policy may name: 30 days, in ms. */
  durationMs: 30 * 24 * 3_600_000,
  /** Rooms one socket may watch at once. */
  roomsPerSocket: 64,
  /** Rows of a page. */
  pageDefault: 100,
  pageMax: 1_000,
  /** Agents a preview names; it counts them all. */
  previewAgents: 100,
  /** Days one report covers. */
  reportDays: 31,
  /** How long the effect of a command id is remembered, in ms. */
  commandIdMs: 120_000,
} as const

/** Requests and commands a second, and how many may come at once. All are defaults an operator can change. */
export const RATES = {
  socketCommands: { perSecond: 20, burst: 40 },
  serviceRequests: { perSecond: 2_000, burst: 4_000 },
  otherRequests: { perSecond: 100, burst: 200 },
  connections: { perSecond: 100, burst: 2_000 },
} as const
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}
