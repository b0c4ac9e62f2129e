import { DEFAULT_POLICY } from '../../protocol/policy.js'
import type { AgentRecord } from '../../server/engine/record.js'
import { createHub, type Hub } from '../../server/hub/hub.js'
import { createMemoryStore } from '../../server/store/memory-store.js'
import type { Committed, Store } from '../../server/store/store.js'
import { systemClock } from '../../server/clock.js'

const ADA = { org: 'acme', agentId: 'ada' }
const AGENT = { type: 'agent', id: 'ada' } as const

/** Two hubs on one store that see nothing of each other but what they commit: two nodes. */
function nodes(count: number) {
  const store = createMemoryStore({ clock: systemClock })
  const results: Committed['result'][] = []
  const hubs = Array.from({ length: count }, () => hubOn(store, results))
  return { store, hubs, results }
}

const hubOn = (
  store: Store,
  results: Committed['result'][],
  record: () => AgentRecord | undefined = () => undefined,
): Hub =>
  createHub({
    store,
    clock: systemClock,
    defaults: DEFAULT_POLICY,
    random: Math.random,
    outage: () => null,
    onCommit: (result) => results.push(result),
    view: {
      record,
      settings: (org) => store.settings(org),
      agentIds: async (org) => (await store.snapshot(org)).puts.map((one) => one.agentId),
    },
  })

function turn(hubs: readonly Hub[], n: number): Hub {
  const hub = hubs[n % hubs.length]
  if (!hub) throw new Error('there is no hub')
  return hub
}

const opened = (hub: Hub) => hub.post(ADA, { type: 'connection_opened', id: 'tab', node: 'n' })

test('200 events at one agent from one node are a handful of commits, and none is lost', async () => {
  const {
    hubs: [hub],
    results,
    store,
  } = nodes(1)
  if (!hub) throw new Error('no hub')
  await opened(hub)
  const items = Array.from({ length: 200 }, (_, n) => `item-${n}`)
  await Promise.all(
    items.map((itemId) =>
      hub.post(ADA, { type: 'work_reported', itemId, state: 'accepted', ifRoutable: false, force: true }),
    ),
  )
  const record = await store.read('acme', 'ada')
  expect(record && 'state' in record && record.state.work.map((one) => one.itemId)).toEqual(items)
  expect(results.length).toBeLessThan(10)
  expect(results).not.toContain('conflict')
})

test('200 events at one agent from four nodes are all taken, whoever was first', async () => {
  const { hubs, store } = nodes(4)
  const first = turn(hubs, 0)
  await opened(first)
  await Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      turn(hubs, n).post(ADA, {
        type: 'work_reported',
        itemId: `item-${n}`,
        state: 'accepted',
        ifRoutable: false,
        force: true,
      }),
    ),
  )
  const record = await store.read('acme', 'ada')
  expect(record && 'state' in record && record.state.work).toHaveLength(200)
})

test('one slot claimed from two nodes at once has one winner', async () => {
  const { hubs } = nodes(2)
  const first = turn(hubs, 0)
  await opened(first)
  await first.post(ADA, { type: 'profile_changed', totalUnits: 30 })
  const claims = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) =>
      turn(hubs, n).post(ADA, {
        type: 'work_reported',
        itemId: `claim-${n}`,
        state: 'offered',
        units: 30,
        ifRoutable: true,
        force: false,
      }),
    ),
  )
  expect(claims.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
})

test('a command sent to two nodes at once takes effect once, and both are told the same', async () => {
  const { hubs, store } = nodes(2)
  const [one, two] = [turn(hubs, 0), turn(hubs, 1)]
  await opened(one)
  const choose = (hub: Hub) => hub.post(ADA, { type: 'chosen', status: 'busy', by: AGENT }, { commandId: 'c-1' })
  const [first, second] = await Promise.all([choose(one), choose(two)])
  expect(first.presence).toEqual(second.presence)
  const rows = await store.timeline('acme', 'ada', { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 10 })
  expect(rows.filter((row) => row.status === 'busy')).toHaveLength(1)
})

test('a command repeated in the same breath has no second effect, and is told how the agent is now', async () => {
  const { hubs } = nodes(1)
  const hub = turn(hubs, 0)
  await opened(hub)
  const choose = (status: string, commandId: string) =>
    hub.post(ADA, { type: 'chosen', status, by: AGENT }, { commandId })
  const [, last, repeat] = await Promise.all([choose('busy', 'c-1'), choose('away', 'c-2'), choose('busy', 'c-1')])
  expect(repeat.presence).toEqual(last.presence)
})

test('what a node has not heard of yet is no reason to refuse, nor to do nothing', async () => {
  const store = createMemoryStore({ clock: systemClock })
  const there = hubOn(store, [])
  await opened(there)
  const old = await store.read('acme', 'ada')
  // A node that never hears of anything after this.
  const here = hubOn(store, [], () => (old && 'state' in old ? old : undefined))
  const chat = { type: 'work_reported', itemId: 'chat', state: 'offered', ifRoutable: false, force: false } as const
  await there.post(ADA, chat)
  expect((await here.post(ADA, { type: 'offer_missed', itemId: 'chat' })).presence.capacity.items).toBe(0)
  await there.post(ADA, { type: 'chosen', status: 'away', by: AGENT })
  expect((await here.post(ADA, { type: 'reset' })).presence.status).toBe('away')
})

test('a command that changed nothing has no effect later either', async () => {
  const { hubs } = nodes(2)
  const [one, two] = [turn(hubs, 0), turn(hubs, 1)]
  await opened(one)
  const reset = (hub: Hub) => hub.post(ADA, { type: 'reset' }, { commandId: 'c-1' })
  await reset(one)
  await two.changeSettings('acme', (settings) => ({ ...settings, policy: { rejectToDnd: true } }))
  const offered = { type: 'work_reported', itemId: 'chat', state: 'offered', ifRoutable: false, force: false } as const
  await two.post(ADA, offered)
  await two.post(ADA, { type: 'offer_rejected', itemId: 'chat' })
  expect((await reset(two)).presence).toMatchObject({ status: 'dnd', hold: 'offer_rejected' })
})

test('transfers both ways at once wait for each other, never for ever', async () => {
  const { hubs } = nodes(1)
  const hub = turn(hubs, 0)
  const BOB = { org: 'acme', agentId: 'bob' }
  for (const key of [ADA, BOB]) {
    await hub.post(key, { type: 'connection_opened', id: 'tab', node: 'n' })
    await hub.post(key, {
      type: 'work_reported',
      itemId: `of-${key.agentId}`,
      state: 'accepted',
      ifRoutable: false,
      force: false,
    })
  }
  await Promise.all([hub.transfer('acme', 'of-ada', 'ada', 'bob'), hub.transfer('acme', 'of-bob', 'bob', 'ada')])
  const { state } = await hub.post(BOB, { type: 'reset' })
  expect(state.work.map((one) => one.itemId)).toEqual(['of-ada'])
})

test('A, B, A folded into one commit are three rows of the timeline', async () => {
  const {
    hubs: [hub],
    store,
    results,
  } = nodes(1)
  if (!hub) throw new Error('no hub')
  await opened(hub)
  const before = results.length
  const choose = (status: string) => hub.post(ADA, { type: 'chosen', status, by: AGENT })
  await Promise.all([choose('busy'), choose('away'), choose('busy')])
  expect(results.length - before).toBe(1)
  const rows = await store.timeline('acme', 'ada', { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 3 })
  expect(rows.map((row) => row.status)).toEqual(['busy', 'away', 'busy'])
})
