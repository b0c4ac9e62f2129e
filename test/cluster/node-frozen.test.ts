import { eventually, figure, lasting, until } from '../support/eventually.js'
import type { HubProcess } from '../support/hub-process.js'
import { LONG_GRACE_MS, names, openNodeFloor, type NodeFloor } from '../support/node-floor.js'

let floor: NodeFloor
let frozen: HubProcess
let other: HubProcess
beforeEach(async () => {
  // Tabs must not find out by themselves: their lines are whole, only nobody answers.
  const env = {
    PRESENCE_HEARTBEAT_MS: '30000',
    PRESENCE_POLICY: JSON.stringify({ offlineGraceMs: LONG_GRACE_MS }),
  }
  floor = await openNodeFloor([env, env])
  ;[frozen, other] = floor.hubs as [HubProcess, HubProcess]
  floor.entrance.leadTo([frozen.url])
})
afterEach(() => floor.stop())

/** Which nodes hold the tabs of these agents: ids, each once. */
async function nodesOf(agentIds: readonly string[]): Promise<readonly string[]> {
  const records = new Map((await floor.records()).map((one) => [one.agentId, one]))
  const nodes = agentIds.flatMap((agentId) => {
    const link = records.get(agentId)?.state.link
    return link?.state === 'connected' ? link.connections.map(({ node }) => node) : [`none of ${agentId}`]
  })
  return [...new Set(nodes)]
}

const allConnected = async (agentIds: readonly string[]): Promise<string | null> => {
  const records = new Map((await floor.records()).map((one) => [one.agentId, one]))
  const lost = agentIds.find((agentId) => records.get(agentId)?.state.link.state !== 'connected')
  return lost === undefined ? null : `${lost} is ${records.get(lost)?.state.link.state}`
}

const agree = async () => {
  await floor.agrees()
  await floor.answers([frozen, other])
}

const openTabs = (agentIds: readonly string[]) =>
  Promise.all(agentIds.map((sub) => floor.client({ sub, roles: ['agent'] })))

test('a node that stood still for more than a lease registers its tabs again under another id, and nobody was seen offline', async () => {
  const agentIds = names('ice-', 8)
  const clients = await openTabs(agentIds)
  await Promise.all(clients.map((client) => client.set('busy', { note: 'Paperwork' })))
  const [here, there] = [await floor.watcher(frozen.url), await floor.watcher(other.url)]
  const [before] = await nodesOf(agentIds)

  frozen.freeze()
  await until('the others say that nobody is to be routed there', () =>
    agentIds.every((agentId) => there.held.get(agentId)?.routable === false),
  )
  frozen.thaw()
  const thawedAt = performance.now()
  await eventually('every tab is held again', () => allConnected(agentIds))
  figure('frozen for a lease: ms until every tab is held again', Math.round(performance.now() - thawedAt))
  await agree()
  figure('frozen for a lease: ms until all agree', Math.round(performance.now() - thawedAt))
  const after = await nodesOf(agentIds)
  expect(after).toHaveLength(1)
  expect(after).not.toContain(before)
  expect(floor.wrongs(agentIds)).toEqual([])
  // None of them noticed: they are where they were, and go on.
  for (const client of clients) expect(client.connection).toBe('connected')
  for (const client of clients) expect((await client.set('away')).connection).toBe('connected')
  await agree()
  expect(here.held.size).toBe(agentIds.length)
  for (const agentId of agentIds) {
    const { body } = await floor.call(other, 'GET', `/v1/agents/${agentId}/timeline`)
    expect((body?.['items'] as { status: string }[]).map(({ status }) => status)).toEqual(['away', 'busy', 'available'])
  }
})

test('what is said to a node that stands still is done when it goes on', async () => {
  const agentIds = names('said-', 8)
  const clients = await openTabs(agentIds)
  const there = await floor.watcher(other.url)
  frozen.freeze()
  const answers = clients.map((client) => client.set('dnd', { note: 'Said to nobody' }))
  await until('all of them are reaped', () => agentIds.every((agentId) => there.held.get(agentId)?.routable === false))
  frozen.thaw()
  for (const presence of await Promise.all(answers)) expect(presence).toMatchObject({ status: 'dnd' })
  await eventually('every tab is held again', () => allConnected(agentIds))
  await agree()
  expect(floor.wrongs(agentIds)).toEqual([])
  expect([...there.held.values()].map(({ status }) => status)).toEqual(agentIds.map(() => 'dnd'))
})

test('a node that stood still for long: its agents were offline meanwhile, its watchers knew that they know nothing, and then all is as it was', async () => {
  const agentIds = names('long-', 8)
  const clients = await openTabs(agentIds)
  await Promise.all(clients.map((client) => client.set('busy')))
  const [here, there] = [await floor.watcher(frozen.url), await floor.watcher(other.url)]
  const room = (await floor.client({ sub: 'sam', roles: ['supervisor'] })).watch('org')
  await until('the room is there', () => room.ready && !room.stale)

  frozen.freeze()
  const frozenAt = performance.now()
  await until('the others see them offline', () =>
    agentIds.every((agentId) => there.held.get(agentId)?.status === 'offline'),
  )
  figure('frozen for long: ms until its agents are offline', Math.round(performance.now() - frozenAt))
  // Said now, by whoever comes too late: refused, for the agent is not there.
  const refused = await floor.call(other, 'PUT', '/v1/agents/long-0/presence', { status: 'away' })
  expect(refused).toMatchObject({ status: 409, body: { code: 'not_signed_in' } })
  // Without a pulse for two and a half. Source: the SDK.
  await until('the room says that it may be behind', () => room.stale, 15_000)
  figure('frozen for long: ms until its room says stale', Math.round(performance.now() - frozenAt))
  const said = clients.map((client) => client.set('away', { note: 'Said to nobody' }))
  await lasting(200)

  frozen.thaw()
  for (const presence of await Promise.all(said)) expect(presence).toMatchObject({ status: 'away' })
  await eventually('every tab is held again', () => allConnected(agentIds))
  await agree()
  await until('the room is sure again', () => !room.stale)
  expect([...room.agents.values()].map(({ status }) => status)).toEqual(agentIds.map(() => 'away'))
  expect([...here.violations, ...there.violations]).toEqual([])
  expect(await nodesOf(agentIds)).toHaveLength(1)
  // No ghost: when the tabs close, everybody is gone.
  for (const client of clients) client.close()
  await until('they are offline everywhere', () =>
    [here, there].every(({ held }) => agentIds.every((agentId) => held.get(agentId)?.status === 'offline')),
  )
})

test('who was signed out while their node stood still stays signed out', async () => {
  const [here, there] = [await floor.watcher(frozen.url), await floor.watcher(other.url)]
  const [ada] = await openTabs(['ada'])
  await until('ada is there', () => there.held.get('ada')?.connection === 'connected')
  frozen.freeze()
  await until('ada is reaped', () => there.held.get('ada')?.routable === false)
  const answer = await floor.call(other, 'POST', '/v1/agents/ada/sign-out')
  expect(answer).toMatchObject({ status: 200, body: { reason: 'signed_out' } })
  frozen.thaw()
  await until('her tab is told', () => ada?.endedBecause === 'signed_out_by_supervisor')
  await agree()
  const version = answer.body?.['version'] as number
  for (const { held, all } of [here, there]) {
    expect(held.get('ada')).toMatchObject({ status: 'offline', reason: 'signed_out' })
    expect(all.filter((one) => one.version > version)).toEqual([])
  }
})
