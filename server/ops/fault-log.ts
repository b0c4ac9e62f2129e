import type { Clock } from '../clock.js'
import type { Log } from './logging.js'
import { createQuiet } from './quiet.js'

/** A line for a fault, and then every 10 s how often it came again. */
export function createFaultLog(log: Log, clock: Clock, sentence: string): (err: unknown) => void {
  const quiet = createQuiet(clock)
  return (err) => {
    const again = quiet(err instanceof Error ? `${err.name} ${err.message}` : String(err))
    if (again !== null) log.error({ err, ...(again > 0 && { again }) }, sentence)
  }
}
