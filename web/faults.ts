import { RestRefusal } from './hub-rest.js'
import type { PageWords } from './locale/page.js'
import { saidOf } from './locale/refusals.js'
import { fill } from './locale/worded.js'

/** What the hub found wrong with a form: at its fields, and in all where no field is meant. */
export interface Faults {
  readonly at: ReadonlyMap<string, string>
  readonly sentence: string
}

export const NO_FAULTS: Faults = { at: new Map(), sentence: '' }

/** `fieldOf` gives the field a path belongs to, or undefined. The first fault of a field is the one shown. */
export function faultsOf(error: unknown, fieldOf: (path: string) => string | undefined, page: PageWords): Faults {
  const at = new Map<string, string>()
  const errors = error instanceof RestRefusal ? error.errors : []
  let elsewhere = errors.length === 0
  for (const { path, message } of errors) {
    const field = fieldOf(path)
    if (field === undefined) elsewhere = true
    else if (!at.has(field)) at.set(field, fill(page.notTaken, { why: message }))
  }
  return { at, sentence: elsewhere ? saidOf(error, page) : '' }
}
