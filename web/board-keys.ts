/** What a key means among the rows of the board. */
export type RowKey =
  | { readonly does: 'move'; readonly to: number; readonly extends: boolean }
  | { readonly does: 'choose' }
  | { readonly does: 'chooseAll' }

/** `at`: the row that has the focus; `page`: rows in view. Undefined: the key is not ours. */
export const rowKey = (event: KeyboardEvent, at: number, count: number, page: number): RowKey | undefined => {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event
  if (altKey) return undefined
  if (key.toLowerCase() === 'a' && (ctrlKey || metaKey)) return { does: 'chooseAll' }
  if (key === ' ') return { does: 'choose' }
  const to = aim(key, at, count, page)
  return to === undefined ? undefined : { does: 'move', to: Math.max(0, Math.min(to, count - 1)), extends: shiftKey }
}

function aim(key: string, at: number, count: number, page: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return at + 1
    case 'ArrowUp':
      return at - 1
    case 'PageDown':
      return at + page
    case 'PageUp':
      return at - page
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}
