import { type PresenceClient, PresenceError } from '../../client-sdk/index.js'
import type { Presence } from '../../protocol/presence.js'
import { lasting } from './eventually.js'

/** No two neighbours are the same, so each change is seen and has a row of its own in the timeline. */
const STATUSES = ['busy', 'away', 'available', 'dnd'] as const

/** Between an answer and the next change, ms: below the rate a socket is allowed. */
const EVERY_MS = 60

export interface RestlessAgent {
  readonly agentId: string
  /** What the hub acked, in order. */
  readonly acked: readonly Presence[]
  /** Codes of the changes that were refused, or of which nobody knows. */
  readonly refused: readonly string[]
  /** Resolves when the change in hand is answered; no other follows. */
  rest(): Promise<void>
}

/** Changes their status all the time, one change after another, and remembers what was acked. */
export function keepChanging(client: PresenceClient, agentId: string): RestlessAgent {
  const acked: Presence[] = []
  const refused: string[] = []
  let resting = false

  async function work() {
    for (let change = 1; !resting; change++) {
      try {
        acked.push(await client.set(STATUSES[change % STATUSES.length] ?? 'busy', { note: `${agentId} ${change}` }))
      } catch (why) {
        if (!(why instanceof PresenceError)) throw why
        refused.push(why.code)
      }
      await lasting(EVERY_MS)
    }
  }
  const finished = work()
  return {
    agentId,
    acked,
    refused,
    async rest() {
      resting = true
      await finished
    },
  }
}

/** Sentences: an ack that went back, and a last one that is not what is stored. */
export function lost({ agentId, acked }: RestlessAgent, stored: Presence | undefined): string[] {
  const wrong: string[] = []
  let before = 0
  for (const { version } of acked) {
    if (version <= before) wrong.push(`${agentId}: version ${version} acked after ${before}`)
    before = version
  }
  const last = acked.at(-1)
  if (last && stored?.note !== last.note)
    wrong.push(`${agentId}: acked last was "${last.note}", stored is "${stored?.note}"`)
  return wrong
}
