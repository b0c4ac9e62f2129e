import type { EventBody } from '../protocol/messages.js'
import type { Presence } from '../protocol/presence.js'

export type Changed = EventBody<'presence:changed'>
export type Left = EventBody<'presence:left'>

/** Where a room is at `cursor`: whole, or what changed since the cursor it was asked from. */
export type Answer =
  | { readonly cursor: string; readonly snapshot: readonly Presence[] }
  | { readonly cursor: string; readonly changes: readonly Presence[] }

/**
 * An answer together with the frames that overtook it, so that nobody is shown the older state first.
 *
 * Frames that continue the answer count in full. Past a gap a frame may be older than the answer, and its agents may be
 * gone by now: it only stands where the answer has the same agent in a lower version.
 */
export function caughtUp(answer: Answer, early: readonly (Changed | Left)[]) {
  const presences = new Map<string, Presence>()
  for (const one of 'snapshot' in answer ? answer.snapshot : answer.changes) presences.set(one.agentId, one)
  let cursor = answer.cursor
  for (const frame of early) {
    const continues = frame.from === cursor
    if (continues) cursor = frame.cursor
    if ('changes' in frame) {
      for (const one of frame.changes) {
        const known = presences.get(one.agentId)
        if (known ? known.version < one.version : continues) presences.set(one.agentId, one)
      }
    } else if (continues) {
      for (const agentId of frame.agentIds) presences.delete(agentId)
    }
  }
  return { cursor, presences: [...presences.values()] }
}
