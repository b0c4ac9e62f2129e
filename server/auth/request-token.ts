import type { Config } from '../config.js'
import { Refused } from '../refused.js'
import { allowsOrigin } from './origins.js'

/** The headers that tell who sends a request, and from where. */
interface Headers {
  readonly authorization?: string | undefined
  readonly cookie?: string | undefined
  readonly origin?: string | undefined
  readonly host?: string | undefined
  readonly 'sec-fetch-site'?: string | string[] | undefined
}

/**
 * The token of an HTTP request: the Authorization header, else the cookie. A browser sends a cookie along with whatever
 * any page makes it send, so it counts only where the browser says that one of our own pages, or of the sites on the
 * list, is the sender. A header that is missing speaks for nobody: neither can be forged by a page.
 */
export function tokenOf(headers: Headers, { allowedOrigins }: Pick<Config, 'allowedOrigins'>): string | undefined {
  if (headers.authorization !== undefined) return bearerIn(headers.authorization)
  const token = cookieIn(headers.cookie)
  if (token === undefined || headers['sec-fetch-site'] === 'same-origin') return token
  if (headers.origin !== undefined && allowsOrigin(headers.origin, headers.host, allowedOrigins)) return token
  throw new Refused(
    'unauthorized',
    'The cookie presence_token counts only for requests of pages of this hub (Sec-Fetch-Site: same-origin) or of an ' +
      'origin in PRESENCE_ALLOWED_ORIGINS; send Authorization: Bearer <JWT>',
  )
}

/** The token from the cookie `presence_token`, for pages that keep it out of reach of scripts. */
export function cookieIn(header: string | undefined): string | undefined {
  const found = header?.split(';').find((part) => part.trim().startsWith('presence_token='))
  return found?.trim().slice('presence_token='.length)
}

function bearerIn(header: string): string | undefined {
  const [scheme, token] = header.split(' ')
  return scheme?.toLowerCase() === 'bearer' ? token : undefined
}
