import { RestRefusal } from './hub-rest.js'
import type { BatchItem, HubRest } from './hub-rest.js'

/** Agents in one call: with the longest ids and note the contract allows they still fit into 64 KiB. */
const AT_ONCE = 50

/** What became of one agent. */
export interface Outcome {
  readonly agentId: string
  /** undefined: done. */
  readonly refusal: unknown
}

/**
 * Sets a status for many agents, one result each, in order. `onOutcomes` hears them as they come. Where a call fails as a
 * whole its agents have that for their result: of some it may be wrong, and the board shows what is.
 */
export async function changeMany(
  rest: HubRest,
  agentIds: readonly string[],
  choice: { readonly status: string; readonly note: string },
  onOutcomes: (outcomes: readonly Outcome[]) => void,
): Promise<void> {
  const { status, note } = choice
  for (let first = 0; first < agentIds.length; first += AT_ONCE) {
    const some = agentIds.slice(first, first + AT_ONCE)
    const changes = some.map((agentId) => ({ agentId, status, ...(note !== '' && { note }) }))
    onOutcomes(
      await rest.batchSet(changes).then(
        (items) => items.map(outcomeOf),
        (error: unknown) => some.map((agentId) => ({ agentId, refusal: error })),
      ),
    )
  }
}

const outcomeOf = (item: BatchItem): Outcome => ({
  agentId: item.agentId,
  refusal: item.ok ? undefined : new RestRefusal(item.error.code, item.error.message),
})
