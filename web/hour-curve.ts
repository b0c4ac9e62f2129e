import type { Base } from '../protocol/vocabulary.js'

/** How many agents were what, at a time in ms since 1970. */
export interface CurvePoint {
  readonly at: number
  readonly byBase: Readonly<Record<Base, number>>
  readonly routable: number
}

/** Who is signed in, from the ground up. Who is offline is not on the floor, and would press the others flat. */
export const LAYERS = ['available', 'busy', 'dnd', 'away'] as const

export interface Box {
  readonly from: number
  readonly to: number
  readonly width: number
  readonly height: number
}

export const signedIn = ({ byBase }: CurvePoint): number => LAYERS.reduce((sum, base) => sum + byBase[base], 0)

export const placeOf = (at: number, { from, to, width }: Box): number => ((at - from) / (to - from)) * width

/** A closed path for each layer, each on top of the one before. */
export function areasOf(
  points: readonly CurvePoint[],
  box: Box,
): readonly { readonly base: Base; readonly path: string }[] {
  const most = Math.max(1, ...points.map(signedIn))
  const heights = points.map(() => 0)
  return LAYERS.map((base) => {
    const lower = edge(points, heights, most, box).reverse()
    points.forEach(({ byBase }, index) => (heights[index] = (heights[index] ?? 0) + byBase[base]))
    const upper = edge(points, heights, most, box)
    return { base, path: points.length < 2 ? '' : `M${[...upper, ...lower].join('L')}Z` }
  })
}

const edge = (points: readonly CurvePoint[], heights: readonly number[], most: number, box: Box): string[] =>
  points.map(({ at }, index) => {
    const y = box.height * (1 - (heights[index] ?? 0) / most)
    return `${placeOf(at, box).toFixed(1)} ${y.toFixed(1)}`
  })
