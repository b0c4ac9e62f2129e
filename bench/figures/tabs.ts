import { lasting } from '../../test/support/eventually.js'
import { startSocketIo } from '../contenders/by-hand.js'
import { type Start, usingOf } from '../contenders/contender.js'
import { startHubs } from '../contenders/hub.js'
import { interleaved, type Section, short } from '../report/section.js'
import { residentBytes } from './cost.js'
import { signInAll } from './staff.js'

export interface TabsScale {
  readonly tabs: number
  readonly idleAgents: number
  readonly idleMs: number
  readonly times: number
}

/** Until what a burst of handshakes left behind is collected, ms. */
const SETTLE_MS = 3_000

/** What tabs cost that do nothing: memory of the node, operations of Redis. */
export async function tabsFigure({ tabs, idleAgents, idleMs, times }: TabsScale): Promise<Section> {
  const pairs = await interleaved(
    times,
    () => bytesATab(startHubs, tabs),
    () => bytesATab(startSocketIo, tabs),
  )
  const operations = await idleOperations(idleAgents, idleMs)
  return {
    title: 'Tabs that do nothing',
    how: `Memory: one node, resident before and after ${tabs} agents opened a tab each. Redis: three hubs with ${idleAgents} agents who do nothing for ${idleMs / 1_000} s.`,
    tables: [
      {
        head: ['', 'KiB a tab, each time'],
        rows: [
          ['hub', pairs.map(([ours]) => short(ours / 1_024)).join(', ')],
          ['socket.io with its Redis adapter', pairs.map(([, theirs]) => short(theirs / 1_024)).join(', ')],
        ],
      },
    ],
    targets: [
      {
        what: 'memory a tab / socket.io',
        values: pairs.map(([ours, theirs]) => ours / theirs),
        limit: 1.15,
        kind: 'at most',
        unit: '',
      },
      {
        what: `Redis operations while ${idleAgents} agents idle on 3 nodes`,
        values: [operations],
        limit: 8,
        kind: 'at most',
        unit: '/s',
      },
    ],
    wrongs: [],
  }
}

const bytesATab = (start: Start, tabs: number): Promise<number> =>
  usingOf(start({ nodes: 1, frameMs: 20 }), async (contender) => {
    const pid = contender.nodes[0]?.pid ?? 0
    const before = residentBytes(pid)
    const staff = await signInAll(contender, tabs)
    await lasting(SETTLE_MS)
    const after = residentBytes(pid)
    await staff.leave()
    return (after - before) / tabs
  })

/** What clients send; a script is one, whatever it does. */
const idleOperations = (agents: number, forMs: number): Promise<number> =>
  usingOf(startHubs({ nodes: 3, frameMs: 20 }), async (hubs) => {
    const staff = await signInAll(hubs, agents)
    await lasting(SETTLE_MS)
    const monitor = await hubs.redis.admin.monitor()
    let operations = 0
    monitor.on('monitor', (_at: string, _command: string[], source: string) => {
      if (source !== 'lua') operations++
    })
    await lasting(forMs)
    monitor.disconnect()
    await staff.leave()
    return operations / (forMs / 1_000)
  })
