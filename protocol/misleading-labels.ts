import { BASES, BUILT_IN_LABELS } from './vocabulary.js'
import type { Base } from './vocabulary.js'

const namesOf = (base: Base): readonly string[] => [base, BUILT_IN_LABELS[base].toLowerCase()]

/** A label that names another base. */
export interface MisleadingLabel {
  readonly locale: string
  readonly label: string
  readonly names: Base
}

/** What misleads people is said by server and form, never refused. */
export const misleading = (base: Base, labels: Readonly<Record<string, string>>): MisleadingLabel[] =>
  Object.entries(labels).flatMap(([locale, label]) => {
    const words = label.toLowerCase()
    const names = (one: Base): boolean => namesOf(one).some((name) => words.includes(name))
    const other = names(base) ? undefined : BASES.find((one) => names(one))
    return other ? [{ locale, label, names: other }] : []
  })

/** The same, a sentence for each. */
export const misleadingLabels = (base: Base, labels: Readonly<Record<string, string>>): string[] =>
  misleading(base, labels).map(
    ({ locale, label, names }) =>
      `The ${locale} label "${label}" names ${BUILT_IN_LABELS[names]}, but routing will see ${BUILT_IN_LABELS[base]}`,
  )
