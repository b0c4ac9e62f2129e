/**
 * A hub with the embedded store, and beside it in the same process a second writer whose agents have no sockets: so many
 * are signed in, and so many change their status each second. SIGUSR2 stops the changes, or lets them go on.
 */
import { startApp } from '../../server/app.js'
import { createBoard } from '../../server/board/board.js'
import { systemClock as clock } from '../../server/clock.js'
import { readConfig } from '../../server/config.js'
import { createHub } from '../../server/hub/hub.js'
import { startLease } from '../../server/lease.js'
import { createLog } from '../../server/ops/logging.js'
import { createMemoryStore } from '../../server/store/memory-store.js'
import { BUILT_PAGES } from './running-hub.js'

const TICK_MS = 20
const STATUSES = ['busy', 'available', 'away', 'dnd'] as const
const TEAMS = ['billing', 'sales', 'support', 'technical'] as const
const ORG = 'default'

const agents = Number(process.env['FLOOR_AGENTS'])
const perSecond = Number(process.env['FLOOR_PER_SECOND'])
const config = readConfig({ ...process.env, PRESENCE_DEMO: 'off' })
const log = createLog(config.logLevel)
const onFault = (why: unknown) => log.error({ err: why }, 'the floor failed')

// Of timelines an hour is enough here, and a day of 5,000 changes a second is not.
const store = createMemoryStore({ clock, historyMs: 60 * 60_000 })
const board = await createBoard({ store, clock, log, frameMs: config.frameMs })
const lease = await startLease({ store, clock, leaseMs: config.nodeLeaseMs, onFault })
const hub = createHub({
  store,
  clock,
  defaults: config.policy,
  random: Math.random,
  outage: () => lease.outage,
  onEnded: () => {},
  view: {
    record: (org, agentId) => board.peek(org)?.newest(agentId),
    settings: async (org) => (await board.open(org)).settings,
    agentIds: async (org) => Array.from((await board.open(org)).puts(), ({ agentId }) => agentId),
  },
  onWritten: (org, held) => board.peek(org)?.wrote(held),
  onCommit: () => {},
})

const idOf = (n: number) => `agent-${String(n).padStart(5, '0')}`
for (let n = 0; n < agents; n++) {
  const key = { org: ORG, agentId: idOf(n) }
  const teams = [TEAMS[n % TEAMS.length] ?? TEAMS[0]]
  await hub.post(key, { type: 'connection_opened', id: 'tab', node: lease.node, name: `Agent ${n}`, teams })
}
const app = await startApp({ config, store, channels: null, clock, log, webRoot: BUILT_PAGES })

let resting = false
let due = 0
const turns: number[] = []
let last = performance.now()
clock.every(TICK_MS, () => {
  const now = performance.now()
  // A tick that comes late has more to do, but not all of a pause.
  if (!resting) due += (Math.min(now - last, 5 * TICK_MS) / 1_000) * perSecond
  last = now
  for (; due >= 1; due--) {
    const n = Math.floor(Math.random() * agents)
    const agentId = idOf(n)
    // Never the one they have: that would be no change.
    const status = STATUSES[(turns[n] = (turns[n] ?? 0) + 1) % STATUSES.length] ?? 'busy'
    hub.post({ org: ORG, agentId }, { type: 'chosen', status, by: { type: 'agent', id: agentId } }).catch(onFault)
  }
})
process.on('SIGUSR2', () => {
  resting = !resting
})
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)))
process.stdout.write(`listening on ${app.url}\n`)
