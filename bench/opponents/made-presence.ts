import type { Presence } from '../../protocol/presence.js'

interface Token {
  readonly sub: string
  readonly name: string
  readonly teams: string[]
}

/** Reads a token and believes it: the opponents are spared what a signature costs. */
export const believe = (token: string): Token =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Token

/** A presence as large as ours, for whoever decides nothing. */
export function signedIn({ sub, name, teams }: Token): Presence {
  const now = new Date().toISOString()
  return {
    agentId: sub,
    name,
    teams,
    version: 1,
    status: 'available',
    base: 'available',
    label: 'Available',
    reason: 'default',
    actor: { type: 'system' },
    since: now,
    connection: 'connected',
    connectionSince: now,
    capacity: { usedUnits: 0, reservedUnits: 0, totalUnits: null, items: 0, sessions: 0, sessionLimit: 10 },
    routable: true,
  }
}

export function chosen(
  before: Presence,
  { status, note }: { readonly status: string; readonly note: string },
): Presence {
  return {
    ...before,
    version: before.version + 1,
    status,
    base: status === 'busy' ? 'busy' : 'available',
    label: status === 'busy' ? 'Busy' : 'Available',
    reason: 'manual',
    actor: { type: 'agent', id: before.agentId },
    since: new Date().toISOString(),
    note,
  }
}
