import type { LogEntry, Snapshot } from '../../server/store/store.js'

/** What a snapshot becomes by the entries after it, in a form that compares. */
export function replayed({ settings, puts }: Snapshot, entries: readonly LogEntry[]) {
  const agents = new Map(puts.map(({ record }) => [record.agentId, record]))
  let current = settings
  for (const entry of entries) {
    if (entry.type === 'agents') for (const { record } of entry.puts) agents.set(record.agentId, record)
    else if (entry.type === 'agent_deleted') agents.delete(entry.tombstone.agentId)
    else current = entry.settings
  }
  return { settings: current, agents }
}
