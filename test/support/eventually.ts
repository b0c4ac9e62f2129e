const LOOK_MS = 20

/** Looks until nothing is wrong any more; gives the ms it took. `wrong` gives a sentence, or null. */
export async function eventually(what: string, withinMs: number, wrong: () => Promise<string | null> | string | null) {
  const began = performance.now()
  for (;;) {
    const sentence = await wrong()
    const tookMs = Math.round(performance.now() - began)
    if (sentence === null) return tookMs
    if (tookMs > withinMs) throw new Error(`waited ${tookMs} ms for this: ${what}; but ${sentence}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

/** The same for a condition that says nothing more than that it holds. */
export const until = async (what: string, holds: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> =>
  void (await eventually(what, withinMs, async () => ((await holds()) ? null : 'it is not so')))

/** How long a fault goes on: no condition is awaited, the time itself is what is tested. */
export const lasting = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Prints what was measured where somebody asked for it. */
export function figure(name: string, value: number | string): void {
  if (process.env['PRESENCE_FIGURES'] === 'on') process.stdout.write(`figure: ${name}: ${value}\n`)
}
