import { fold } from '../../server/engine/fold.js'
import { DEFAULT_POLICY } from '../../protocol/policy.js'
import { catalogueOf, policyFor, type Rulebook } from '../../server/engine/rulebook.js'
import type { Snapshot } from '../../server/store/store.js'
import { ORG } from './database.js'
import type { Schedule, Step } from './steps.js'
import { SimWorld } from './sim-world.js'
import { TIMES } from './times.js'
import type { Broken } from './truth.js'
import { recordsIn } from '../support/records-in.js'

/** Faults are over for so long that all they did must be mended: strays found, graces over, offers missed. */
const QUIET_MS = 6 * TIMES.leaseMs + 2 * TIMES.graceMs
/** Offers missed, graces over, looks at what is due. */
const LEAST_QUIET_MS = TIMES.policy.offerTimeoutMs + TIMES.graceMs + 1_000
const LOOK_MS = 500
/** For what was on its way when the last node was stopped. */
const FAREWELL_MS = 2_000

export interface Ran {
  readonly broken: Broken | null
  readonly steps: number
  readonly counted: { readonly acked: number; readonly excused: number; readonly checked: number }
}

export async function run(schedule: Schedule): Promise<Ran> {
  const world = new SimWorld(schedule)
  const { time, truth, facts } = world
  const rejected = (why: unknown) => truth.breaks('no promise is left alone', String(why))
  process.on('unhandledRejection', rejected)
  try {
    await pass(world, 600)
    for (const { afterMs, deed } of schedule.steps) {
      await pass(world, afterMs)
      if (truth.broken) break
      await world.does(deed)
    }
    world.calm()
    await comesToRest(world)
    if (!truth.broken) await stopsAll(world)
    return { broken: truth.broken, steps: time.steps, counted: facts.counted }
  } finally {
    for (const { starting } of world.fleet.berths) starting.process.kill()
    process.off('unhandledRejection', rejected)
  }
}

async function pass(world: SimWorld, ms: number): Promise<void> {
  const { time, truth } = world
  const until = time.now + ms
  while (time.now < until && !truth.broken) {
    await time.passUntil(Math.min(until, time.now + LOOK_MS))
    await world.look()
  }
}

/** Waits no longer than it takes: most schedules are at rest long before everything has run out. */
async function comesToRest(world: SimWorld): Promise<void> {
  const { time, truth } = world
  const until = time.now + QUIET_MS
  await pass(world, LEAST_QUIET_MS)
  while (!truth.broken) {
    const unrest = await unrestIn(world)
    if (!unrest) return
    if (time.now >= until) return truth.breaks(unrest.promise, unrest.how)
    await pass(world, LOOK_MS)
  }
}

async function unrestIn(world: SimWorld): Promise<Broken | null> {
  const { truth, facts, time, watchers, database } = world
  const snapshot = await database.ask((store) => store.snapshot(ORG))
  const records = recordsIn(snapshot)
  const byId = new Map([...records, ...snapshot.tombstones].map((one) => [one.agentId, one]))
  const missing = facts.missing((agentId) => byId.get(agentId))
  if (missing) return broken('acked changes survive', missing)

  for (const { node } of world.fleet.reachable()) {
    const board = node.board.peek(ORG)
    // A node that nobody asked has none.
    if (!board) continue
    const shown = sorted(Array.from(board.puts(), ({ record }) => record))
    if (shown !== sorted(records))
      return broken('boards equal the store', `${node.name} has ${shown}; stored is ${sorted(records)}`)
    if (board.settings.version !== snapshot.settings.version)
      return broken('boards equal the store', `${node.name} has settings ${board.settings.version}`)
  }
  for (const watcher of watchers) {
    const wanted = records
      .map((record) => record.presence)
      .filter((one) => watcher.room === 'org' || watcher.room === `agent:${one.agentId}`)
    const held = sorted([...watcher.held.values()])
    if (held !== sorted(wanted))
      return broken('watchers converge', `${watcher.name} holds ${held}; stored is ${sorted(wanted)}`)
  }
  for (const record of records) {
    if (record.dueAt !== null && record.dueAt < time.now - TIMES.leaseMs)
      return broken('what is due happens', `${record.agentId} has been due for ${time.now - record.dueAt} ms`)
    if (truth.isGhost(record))
      return broken('no ghost', `${record.agentId} is ${record.presence.status}, without a tab`)
  }
  const undecided = decidedOtherwise(snapshot, time.now)
  return undecided === null ? null : broken('a policy decides everybody again', undecided)
}

const broken = (promise: string, how: string): Broken => ({ promise, how })

/** Somebody whose presence is not what today's rules make of the facts. */
function decidedOtherwise({ puts, settings }: Snapshot, now: number): string | null {
  const policy = policyFor(settings, [], { ...DEFAULT_POLICY, ...TIMES.policy })
  const rulebook: Rulebook = { statuses: catalogueOf(settings), policy, outage: null }
  for (const { record } of puts) {
    const start = {
      agentId: record.agentId,
      record,
      revision: record.revision,
      version: record.presence.version,
    }
    const { write } = fold(start, [{ event: { type: 'rulebook_changed' } }], () => rulebook, now)
    if (write && write.changes.length > 0)
      return `${record.agentId} is ${JSON.stringify(record.presence)}, and would be ${JSON.stringify(write.changes)}`
  }
  return null
}

async function stopsAll({ fleet, truth, time }: SimWorld): Promise<void> {
  let stopped = false
  const nodes = fleet.stopAll()
  void nodes.then(() => (stopped = true))
  await time.passUntil(time.now + FAREWELL_MS)
  if (!stopped) return truth.breaks('a node stops', `not all nodes stopped within ${FAREWELL_MS} ms`)
  for (const { name, process } of await nodes)
    if (process.timers > 0) truth.breaks('no timer is left', `${name} has ${process.timers} timers after its end`)
}

const sorted = (all: readonly { readonly agentId: string }[]): string =>
  JSON.stringify([...all].sort((a, b) => (a.agentId < b.agentId ? -1 : 1)))

/** Leaves out whatever is not needed for the same promise to break. */
export async function shrunk(schedule: Schedule, promise: string, tries = 300): Promise<Schedule> {
  let best = schedule
  let left = tries
  for (let size = Math.ceil(schedule.steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < best.steps.length && left > 0;) {
      left -= 1
      const candidate = { ...best, steps: without(best.steps, from, size) }
      const { broken } = await run(candidate)
      if (broken?.promise === promise) best = candidate
      else from += size
    }
  }
  return best
}

/** The time that steps took stays. */
function without(steps: readonly Step[], from: number, count: number): Step[] {
  const waited = steps.slice(from, from + count).reduce((sum, { afterMs }) => sum + afterMs, 0)
  return steps.flatMap((step, index) => {
    if (index >= from && index < from + count) return []
    return index === from + count ? [{ ...step, afterMs: step.afterMs + waited }] : [step]
  })
}
