import { eventually, figure, lasting } from '../support/eventually.js'
import type { HubProcess } from '../support/hub-process.js'
import { type Env, GRACE_MS, LEASE_MS, LONG_GRACE_MS, openNodeFloor, type NodeFloor } from '../support/node-floor.js'

let floor: NodeFloor
let one: HubProcess
let two: HubProcess
async function open(env: Env = {}) {
  floor = await openNodeFloor([env, env])
  ;[one, two] = floor.hubs as [HubProcess, HubProcess]
}
afterEach(() => floor.stop())

const AGENTS = ['ada', 'ben', 'cyd', 'dee', 'eva', 'fay']

test('a node is killed at work: its tabs are back elsewhere, nobody was offline, no acked change is lost', async () => {
  await open({ PRESENCE_POLICY: JSON.stringify({ offlineGraceMs: LONG_GRACE_MS }) })
  const watcher = await floor.watcher(two.url)
  for (const agentId of AGENTS) await floor.desk(agentId)
  for (const desk of floor.desks) desk.work(20)
  await eventually('all are at work', () => (floor.desks.every(({ answers }) => answers.length > 5) ? null : 'no'))
  await one.kill()
  const killedAt = performance.now()
  const backMs = await eventually('all are answered again', () => {
    const missing = floor.desks.find(({ answers }) => !answers.some(({ at, presence }) => presence && at > killedAt))
    return missing === undefined ? null : `${missing.agentId} is not`
  })
  // At work until the dead node is reaped: nobody's second connection may count.
  await floor.reaped([two], 1)
  await floor.settled()
  await Promise.all(floor.desks.map((desk) => desk.rest()))
  await floor.agrees()
  expect(floor.wrongs()).toEqual([])
  expect(await floor.lost()).toEqual([])
  expect([...watcher.held.values()].map(({ connection }) => connection)).toEqual(AGENTS.map(() => 'connected'))
  expect(
    (await floor.records()).flatMap(({ state: { link } }) => ('connections' in link ? link.connections : [])),
  ).toHaveLength(AGENTS.length)
  figure('killed node: ms until all are answered again', backMs)
})

test('who does not come back from a killed node is not routable after its lease, and offline after the grace', async () => {
  await open()
  const watcher = await floor.watcher(two.url)
  await floor.tabOn(one, { sub: 'gus', roles: ['agent'] })
  await eventually('gus is routable', () => (watcher.held.get('gus')?.routable ? null : 'not yet'))
  await one.kill()
  const unroutableMs = await eventually('gus is not routable', () =>
    watcher.held.get('gus')?.routable ? 'he is a ghost' : null,
  )
  // A lease, and another if the machine stood still meanwhile: for that nobody is taken for dead.
  expect(unroutableMs).toBeLessThan(3 * LEASE_MS)
  const offlineMs = await eventually('gus is offline', () =>
    watcher.held.get('gus')?.reason === 'disconnected' ? null : 'not yet',
  )
  figure('killed node: ms until its ghost is not routable', unroutableMs)
  figure('killed node: ms from there until offline', offlineMs)
  const lost = watcher.seen('gus').find(({ connection }) => connection === 'reconnecting')
  expect(lost).toMatchObject({ status: 'available', routable: false })
  const graceMs = Date.parse(watcher.held.get('gus')?.since ?? '') - Date.parse(lost?.connectionSince ?? '')
  expect(graceMs).toBeGreaterThanOrEqual(GRACE_MS)
  expect(graceMs).toBeLessThan(GRACE_MS + 2 * LEASE_MS)
})

test('agents of an organisation that no living node has ever loaded are reaped too', async () => {
  await open()
  await floor.tabOn(one, { sub: 'ivy', roles: ['agent'], org: 'orphans' })
  await one.kill()
  await eventually('ivy is offline', async () => {
    const [ivy] = await floor.records('orphans')
    return ivy?.presence.reason === 'disconnected' ? null : `ivy is ${ivy?.presence.connection}`
  })
})

test('every node is killed at once and started again: who is back within the grace was never offline', async () => {
  await open()
  await floor.watcher()
  for (const agentId of AGENTS) await floor.desk(agentId)
  await Promise.all(floor.desks.map((desk) => desk.change()))
  const before = new Map((await floor.records()).map(({ agentId, presence }) => [agentId, presence.status]))
  await Promise.all([one.kill(), two.kill()])
  // Longer than the grace: the outage is ours, and does not count.
  await lasting(GRACE_MS + 1_000)
  const again = async () => {
    floor.hubs.push(await floor.start())
    floor.entrance.leadTo(floor.hubs.slice(2).map(({ url }) => url))
  }
  await Promise.all([again(), again()])
  await floor.reaped(floor.hubs.slice(2), 2)
  await floor.settled()
  await floor.agrees()
  expect(floor.wrongs()).toEqual([])
  const after = new Map((await floor.records()).map(({ agentId, presence }) => [agentId, presence.status]))
  expect(after).toEqual(before)
})
