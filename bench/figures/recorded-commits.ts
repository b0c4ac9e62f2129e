import type { Redis } from 'ioredis'
import { DEFAULT_POLICY } from '../../protocol/policy.js'
import { fold, type Posted, type Start } from '../../server/engine/fold.js'
import { createRulebooks } from '../../server/hub/rulebooks.js'
import { createRedisWrites } from '../../server/store/redis-writes.js'
import type { Write } from '../../server/store/store.js'
import { agentName } from '../load/stamp.js'

/** Commits as the hub makes them: the script's name and all that goes with it. */
export interface RecordedBatch {
  /** The first of its agents. */
  readonly agent: number
  readonly commits: number
  readonly script: string
  readonly args: readonly (string | number)[]
}

const NO_SETTINGS = { version: 0, statuses: {}, policy: {}, teamPolicies: {} }

export interface Recording {
  readonly agents: number
  readonly rounds: number
  readonly story: Story
  readonly org?: string
  /** Commits that go together, as when a hub has so many in one turn of its event loop. Default 1. */
  readonly together?: number
}

/** What the hub would send for agents that become known and then change, round after round; nothing is sent. */
export async function recordCommits(recording: Recording): Promise<RecordedBatch[]> {
  const { agents, rounds, story, org = 'default', together = 1 } = recording
  const recorded: RecordedBatch[] = []
  let batch: (readonly Write[])[] = []
  let agent = 0
  const recorder = new Proxy({} as Redis, {
    get:
      (_, script: string) =>
      async (...args: (string | number)[]) => {
        recorded.push({ agent: agent + 1 - batch.length, commits: batch.length, script, args })
        return ['epoch', 1]
      },
  })
  const writes = createRedisWrites({ redis: recorder, aheadMs: () => 0 })
  const rulebookOf = createRulebooks(DEFAULT_POLICY).of(org, NO_SETTINGS, null)
  const starts: Start[] = Array.from({ length: agents }, (_, n) => ({
    agentId: agentName(n),
    record: null,
    revision: 0,
    version: 0,
  }))
  const now = Date.now()
  for (let round = 0; round < rounds; round++) {
    for (agent = 0; agent < agents; agent++) {
      const start = starts[agent]
      if (!start) continue
      const { agentId } = start
      // Half an hour apart, so that one command id is remembered at a time, as with people.
      const at = now + round * 1_800_000
      const posted = [{ event: story(agentId, round), commandId: `${agentId}-${round}` }]
      const { write } = fold(start, posted, rulebookOf, at)
      if (!write) throw new Error(`round ${round} changed nothing of ${agentId}`)
      batch.push([{ type: 'put', expected: start.revision, ...write }])
      const { record } = write
      starts[agent] = { agentId, record, revision: record.revision, version: record.presence.version }
      if (batch.length < together && agent < agents - 1) continue
      await writes.commit(org, batch)
      batch = []
    }
  }
  return recorded
}

/** What happens to an agent in which round. */
export type Story = (agentId: string, round: number) => Posted['event']

/** Signs in, then chooses one status after another. */
export const chooses: Story = (agentId, round) =>
  round === 0
    ? { type: 'connection_opened', id: 'tab', node: 'node', teams: ['floor'] }
    : { type: 'chosen', status: round % 2 === 0 ? 'available' : 'busy', by: { type: 'agent', id: agentId } }

/** Is known by a profile, and not there: no node has to hold a connection. One round. */
export const isKnown: Story = () => ({ type: 'profile_changed', name: 'An agent of the bench', teams: ['floor'] })
