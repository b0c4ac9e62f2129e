import type { ErrorRequestHandler, Request, Response } from 'express'
import { ERROR_STATUS, ERROR_TITLES } from '../../protocol/errors.js'
import { LIMITS } from '../../protocol/limits.js'
import { BUG, refusalOf } from '../edge/faults.js'
import { invalid, Refused } from '../refused.js'

/** RFC 9457. */
export function sendProblem(response: Response, refused: Refused): void {
  const { code, message, details } = refused
  const status = refused === BUG ? 500 : ERROR_STATUS[code]
  if (details.retryAfterMs !== undefined)
    response.set('Retry-After', String(Math.max(1, Math.ceil(details.retryAfterMs / 1_000))))
  if (status === 401) response.set('WWW-Authenticate', 'Bearer')
  response
    .status(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: ERROR_TITLES[code],
        status,
        detail: message,
        code,
        ...(details.errors && { errors: details.errors }),
      }),
    )
}

export interface Heard {
  readonly onBug: (why: unknown) => void
  readonly onRefused: (refused: Refused, request: Request) => void
}

/** The one place where a throw becomes an answer. */
export const answerThrown = ({ onBug, onRefused }: Heard): ErrorRequestHandler => {
  return (thrown, request, response, next) => {
    if (response.headersSent) return void next(thrown)
    const refused = refusalOf(thrown) ?? asMalformed(thrown)
    if (refused) onRefused(refused, request)
    else onBug(thrown)
    sendProblem(response, refused ?? BUG)
  }
}

/** What Express' own body and path parsers throw has a `status`; the rest is ours. */
function asMalformed(thrown: unknown): Refused | null {
  if (!(thrown instanceof Error) || !('status' in thrown) || typeof thrown.status !== 'number') return null
  if (thrown.status === 413)
    return new Refused('too_large', `The body is over ${LIMITS.bodyBytes} bytes; send less at once`)
  return thrown.status >= 400 && thrown.status < 500
    ? invalid('', `The request cannot be read: ${thrown.message}`)
    : null
}
