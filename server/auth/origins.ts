import type { Config } from '../config.js'

/** What a request says of where it comes from and where it was sent. */
interface Whence {
  readonly origin?: string | undefined
  readonly host?: string | undefined
}

/** Whether a request with these headers may talk to this hub at all. */
export const letsIn = (
  { origin, host }: Whence,
  { devMode, allowedOrigins }: Pick<Config, 'devMode' | 'allowedOrigins'>,
): boolean => (!devMode || namesThisMachine(host)) && allowsOrigin(origin, host, allowedOrigins)

/**
 * Whether a page of this origin may talk to us: the same origin, or one on the list. No Origin at all is no browser,
 * and nobody else's cookies are at stake. Behind a proxy the Host header has to be passed on.
 */
export function allowsOrigin(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined || allowed.includes(origin)) return true
  return URL.canParse(origin) && new URL(origin).host === host
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i

/**
 * Whether a request was meant for this machine by name. In dev mode anybody may be anybody, so a page of another site
 * that has its name point to 127.0.0.1 must not get in: its browser still says that name as Host.
 */
export const namesThisMachine = (host: string | undefined): boolean => host !== undefined && LOOPBACK.test(host)
