import type { Actor } from '../../protocol/presence.js'
import type { Policy } from '../../protocol/policy.js'
import type { Clock } from '../clock.js'
import type { UntimedEvent } from '../engine/events.js'
import { fold, type Posted, type Start } from '../engine/fold.js'
import type { Outage } from '../engine/outage.js'
import type { AgentRecord } from '../engine/record.js'
import type { Rulebook, Settings } from '../engine/rulebook.js'
import { Refused } from '../refused.js'
import { createDecider } from './decide-again.js'
import { createRulebooks } from './rulebooks.js'
import type { AgentKey, Committed, Held, Store, Tombstone, Write } from '../store/store.js'
import { type Answer, isRoutine, type Letter, refusedAs, reply } from './letters.js'
import { transferred } from './transfer.js'
import { startOf } from './start.js'
import { createTurns } from './turns.js'

/**
 * The only writer of presence.
 *
 *   post ──► mailbox of the agent ──► its turn: load, fold all that waits, commit ──► answers
 *                                          ▲                          │
 *                                          └── newer record, jitter ◄─┘ somebody else wrote first
 */
export interface Hub {
  post(key: AgentKey, event: UntimedEvent, options?: PostOptions): Promise<Answer>
  /** Whatever is due by now happens. For agents that are gone, nothing. */
  timePassed(key: AgentKey): Promise<void>
  /** Moves a work item: both agents in one commit, or neither. */
  transfer(org: string, itemId: string, from: string, to: string, units?: number): Promise<{ from: Answer; to: Answer }>
  remove(key: AgentKey): Promise<void>
  /** Writes what `change` makes of the settings, then decides every agent of the organisation again. */
  changeSettings(org: string, change: (settings: Settings) => Settings): Promise<Settings>
  /** Decides those whom the rules as they are now would show otherwise. Rejects if that failed for any of them. */
  decideMissed(org: string): Promise<void>
  rulebook(org: string, teams: readonly string[]): Promise<Rulebook>
  /** The rules as `change` would make them; nothing is written. */
  rulebookIf(org: string, change: (settings: Settings) => Settings): Promise<(teams: readonly string[]) => Rulebook>
}

export interface PostOptions {
  /** The same id within 2 minutes is applied once; later calls are told how the agent is now. */
  readonly commandId?: string
  readonly ifVersions?: readonly number[]
}

/** What this node has in memory already, so that most commands read nothing. It may lag: the commit finds out. */
export interface View {
  record(org: string, agentId: string): AgentRecord | undefined
  settings(org: string): Promise<Settings>
  agentIds(org: string): Promise<readonly string[]>
}

export interface HubParts {
  readonly store: Store
  readonly view: View
  readonly clock: Clock
  readonly defaults: Policy
  /** 0 to 1, for jitter. */
  readonly random: () => number
  /** The last time in which no node could hear anybody. */
  readonly outage: () => Outage | null
  /** An agent's session is over, by what this node wrote. `by`: who signed them out. */
  readonly onEnded?: (key: AgentKey, why: 'deleted' | 'signed_out', by?: Actor) => void
  readonly onCommit?: (result: Committed['result'], ms: number) => void
  /** This was written and is acked now; the view may not have read it yet. */
  readonly onWritten?: (org: string, held: Held) => void
}

/** Source: store.ts, "at most 64 writes"; a fold is one write, so this bounds how long a turn is. */
const FOLD = 64
/** With a mailbox per agent and node, a few retries are the rule even for 200 events at one agent; 30 means a fault. */
const ATTEMPTS = 30

