import { DEFAULT_POLICY } from '../../protocol/policy.js'
import { createBoard, type Board, type Frame } from '../../server/board/board.js'
import { claimConnections } from '../../server/gateway/claims.js'
import { createSessions } from '../../server/gateway/sessions.js'
import type { Clock } from '../../server/clock.js'
import { createHub, type Hub } from '../../server/hub/hub.js'
import { startLease, type Lease } from '../../server/lease.js'
import { startNodeReaper } from '../../server/reaper/nodes.js'
import { startRuleKeeper } from '../../server/reaper/rules.js'
import { startReaper } from '../../server/reaper/timers.js'
import { refusalOf } from '../../server/edge/faults.js'
import type { Database } from './database.js'
import type { Dice } from './dice.js'
import { SimProcess } from './sim-process.js'
import { createDoor, type Door } from './door.js'
import { openStoreLine, type StoreLine } from './store-line.js'
import { TIMES } from './times.js'
import type { VirtualTime } from './virtual-time.js'
import type { Weather } from './weather.js'

export interface SimNodeParts {
  readonly name: string
  readonly time: VirtualTime
  readonly dice: Dice
  readonly database: Database
  readonly weather: Weather
  readonly onFrame: (frame: Frame) => void
  readonly onRenewed: () => void
  readonly onBug: (why: unknown) => void
}

/** The parts of a node as app.ts wires them, without HTTP: tabs come through a door that does what the gateway does. */
export interface SimNode {
  readonly name: string
  readonly process: SimProcess
  readonly line: StoreLine
  readonly board: Board
  readonly hub: Hub
  readonly lease: Lease
  readonly door: Door
  /** Everything stopped in the order app.ts stops it. */
  close(): Promise<void>
}

export interface StartingNode {
  readonly process: SimProcess
  readonly line: StoreLine
  readonly started: Promise<SimNode>
}

export function startSimNode(parts: SimNodeParts): StartingNode {
  const { time, dice, database, weather } = parts
  const process = new SimProcess(time, dice.chance(0.3) ? dice.upTo(1_200_000) - 600_000 : 0)
  const line = openStoreLine({ time, dice, process, database, weather })
  return { process, line, started: wire(parts, process, line) }
}

async function wire(parts: SimNodeParts, process: SimProcess, line: StoreLine): Promise<SimNode> {
  const { name, dice, onFrame, onRenewed, onBug } = parts
  const { store } = line
  const onFault = (why: unknown) => void (refusalOf(why) || onBug(why))
  const board = await createBoard({ store, clock: process, frameMs: TIMES.frameMs, log: { warn: () => {} } })
  let ids = 0
  const newId = () => `${name}#${++ids}`
  const lease = await startLease({ store, clock: process, leaseMs: TIMES.leaseMs, onFault, newId })
  const hub = createHub({
    store,
    clock: process,
    defaults: { ...DEFAULT_POLICY, ...TIMES.policy },
    random: () => dice.next(),
    outage: () => lease.outage,
    onEnded: (key, why) => sessions.end(key.org, key.agentId, why === 'deleted' ? 'agent_deleted' : 'signed_out'),
    view: {
      record: (org, agentId) => board.peek(org)?.newest(agentId),
      settings: async (org) => (await board.open(org)).settings,
      agentIds: async (org) => Array.from((await board.open(org)).puts(), ({ agentId }) => agentId),
    },
    onWritten: (org, held) => board.peek(org)?.wrote(held),
  })
  const stopReaper = startReaper({
    store,
    hub,
    clock: process,
    mayAct: () => lease.held,
    isSure: ({ org, agentId }) => board.isSure(org, agentId),
    everyMs: TIMES.lookMs,
    onFault,
  })
  const nodeReaper = startNodeReaper({
    store,
    hub,
    lease,
    clock: process,
    leaseMs: TIMES.leaseMs,
    onReaped: () => {},
    onFault,
  })
  // Its timers throw no dice: every seed stays the schedule it was when it was pinned.
  const after = (ms: number, run: () => void) => parts.time.in(ms, () => process.does(run), true)
  const keepersClock: Clock = { now: () => process.now(), every: (ms, run) => process.every(ms, run), after }
  const ruleKeeper = startRuleKeeper({ hub, clock: keepersClock, onFault })
  board.onSettings((org) => ruleKeeper.changed(org))
  const sessions = createSessions(process)
  const claims = claimConnections({
    board,
    hub,
    sessions,
    lease,
    clock: process,
    leaseMs: TIMES.leaseMs,
    onBug,
  })
  board.onRenewed((org) => {
    nodeReaper.suspect()
    claims.renewed(org)
    onRenewed()
  })
  board.onOverruled((org, agentId) => claims.overruled(org, agentId))
  lease.onLost(() => claims.all())
  board.onFrame(onFrame)
  board.onAgentGone((org, agentId, why) =>
    sessions.end(org, agentId, why === 'deleted' ? 'agent_deleted' : 'signed_out'),
  )
  const door = createDoor({ process, board, claims, sessions, onBug })
  return {
    name,
    process,
    line,
    board,
    hub,
    lease,
    door,
    async close() {
      stopReaper()
      nodeReaper.stop()
      ruleKeeper.stop()
      door.close()
      await lease.stop(await claims.stop()).catch(onFault)
      await board.close()
      await store.close()
    },
  }
}
