import { agentOf, MOST_WRITES } from './commit-shape.js'
import type { Committed, Write } from './store.js'

/** Commits that go to the database together, each of them whole or not at all. No two write the same agent. */
export type Batch = readonly (readonly Write[])[]

interface Open {
  readonly commits: (readonly Write[])[]
  readonly agents: Set<string>
  readonly sent: Promise<readonly Committed[]>
  readonly send: () => void
}

/**
 * Commits of an organisation in the same turn of the event loop, sent as one at its end: what a database does for each call
 * it does once for all of them. A commit alone waits for nobody.
 */
export function createCommitBatches(send: (org: string, batch: Batch) => Promise<readonly Committed[]>) {
  const open = new Map<string, Open>()

  function begin(org: string): Open {
    const commits: (readonly Write[])[] = []
    let start = () => {}
    const sent = new Promise<void>((resolve) => (start = resolve)).then(() => send(org, commits))
    const batch: Open = {
      commits,
      agents: new Set(),
      sent,
      send: () => {
        if (open.get(org) === batch) open.delete(org)
        start()
      },
    }
    open.set(org, batch)
    setImmediate(batch.send)
    return batch
  }

  return async function commit(org: string, writes: readonly Write[]): Promise<Committed> {
    let batch = open.get(org) ?? begin(org)
    if (!hasRoom(batch, writes)) {
      batch.send()
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
