import { ERROR_STATUS, type ErrorBody, type ErrorCode } from '../protocol/errors.js'

/** A command that was refused, or could not be brought to the hub in time (`unavailable`). */
export class PresenceError extends Error {
  override readonly name = 'PresenceError'
  readonly code: ErrorCode
  /** What is wrong where, for `invalid`. */
  readonly errors: NonNullable<ErrorBody['errors']>

  constructor({ code, message, errors }: ErrorBody) {
    super(message)
    this.code = code
    this.errors = errors ?? []
  }
}

export const unavailable = (message: string): PresenceError => new PresenceError({ code: 'unavailable', message })

/** What a refused handshake says; undefined when the line failed for a reason that is not the hub's. */
export function refusalIn(failure: Error): PresenceError | undefined {
  const data: unknown = 'data' in failure ? failure.data : undefined
  if (typeof data !== 'object' || data === null || !('code' in data) || !isCode(data.code)) return undefined
  return new PresenceError({ code: data.code, message: failure.message })
}

const isCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(ERROR_STATUS, code)
