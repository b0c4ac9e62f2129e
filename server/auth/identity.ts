import type { Role } from '../../protocol/vocabulary.js'

/** Who is on the other end, as their token says. */
export interface Identity {
  readonly org: string
  /** The token's `sub`: for an agent, their agent id. */
  readonly sub: string
  readonly roles: readonly Role[]
  readonly name?: string
  /** An agent's teams; for a supervisor the only teams they may see. Absent: all. */
  readonly teams?: readonly string[]
  /** ms since 1970; absent: does not expire. */
  readonly expiresAt?: number
}
