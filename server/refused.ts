import type { ErrorCode, FieldError } from '../protocol/errors.js'

/** A refusal the caller can act on: a code of the contract and a sentence with the remedy. */
export class Refused extends Error {
  override readonly name = 'Refused'

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: { readonly errors?: readonly FieldError[]; readonly retryAfterMs?: number } = {},
  ) {
    super(message)
  }
}

/** Something in a request is not what the contract says; `path` is where, dotted, empty for the whole of it. */
export const invalid = (path: string, message: string): Refused =>
  new Refused('invalid', path === '' ? message : `${path}: ${message}`, { errors: [{ path, message }] })
