import { agentOf, MOST_WRITES } from './commit-shape.js'
import type { Committed, Write } from './store.js'

/** Commits that go to the database together, each of them whole or not at all. No two write the same agent. */
export type Batch = readonly (readonly Write[])[]

/** After a batch of several commits the next one waits, ms for each of them and at most. Source: `npm run bench -- busy`. */
const REST_MS = { each: 0.5, most: 4 }

interface Open {
  readonly commits: (readonly Write[])[]
  readonly agents: Set<string>
  readonly sent: Promise<readonly Committed[]>
  readonly send: () => void
}

/**
 *   first commit ──end of this turn, or of the rest──► sent ──it held several──► rest, 0.5 ms for each
 *         └──full, or an agent for the second time──────▲
 *
 * Commits of an organisation, sent as one: what a database does for each call it does once for all of them. Commits that come
 * alone wait for nobody; where they come in crowds, more of them go together.
 */
export function createCommitBatches(send: (org: string, batch: Batch) => Promise<readonly Committed[]>) {
  const open = new Map<string, Open>()
  /** By organisation, when the last batch has rested; none for one that did not have to. */
  const restsUntil = new Map<string, number>()

  function begin(org: string): Open {
    const commits: (readonly Write[])[] = []
    let start = () => {}
    const sent = new Promise<void>((resolve) => (start = resolve)).then(() => send(org, commits))
    const batch: Open = {
      commits,
      agents: new Set(),
      sent,
      send: () => {
        if (open.get(org) !== batch) return
        open.delete(org)
        if (commits.length > 1)
          restsUntil.set(org, performance.now() + Math.min(commits.length * REST_MS.each, REST_MS.most))
        start()
      },
    }
    open.set(org, batch)
    const restMs = (restsUntil.get(org) ?? 0) - performance.now()
    restsUntil.delete(org)
    if (restMs > 0) setTimeout(batch.send, restMs)
    else setImmediate(batch.send)
    return batch
  }

  return async function commit(org: string, writes: readonly Write[]): Promise<Committed> {
    let batch = open.get(org) ?? begin(org)
    if (!hasRoom(batch, writes)) {
      batch.send()
      // Whoever fills batches need not wait for more.
      restsUntil.delete(org)
      batch = begin(org)
    }
    const { commits, agents, sent } = batch
    const index = commits.push(writes) - 1
    for (const write of writes) agents.add(agentOf(write))
    const committed = (await sent)[index]
    if (!committed) throw new Error('every commit of a batch has an answer')
    return committed
  }
}

/** Of several writes of one agent, each needs to see the one before. */
const hasRoom = ({ agents }: Open, writes: readonly Write[]): boolean =>
  agents.size + writes.length <= MOST_WRITES && !writes.some((write) => agents.has(agentOf(write)))
