import { sentenceOf } from '../hub-rest.js'
import type { PageWords } from './page.js'

/** What to tell a person about anything that went wrong: by the hub's code in their language, else as the hub says it. */
export const saidOf = (error: unknown, { refusals }: Pick<PageWords, 'refusals'>): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return Object.entries(refusals ?? {}).find(([one]) => one === code)?.[1] ?? sentenceOf(error)
}
