import { eventually } from '../../test/support/eventually.js'

/** How long it takes, ms: by the clock on the wall, whatever kept this process from looking. */
export async function timeUntil(...wanted: Parameters<typeof eventually>): Promise<number> {
  const began = performance.now()
  await eventually(...wanted)
  return performance.now() - began
}
