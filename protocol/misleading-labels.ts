import { BASES, BUILT_IN_LABELS } from './vocabulary.js'
import type { Base } from './vocabulary.js'

const namesOf = (base: Base): readonly string[] => [base, BUILT_IN_LABELS[base].toLowerCase()]

/** A label that names another base misleads people: said by server and form, never refused. One sentence for each. */
export const misleadingLabels = (base: Base, labels: Readonly<Record<string, string>>): string[] =>
  Object.entries(labels).flatMap(([locale, label]) => {
    const words = label.toLowerCase()
    const names = (one: Base): boolean => namesOf(one).some((name) => words.includes(name))
    const other = names(base) ? undefined : BASES.find((one) => names(one))
    return other
      ? [
          `The ${locale} label "${label}" names ${BUILT_IN_LABELS[other]}, but routing will see ${BUILT_IN_LABELS[base]}`,
        ]
      : []
  })
