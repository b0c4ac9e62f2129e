import { eventually, figure, lasting } from '../support/eventually.js'
import type { HubProcess } from '../support/hub-process.js'
import { GRACE_MS, LEASE_MS, openNodeFloor, SLACK_MS, type NodeFloor } from '../support/node-floor.js'

let floor: NodeFloor
beforeEach(async () => {
  floor = await openNodeFloor([{}, {}])
}, 30_000)
afterEach(() => floor.stop())

const AGENTS = ['ada', 'ben', 'cyd', 'dee', 'eva', 'fay']

test('all nodes are replaced one after another, and no status changes', async () => {
  for (const agentId of AGENTS) await floor.desk(agentId)
  await Promise.all(floor.desks.map((desk) => desk.change()))
  const watchers = [await floor.watcher(), await floor.watcher()]
  const shownBefore = watchers.map(({ all }) => all.length)
  const old = [...floor.hubs]
  let alive = [...floor.hubs]
  const began = performance.now()
  for (const hub of old) {
    const fresh = await floor.start()
    floor.hubs.push(fresh)
    alive = [...alive.filter((one) => one !== hub), fresh]
    floor.entrance.leadTo(alive.map(({ url }) => url))
    await hub.stop()
  }
  figure('rolling restart of two nodes: ms', Math.round(performance.now() - began))
  await eventually('all are back', 10_000, () => floor.desks.find(({ welcomed }) => !welcomed)?.agentId ?? null)
  await lasting(GRACE_MS + SLACK_MS)
  await floor.agrees()
  expect(floor.wrongs()).toEqual([])
  for (const [n, { all }] of watchers.entries()) {
    const statuses = new Set(all.slice(shownBefore[n]).map(({ agentId, status }) => `${agentId} ${status}`))
    expect(statuses.size).toBeLessThanOrEqual(AGENTS.length)
  }
  for (const agentId of AGENTS) {
    const { body } = await floor.call(alive[0] as HubProcess, 'GET', `/v1/agents/${agentId}/timeline`)
    // The sign-in and the one change: nothing came of the restarts.
    expect([agentId, (body?.['items'] as unknown[]).length]).toEqual([agentId, 2])
  }
}, 90_000)

test('a frozen node is taken for dead, finds out when it wakes, and its agents are there again', async () => {
  const [one, two] = floor.hubs as [HubProcess, HubProcess]
  const [here, there] = [await floor.watcher(one.url), await floor.watcher(two.url)]
  const tab = await floor.tabOn(one, { sub: 'gus', roles: ['agent'] })
  await tab.send('presence:set', { status: 'busy' })
  await eventually('the other node shows it', 5_000, () =>
    there.held.get('gus')?.status === 'busy' ? null : 'not yet',
  )
  one.freeze()
  await eventually('gus is offline for the others', LEASE_MS + GRACE_MS + 2 * SLACK_MS, () =>
    there.held.get('gus')?.reason === 'disconnected' ? null : `he is ${there.held.get('gus')?.connection}`,
  )
  one.thaw()
  const backMs = await eventually('gus is back for both', 5_000, () => {
    const shown = [here, there].map(({ held }) => held.get('gus'))
    return shown.every((each) => each?.connection === 'connected' && each.status === 'busy' && each.routable)
      ? null
      : shown.map((each) => `${each?.status} ${each?.connection}`).join(', ')
  })
  figure('frozen node: ms from waking until its agent is back everywhere', backMs)
  // His tab never closed, and his commands work.
  expect(await tab.send('presence:set', { status: 'available' })).toMatchObject({ ok: true })
  await lasting(LEASE_MS)
  await floor.agrees()
  const [gus] = await floor.records()
  expect(gus?.state.link).toMatchObject({ state: 'connected', connections: [{ id: tab.socket.id }] })
}, 60_000)
