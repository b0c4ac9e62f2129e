import type { PresenceClient } from '../../client-sdk/index.js'
import { eventually, figure, until } from '../support/eventually.js'
import type { HubProcess } from '../support/hub-process.js'
import { GRACE_MS, LEASE_MS, LONG_GRACE_MS, names, openNodeFloor, type NodeFloor } from '../support/node-floor.js'
import { keepChanging, lost, type RestlessAgent } from '../support/restless-agent.js'

let floor: NodeFloor
afterEach(() => floor.stop())

const graceOf = (offlineGraceMs: number) => ({ PRESENCE_POLICY: JSON.stringify({ offlineGraceMs }) })

async function opened(nodes: number, offlineGraceMs = GRACE_MS): Promise<readonly HubProcess[]> {
  floor = await openNodeFloor(Array.from({ length: nodes }, () => graceOf(offlineGraceMs)))
  return floor.hubs
}

const clientsOf = (agentIds: readonly string[]): Promise<PresenceClient[]> =>
  Promise.all(agentIds.map((sub) => floor.client({ sub, roles: ['agent'] })))

/** Each change was made once: one row for the sign-in and one for each ack, and what was acked last is stored. */
async function expectNothingLost(agents: readonly RestlessAgent[], hub: HubProcess): Promise<void> {
  const stored = new Map((await floor.records()).map(({ agentId, presence }) => [agentId, presence]))
  for (const agent of agents) {
    expect(agent.refused).toEqual([])
    expect(lost(agent, stored.get(agent.agentId))).toEqual([])
    const { body } = await floor.call(hub, 'GET', `/v1/agents/${agent.agentId}/timeline?limit=1000`)
    expect([agent.agentId, (body?.['items'] as unknown[]).length]).toEqual([agent.agentId, agent.acked.length + 1])
  }
}

const atWork = (agents: readonly RestlessAgent[]) =>
  until('everybody is at work', () => agents.every(({ acked }) => acked.length > 5))

test('a node is killed under clients at work: each change is made once, who does not come back is reaped within a lease', async () => {
  const [dead, alive] = (await opened(2, LONG_GRACE_MS)) as [HubProcess, HubProcess]
  const [returning, leaving, elsewhere] = [names('back-', 8), names('gone-', 6), names('calm-', 4)]
  floor.entrance.leadTo([dead.url])
  const [moving, watcher] = [await floor.watcher(), await floor.watcher(alive.url)]
  const agents = (await clientsOf(returning)).map((client, n) => keepChanging(client, returning[n] ?? ''))
  await Promise.all([
    ...leaving.map((sub) => floor.tabOn(dead, { sub, roles: ['agent'] })),
    ...elsewhere.map((sub) => floor.tabOn(alive, { sub, roles: ['agent'] })),
  ])
  await atWork(agents)
  const before = agents.map(({ acked }) => acked.length)

  floor.entrance.leadTo([alive.url])
  await dead.kill()
  const killedAt = performance.now()
  const sinceKilled = () => Math.round(performance.now() - killedAt)
  await until('all are answered again', () => agents.every(({ acked }, n) => acked.length > (before[n] ?? 0) + 1))
  figure('killed under clients: ms until all are answered again', sinceKilled())
  const shown = () => leaving.map((agentId) => watcher.held.get(agentId))
  await until('nobody gone is routable', () => shown().every((one) => one?.routable === false))
  figure('killed under clients: ms until nobody gone is routable', sinceKilled())
  await until('who is gone is offline', () => shown().every((one) => one?.status === 'offline'))
  figure('killed under clients: ms until the gone are offline', sinceKilled())

  await Promise.all(agents.map((agent) => agent.rest()))
  await floor.agrees()
  await floor.answers([alive])
  expect(moving.held.size).toBe(returning.length + leaving.length + elsewhere.length)
  expect(floor.wrongs([...returning, ...elsewhere])).toEqual([])
  await expectNothingLost(agents, alive)
  for (const { agentId, state } of await floor.records())
    if (returning.includes(agentId)) expect(state.link).toMatchObject({ connections: [{ id: expect.any(String) }] })
})

test('who comes back from a killed node after the grace, but within the restore window, finds the presence that was left', async () => {
  const [dead, alive] = (await opened(2)) as [HubProcess, HubProcess]
  floor.entrance.leadTo([dead.url])
  const [ada] = await clientsOf(['ada'])
  const watcher = await floor.watcher(alive.url)
  await ada?.set('dnd', { note: 'Paperwork' })
  await dead.kill()
  await until('ada is offline', () => watcher.held.get('ada')?.status === 'offline')
  floor.entrance.leadTo([alive.url])
  await until('ada is back', () => ada?.connection === 'connected')
  expect(ada?.current).toMatchObject({ status: 'dnd', reason: 'manual', note: 'Paperwork', connection: 'connected' })
  await floor.agrees()
})

test('an organisation of a hundred that no living node has loaded is offline in a lease and a grace, and nobody asked', async () => {
  const [dead, alive] = (await opened(2)) as [HubProcess, HubProcess]
  const org = 'orphans'
  const agentIds = names('agent-', 120)
  await Promise.all(agentIds.map((sub) => floor.tabOn(dead, { sub, roles: ['agent'], org })))
  await dead.kill()
  // Redis is asked, not the node that is left: a question would make it load the organisation.
  const tookMs = await eventually('all are offline', async () => {
    const there = (await floor.records(org)).find(({ state }) => state.link.state !== 'disconnected')
    return there ? `${there.agentId} is ${there.state.link.state}` : null
  })
  figure('orphans: ms until all 120 are offline', tookMs)
  expect(tookMs).toBeLessThan(3 * LEASE_MS + 2 * GRACE_MS)
  expect(await floor.metric(alive, 'presence_reaped_agents_total')).toBe(agentIds.length)
})

test('all nodes are replaced under clients: nobody who rests is seen to change, and each change of the others is made once', async () => {
  const old = [...(await opened(3, LONG_GRACE_MS))]
  const watchers = [await floor.watcher(), await floor.watcher(), await floor.watcher()]
  const [resting, working] = [names('calm-', 9), names('busy-', 9)]
  const calm = await clientsOf(resting)
  await calm[0]?.set('dnd', { note: 'Paperwork' })
  const agents = (await clientsOf(working)).map((client, n) => keepChanging(client, working[n] ?? ''))
  await atWork(agents)
  const before = new Map(calm.map(({ current }) => [current?.agentId ?? '', current]))

  let alive = old
  const began = performance.now()
  for (const leaving of old) {
    const fresh = await floor.start(graceOf(LONG_GRACE_MS))
    floor.hubs.push(fresh)
    alive = [...alive.filter((one) => one !== leaving), fresh]
    floor.entrance.leadTo(alive.map(({ url }) => url))
    await leaving.stop()
  }
  figure('rolling restart of three under clients: ms', Math.round(performance.now() - began))
  await until('every client is connected', () => calm.every(({ connection }) => connection === 'connected'))
  await Promise.all(agents.map((agent) => agent.rest()))
  await floor.agrees()
  await floor.answers(alive)
  expect(floor.wrongs([...resting, ...working])).toEqual([])
  for (const [agentId, was] of before) {
    const seen = watchers
      .flatMap((watcher) => watcher.seen(agentId))
      .filter(({ version }) => version >= (was?.version ?? 0))
    expect([...new Set(seen.map(({ status, reason, since }) => `${status} ${reason} ${since}`))]).toEqual([
      `${was?.status} ${was?.reason} ${was?.since}`,
    ])
  }
  await expectNothingLost(agents, alive[0] as HubProcess)
})
