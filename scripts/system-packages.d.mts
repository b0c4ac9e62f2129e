/** Path of a Redis (or Valkey) server, or null. */
export function redisServerPath(): string | null
/** Path of HAProxy, or null. */
export function haproxyPath(): string | null
/** Path of a Chromium that starts, or null. */
export function chromiumPath(): Promise<string | null>
/** Installs what is missing. Gives null when all is there, else a sentence with the line to type. */
export function ensureSystemPackages(needed: {
  redis: boolean
  haproxy: boolean
  chromium: boolean
}): Promise<string | null>
