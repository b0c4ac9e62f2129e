/** Every text of a table with where it stands: `.picker.signOut`. */
export function allTexts(tree: object, at = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]: [string, unknown]): [string, string][] => {
      if (typeof value === 'string') return [[`${at}.${key}`, value]]
      return typeof value === 'object' && value !== null ? [...allTexts(value, `${at}.${key}`)] : []
    }),
  )
}

/** `{label}` and the like. */
export const blanksOf = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([blank]) => blank).sort()
