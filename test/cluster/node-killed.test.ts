import { eventually, figure, lasting } from '../support/eventually.js'
import type { HubProcess } from '../support/hub-process.js'
import { GRACE_MS, LEASE_MS, openNodeFloor, SLACK_MS, type NodeFloor } from '../support/node-floor.js'

let floor: NodeFloor
let one: HubProcess
let two: HubProcess
beforeEach(async () => {
  floor = await openNodeFloor([{}, {}])
  ;[one, two] = floor.hubs as [HubProcess, HubProcess]
}, 30_000)
afterEach(() => floor.stop())

const AGENTS = ['ada', 'ben', 'cyd', 'dee', 'eva', 'fay']
const allWelcomed = () => floor.desks.find(({ welcomed }) => !welcomed)?.agentId

test('a node is killed at work: its tabs are back elsewhere, nobody was offline, no acked change is lost', async () => {
  const watcher = await floor.watcher(two.url)
  for (const agentId of AGENTS) await floor.desk(agentId)
  for (const desk of floor.desks) desk.work(20)
  await eventually('all are at work', 10_000, () =>
    floor.desks.every(({ answers }) => answers.length > 5) ? null : 'no',
  )
  await one.kill()
  const backMs = await eventually('all are back', GRACE_MS, () => {
    const missing = allWelcomed()
    return missing === undefined ? null : `${missing} is not`
  })
  // Until the dead node is reaped, and a grace after that: nobody's second connection may count.
  await lasting(LEASE_MS + GRACE_MS + SLACK_MS)
  await Promise.all(floor.desks.map((desk) => desk.rest()))
  await floor.agrees()
  expect(floor.wrongs()).toEqual([])
  expect(await floor.lost()).toEqual([])
  expect([...watcher.held.values()].map(({ connection }) => connection)).toEqual(AGENTS.map(() => 'connected'))
  expect(
    (await floor.records()).flatMap(({ state: { link } }) => ('connections' in link ? link.connections : [])),
  ).toHaveLength(AGENTS.length)
  figure('killed node: ms until all tabs are back', backMs)
}, 60_000)

test('who does not come back from a killed node is not routable after its lease, and offline after the grace', async () => {
  const watcher = await floor.watcher(two.url)
  await floor.tabOn(one, { sub: 'gus', roles: ['agent'] })
  await eventually('gus is routable', 5_000, () => (watcher.held.get('gus')?.routable ? null : 'not yet'))
  await one.kill()
  const unroutableMs = await eventually('gus is not routable', LEASE_MS + SLACK_MS, () =>
    watcher.held.get('gus')?.routable ? 'he is a ghost' : null,
  )
  expect(watcher.held.get('gus')).toMatchObject({ status: 'available', connection: 'reconnecting' })
  const offlineMs = await eventually('gus is offline', GRACE_MS + SLACK_MS, () =>
    watcher.held.get('gus')?.reason === 'disconnected' ? null : 'not yet',
  )
  figure('killed node: ms until its ghost is not routable', unroutableMs)
  figure('killed node: ms from there until offline', offlineMs)
  expect(offlineMs).toBeGreaterThan(GRACE_MS - SLACK_MS)
}, 30_000)

test('agents of an organisation that no living node has ever loaded are reaped too', async () => {
  await floor.tabOn(one, { sub: 'ivy', roles: ['agent'], org: 'orphans' })
  await one.kill()
  await eventually('ivy is offline', LEASE_MS + GRACE_MS + 2 * SLACK_MS, async () => {
    const [ivy] = await floor.records('orphans')
    return ivy?.presence.reason === 'disconnected' ? null : `ivy is ${ivy?.presence.connection}`
  })
}, 30_000)

test('every node is killed at once and started again: who is back within the grace was never offline', async () => {
  await floor.watcher()
  for (const agentId of AGENTS) await floor.desk(agentId)
  await Promise.all(floor.desks.map((desk) => desk.change()))
  const before = new Map((await floor.records()).map(({ agentId, presence }) => [agentId, presence.status]))
  await Promise.all([one.kill(), two.kill()])
  // Longer than the grace: the outage is ours, and does not count.
  await lasting(GRACE_MS + 1_000)
  floor.hubs.push(await floor.start(), await floor.start())
  floor.entrance.leadTo(floor.hubs.slice(2).map(({ url }) => url))
  await eventually('all are back', 10_000, () => {
    const missing = allWelcomed()
    return missing === undefined ? null : `${missing} is not`
  })
  await lasting(LEASE_MS + GRACE_MS + SLACK_MS)
  await floor.agrees()
  expect(floor.wrongs()).toEqual([])
  const after = new Map((await floor.records()).map(({ agentId, presence }) => [agentId, presence.status]))
  expect(after).toEqual(before)
}, 60_000)
