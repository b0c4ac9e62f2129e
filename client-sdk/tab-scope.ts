/** What the hub makes of a token. Two tabs may share a line only if all of it is the same. */
const IDENTITY = ['iss', 'aud', 'sub', 'org', 'roles', 'teams', 'name'] as const
/** Tabs that speak another way of sharing, from another version of this file, are strangers. */
const VERSION = 1

/**
 * The name under which tabs find each other: same hub, same role, same agent with the same rights. undefined where that
 * cannot be known (no token: a cookie that scripts cannot read) or must not be used (an expired token, which the hub
 * would refuse): such a tab has a line of its own.
 */
export function scopeOf(
  token: string | undefined,
  url: string | undefined,
  as: string | undefined,
  nowMs: number,
): string | undefined {
  const claims = token === undefined ? undefined : claimsIn(token)
  if (!claims || (typeof claims['exp'] === 'number' && claims['exp'] * 1_000 <= nowMs)) return undefined
  const { origin, pathname } = new URL(url ?? '/', location.href)
  return JSON.stringify(['presence-hub', VERSION, origin + pathname, as, ...IDENTITY.map((name) => claims[name])])
}

/** Read, not verified: that is the hub's part, when the line opens. */
function claimsIn(token: string): Record<string, unknown> | undefined {
  try {
    const bytes = atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))
    const claims: unknown = JSON.parse(decodeURIComponent(Array.from(bytes, percent).join('')))
    return typeof claims === 'object' && claims !== null ? { ...claims } : undefined
  } catch (error) {
    // Not a JWT. Whatever atob, decodeURIComponent and JSON.parse throw at text is one of these.
    if (error instanceof DOMException || error instanceof URIError || error instanceof SyntaxError) return undefined
    throw error
  }
}

/** For UTF-8, which atob leaves as single bytes. */
const percent = (byte: string): string => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`
