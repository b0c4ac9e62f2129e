/** Units a person writes durations in, the largest first; each with its ms. */
export const DURATION_UNITS = [
  { unit: 'h', ms: 3_600_000, intl: 'hour' },
  { unit: 'min', ms: 60_000, intl: 'minute' },
  { unit: 's', ms: 1_000, intl: 'second' },
  { unit: 'ms', ms: 1, intl: 'millisecond' },
] as const
export type DurationUnit = (typeof DURATION_UNITS)[number]

const MS = DURATION_UNITS[3]

/** The largest unit that says it in whole numbers; 0 is 0 seconds. */
export const unitOf = (ms: number): DurationUnit =>
  DURATION_UNITS.find((one) => (ms === 0 ? one.unit === 's' : ms % one.ms === 0)) ?? MS

/** `150 seconds`, `2 minutes`; 1.5 s is `1,500 milliseconds`. */
export const durationInWords = (ms: number, tag: string): string => {
  const { intl: unit, ms: one } = unitOf(ms)
  return new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(ms / one)
}
