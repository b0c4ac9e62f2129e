/** What one part of the bench found: tables, and promises that were held or not. */
export interface Section {
  readonly title: string
  /** What was done, in a sentence or two. */
  readonly how: string
  readonly tables: readonly Table[]
  readonly targets: readonly Target[]
  readonly growths?: readonly Growth[]
  /** What must not happen, and did. */
  readonly wrongs: readonly string[]
}

export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export interface Target {
  readonly what: string
  /** One for each repetition. */
  readonly values: readonly number[]
  readonly limit: number
  readonly kind: 'at most' | 'at least'
  readonly unit: '' | 'ms' | 'KiB' | '/s' | 'wrong'
}

/** How something grows: as size to the power of `exponent`. 0: not at all; 1: in proportion. */
export interface Growth {
  readonly what: string
  readonly withWhat: string
  readonly exponent: number
}

/** The slope of the line that fits best through the points on paper that is logarithmic both ways. */
export function exponentOf(points: readonly (readonly [size: number, value: number])[]): number {
  const logs = points.map(([size, value]) => [Math.log(size), Math.log(value)] as const)
  const mean = (of: (point: readonly [number, number]) => number) =>
    logs.reduce((sum, one) => sum + of(one), 0) / logs.length
  const [x, y] = [mean(([at]) => at), mean(([, at]) => at)]
  const covered = mean(([at, height]) => (at - x) * (height - y))
  return covered / mean(([at]) => (at - x) ** 2)
}

export interface Spread {
  readonly median: number
  readonly low: number
  readonly high: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? Number.NaN
  return { median: at(Math.floor(sorted.length / 2)), low: at(0), high: at(sorted.length - 1) }
}

/** By the median: one repetition that the machine spoiled decides nothing. */
export function isMet({ values, limit, kind }: Target): boolean {
  const { median } = spreadOf(values)
  return kind === 'at most' ? median <= limit : median >= limit
}

/** Three digits that count. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (value === 0) return '0'
  const size = Math.abs(value)
  return size >= 100
    ? value.toFixed(0)
    : size >= 10
      ? value.toFixed(1)
      : size >= 1
        ? value.toFixed(2)
        : value.toFixed(3)
}

export const inMs = (value: number): string => `${short(value)} ms`
export const inPercent = (share: number): string => `${(share * 100).toFixed(0)} %`

/** A B A B, so that what the machine does meanwhile happens to both. */
export async function interleaved<A, B>(
  times: number,
  first: () => Promise<A>,
  second: () => Promise<B>,
): Promise<(readonly [A, B])[]> {
  const pairs: (readonly [A, B])[] = []
  for (let round = 0; round < times; round++) pairs.push([await first(), await second()])
  return pairs
}
