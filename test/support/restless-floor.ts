import { fileURLToPath } from 'node:url'
import { startListening } from './hub-process.js'
import type { ListeningProcess } from './hub-process.js'

const PROGRAM = fileURLToPath(new URL('restless-floor-process.ts', import.meta.url))

export interface RestlessFloor extends ListeningProcess {
  /** Stops the changes, or lets them go on. */
  toggle(): void
}

/** A floor of signed-in agents of whom so many change their status each second, with the built pages. */
export async function startRestlessFloor(agents: number, perSecond: number): Promise<RestlessFloor> {
  const floor = await startListening(['--import', 'tsx', PROGRAM], {
    PORT: '0',
    LOG_LEVEL: 'error',
    FLOOR_AGENTS: String(agents),
    FLOOR_PER_SECOND: String(perSecond),
  })
  return { ...floor, toggle: () => floor.signal('SIGUSR2') }
}
