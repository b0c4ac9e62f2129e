import type { Clock } from '../clock.js'
import type { Log } from './logging.js'
import type { Metrics } from './metrics.js'
import { createQuiet } from './quiet.js'

/** Somebody was turned away who should not have come, or came too often or with too much. */
export interface Refusal {
  readonly door: 'origin' | 'handshake' | 'message' | 'command' | 'http'
  readonly code: string
  /** Who: an address, or an agent's id where it is known. */
  readonly from: string | undefined
}
export type OnRefused = (refusal: Refusal) => void

/** What an honest client may run into as well, and what the callers alone have to look after. */
const ORDINARY = ['invalid', 'not_found', 'unavailable']

/** Counts all, and writes a line for each door and code, and then every 10 s how often it came again. */
export function createRefusalLog(log: Log, clock: Clock, metrics: Metrics): OnRefused {
  const quiet = createQuiet(clock)
  return ({ door, code, from }) => {
    metrics.refused.inc({ door, code })
    if (ORDINARY.includes(code)) return
    const again = quiet(`${door} ${code}`)
    if (again !== null) log.warn({ door, code, from, ...(again > 0 && { again }) }, 'somebody was turned away')
  }
}
