import { misleading } from '../../protocol/misleading-labels.js'
import type { StatusDefinition } from '../../protocol/presence.js'
import type { AdminWords } from './admin.js'
import type { Spoken } from './surface.js'
import { fill } from './worded.js'

/** A sentence for each label that names another base than the status has. */
export const misleadingIn = (
  { base, labels }: Pick<StatusDefinition, 'base' | 'labels'>,
  { own, words: { statuses } }: Spoken<AdminWords>,
): readonly string[] =>
  misleading(base, labels).map(({ locale, label, names }) =>
    fill(own.misleading, { locale, label, names: statuses[names], base: statuses[base] }),
  )
