import type { Presence } from '../../protocol/presence.js'

/** A presence as the hub would send it; a test says only what it is about. */
export const aPresence = (part: Partial<Presence> = {}): Presence => ({
  agentId: 'ada',
  name: 'Ada',
  teams: [],
  version: 1,
  status: 'busy',
  base: 'busy',
  label: 'Busy',
  reason: 'manual',
  actor: { type: 'system' },
  since: '2026-11-23T10:00:00.000Z',
  connection: 'connected',
  connectionSince: '2026-11-23T10:00:00.000Z',
  capacity: { usedUnits: 0, reservedUnits: 0, totalUnits: null, items: 0, sessions: 0, sessionLimit: 10 },
  routable: true,
  ...part,
})
