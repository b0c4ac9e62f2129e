import type { ErrorBody } from '../../protocol/errors.js'
import { Refused } from '../refused.js'
import { StoreUnavailable } from '../store/store.js'

/** What a caller is told of something thrown; null: it is a bug, and nobody's business but ours. */
export function refusalOf(thrown: unknown): Refused | null {
  if (thrown instanceof Refused) return thrown
  if (thrown instanceof StoreUnavailable)
    return new Refused('unavailable', 'The store does not answer now; nothing is known to have changed, try again')
  return null
}

export const bodyOf = (refused: Refused): ErrorBody => ({
  code: refused.code,
  message: refused.message,
  ...(refused.details.errors && { errors: refused.details.errors }),
})

/** For bugs: the caller learns that it was not their fault, the log learns the rest. */
export const BUG = new Refused('unavailable', 'The hub failed to handle this; it has been logged')
