/** Every refusal has one code. The table is the only place where a code meets its HTTP status. */
export const ERROR_STATUS = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  not_signed_in: 409,
  not_routable: 409,
  session_limit: 409,
  conflict: 409,
  not_rejectable: 409,
  protected: 409,
  gone: 410,
  version_mismatch: 412,
  too_large: 413,
  unknown_status: 422,
  not_selectable: 422,
  rate_limited: 429,
  unavailable: 503,
} as const satisfies Record<string, number>

/** Why something was refused. */
export type ErrorCode = keyof typeof ERROR_STATUS

export const ERROR_CODES = Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]

export const ERROR_TITLES: Readonly<Record<ErrorCode, string>> = {
  invalid: 'The request is not what the contract says',
  unauthorized: 'No valid token',
  forbidden: 'The token does not allow this',
  not_found: 'No such thing',
  not_signed_in: 'The agent is not signed in',
  not_routable: 'The agent cannot take work now',
  session_limit: 'The agent is at the session limit',
  conflict: 'Somebody else was first',
  not_rejectable: 'This item cannot be rejected',
  protected: 'Built-in statuses are protected',
  gone: 'The cursor is too old',
  version_mismatch: 'The presence has changed since',
  too_large: 'The body is too large',
  unknown_status: 'No such status',
  not_selectable: 'This status cannot be chosen',
  rate_limited: 'Too many requests',
  unavailable: 'The hub cannot answer now',
}

/** One thing wrong with an input, and where. `path` is dotted, empty for the whole input. */
export interface FieldError {
  readonly path: string
  readonly message: string
}

/** What a socket ack carries when a command is refused. */
export interface ErrorBody {
  readonly code: ErrorCode
  readonly message: string
  readonly errors?: readonly FieldError[] | undefined
}