export function createHub({
  store,
  view,
  clock,
  defaults,
  random,
  outage,
  onEnded,
  onCommit,
  onWritten,
}: HubParts): Hub {
  const waiting = new Map<string, Letter[]>()
  const decider = createDecider({ view, deliver, rulebookOf, now: () => store.now() })
  const turns = createTurns()
  const rulebooks = createRulebooks(defaults)
  /** Settings this node wrote and the view may not have heard of yet. */
  const written = new Map<string, Settings>()

  async function rulebookOf(org: string) {
    const [seen, wrote] = [await view.settings(org), written.get(org)]
    return rulebooks.of(org, wrote && wrote.version > seen.version ? wrote : seen, outage())
  }

  async function load({ org, agentId }: AgentKey): Promise<Start> {
    return startOf(agentId, view.record(org, agentId) ?? (await store.read(org, agentId)))
  }

  const pause = (attempt: number) =>
    new Promise<void>((resolve) => void clock.after(random() * Math.min(2 ** attempt, 50), resolve))

  async function commit(org: string, writes: readonly Write[]) {
    const began = performance.now()
    const committed = await store.commit(org, writes)
    onCommit?.(committed.result, performance.now() - began)
    if (committed.result === 'written')
      onWritten?.(org, {
        records: writes.map((one) => (one.type === 'put' ? one.record : one.tombstone)),
        settings: null,
      })
    return committed
  }

  function deliver(key: AgentKey, posted: Posted): Promise<Answer> {
    return new Promise((done, failed) => {
      const name = `${key.org}/${key.agentId}`
      const letter: Letter = { ...posted, done, failed }
      const queue = waiting.get(name)
      if (queue) queue.push(letter)
      else {
        waiting.set(name, [letter])
        void empty(key, name)
      }
    })
  }

  /** Takes turns until the mailbox is empty. Never rejects: every letter hears of its own fate. */
  async function empty(key: AgentKey, name: string): Promise<void> {
    for (;;) {
      const end = await turns.take(name)
      const letters = waiting.get(name)?.splice(0, FOLD) ?? []
      try {
        await handle(key, letters)
      } catch (why) {
        for (const letter of letters) letter.failed(why)
      } finally {
        end()
      }
      if (waiting.get(name)?.length === 0) {
        waiting.delete(name)
        return
      }
    }
  }

  async function handle(key: AgentKey, letters: readonly Letter[]): Promise<void> {
    let start = await load(key)
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { answers, write } = fold(start, letters, await rulebookOf(key.org), store.now())
      if (!write) {
        if (letters.every(isRoutine)) return reply(letters, answers)
        // What this node has may be a moment old: nobody is refused for that, or told that there is nothing to do.
        const stored = await read(key.org, key.agentId)
        if (stored.revision === start.revision) return reply(letters, answers)
        start = stored
        continue
      }
      const committed = await commit(key.org, [{ type: 'put', expected: start.revision, ...write }])
      if (committed.result === 'written') {
        tellIfEnded(key, start.record, write.record)
        return reply(letters, answers)
      }
      start = await newer(key, start, committed.current.get(key.agentId))
      await pause(attempt)
    }
    throw new Refused('conflict', `Agent ${key.agentId} changes faster than this command can follow; try again`)
  }

  /** What to go on from after a conflict. A database that has less than this node lost it, and is given it back. */
  async function newer(key: AgentKey, start: Start, found: AgentRecord | Tombstone | undefined): Promise<Start> {
    const stored = startOf(key.agentId, found)
    if (!start.record || stored.revision >= start.revision) return stored
    await store.offer(key.org, { records: [start.record], settings: null })
    return start
  }

  function tellIfEnded(key: AgentKey, before: AgentRecord | null, after: AgentRecord | undefined) {
    const [was, is] = [before?.state.link, after?.state.link]
    if (is?.state === 'signed_out' && !(was?.state === 'signed_out' && was.since === is.since))
      onEnded?.(key, 'signed_out', is.by)
  }

  async function retrying<T>(name: readonly string[], attempt: () => Promise<T | 'again'>): Promise<T> {
    // Sorted, so that two transfers between the same agents cannot wait for each other; each once, so that none waits for itself.
    const ends = []
    for (const one of [...new Set(name)].sort()) ends.push(await turns.take(one))
    try {
      for (let tries = 0; tries < ATTEMPTS; tries++) {
        const result = await attempt()
        if (result !== 'again') return result
        await pause(tries)
      }
      throw new Refused('conflict', 'The agent changes faster than this command can follow; try again')
    } finally {
      for (const end of ends) end()
    }
  }

  async function read(org: string, agentId: string): Promise<Start> {
    const held = view.record(org, agentId)
    return newer({ org, agentId }, startOf(agentId, held), await store.read(org, agentId))
  }

  return {
    post: (key, event, options = {}) => deliver(key, { event, ...options }),

    async timePassed(key) {
      try {
        await deliver(key, { event: { type: 'time_passed' } })
      } catch (why) {
        if (!(why instanceof Refused)) throw why
      }
    },

    transfer: (org, itemId, from, to, units) =>
      retrying([`${org}/${from}`, `${org}/${to}`], async () => {
        const [giver, taker] = [await read(org, from), await read(org, to)]
        const moved = transferred(giver, taker, itemId, units, await rulebookOf(org), store.now())
        const committed = await commit(org, moved.writes)
        if (committed.result !== 'written') return 'again'
        if (moved.refusal) throw refusedAs(moved.refusal)
        return { from: moved.from, to: moved.to }
      }),

    remove: ({ org, agentId }) =>
      retrying([`${org}/${agentId}`], async () => {
        const start = await read(org, agentId)
        if (!start.record) throw new Refused('not_found', `There is no agent ${agentId}`)
        const { revision, version } = start
        const { teams } = start.record.presence
        const tombstone = { agentId, teams, deletedAt: store.now(), revision: revision + 1, version }
        const committed = await commit(org, [{ type: 'delete', expected: revision, tombstone }])
        if (committed.result !== 'written') return 'again'
        onEnded?.({ org, agentId }, 'deleted')
        return undefined
      }),

    async changeSettings(org, change) {
      for (let tries = 0; tries < ATTEMPTS; tries++) {
        const [seen, stored] = [await view.settings(org), await store.settings(org)]
        if (seen.version > stored.version) {
          await store.offer(org, { records: [], settings: seen })
          continue
        }
        const { ok, settings } = await store.commitSettings(org, { ...change(stored), version: stored.version + 1 })
        if (!ok) continue
        written.set(org, settings)
        onWritten?.(org, { records: [], settings })
        // They are settled whatever becomes of it; the keeper of the rules goes on where it failed.
        await Promise.allSettled([decider.everybody(org).then((all) => decider.decideAgain(all))])
        return settings
      }
      throw new Refused('conflict', 'The settings change faster than this command can follow; try again')
    },

    decideMissed: async (org) => decider.decideAgain(await decider.missed(org)),

    rulebook: async (org, teams) => (await rulebookOf(org))(teams),

    rulebookIf: async (org, change) => createRulebooks(defaults).of(org, change(await store.settings(org)), outage()),
  }
}
