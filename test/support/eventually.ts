import { startStopwatch } from './stopwatch.js'

const LOOK_MS = 20
/**
 * How long to wait for what has to happen, ms: ten times what anything here takes on a quiet machine. That it happens is
 * one thing; who promised when is held to it by the ms it took.
 */
export const PATIENCE_MS = 20_000

/** Looks until nothing is wrong any more; gives the ms it took. `wrong` gives a sentence, or null. */
export async function eventually(
  what: string,
  wrong: () => Promise<string | null> | string | null,
  withinMs = PATIENCE_MS,
): Promise<number> {
  const watch = startStopwatch()
  try {
    for (;;) {
      const sentence = await wrong()
      const tookMs = Math.round(watch.ms)
      if (sentence === null) return tookMs
      if (tookMs > withinMs) throw new Error(`waited ${tookMs} ms for this: ${what}; but ${sentence}`)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  } finally {
    watch.stop()
  }
}

/** The same for a condition that says nothing more than that it holds. */
export const until = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = PATIENCE_MS,
): Promise<void> => void (await eventually(what, async () => ((await holds()) ? null : 'it is not so'), withinMs))

/** How long a fault goes on: no condition is awaited, the time itself is what is tested. */
export const lasting = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Prints what was measured where somebody asked for it. */
export function figure(name: string, value: number | string): void {
  if (process.env['PRESENCE_FIGURES'] === 'on') process.stdout.write(`figure: ${name}: ${value}\n`)
}
