import { HubRest } from './hub-rest.js'

/** The teams a token is limited to. None: it sees all, or is one that only the hub can read. */
export function teamsOf(token: string): readonly string[] {
  try {
    const [, payload = ''] = token.split('.')
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
    const teams = typeof claims === 'object' && claims !== null && 'teams' in claims ? claims.teams : []
    return Array.isArray(teams) ? teams.filter((team) => typeof team === 'string') : []
  } catch (error) {
    // No base64 or no JSON: the hub will say what it thinks of it.
    if (error instanceof DOMException || error instanceof SyntaxError) return []
    throw error
  }
}

/** The same of the cookie, which only the hub can read. Where it says nothing, the live line will say why. */
export const teamsByCookie = (): Promise<readonly string[]> =>
  new HubRest(null).me().then(
    ({ teams = [] }) => teams,
    () => [],
  )
