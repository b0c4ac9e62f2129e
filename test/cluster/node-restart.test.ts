import { eventually, figure } from '../support/eventually.js'
import type { HubProcess } from '../support/hub-process.js'
import { GRACE_MS, LONG_GRACE_MS, openNodeFloor, type NodeFloor } from '../support/node-floor.js'

let floor: NodeFloor
async function open(offlineGraceMs: number) {
  const env = { PRESENCE_POLICY: JSON.stringify({ offlineGraceMs }) }
  floor = await openNodeFloor([env, env])
  return env
}
afterEach(() => floor.stop())

const AGENTS = ['ada', 'ben', 'cyd', 'dee', 'eva', 'fay']

test('all nodes are replaced one after another, and no status changes', async () => {
  const env = await open(LONG_GRACE_MS)
  for (const agentId of AGENTS) await floor.desk(agentId)
  await Promise.all(floor.desks.map((desk) => desk.change()))
  const watchers = [await floor.watcher(), await floor.watcher()]
  const shownBefore = watchers.map(({ all }) => all.length)
  const old = [...floor.hubs]
  let alive = [...floor.hubs]
  const began = performance.now()
  for (const hub of old) {
    const fresh = await floor.start(env)
    floor.hubs.push(fresh)
    alive = [...alive.filter((one) => one !== hub), fresh]
    floor.entrance.leadTo(alive.map(({ url }) => url))
    await hub.stop()
  }
  figure('rolling restart of two nodes: ms', Math.round(performance.now() - began))
  await eventually('all are back', () => floor.desks.find(({ welcomed }) => !welcomed)?.agentId ?? null)
  await floor.settled()
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
})

test('a frozen node is taken for dead, finds out when it wakes, and its agents are there again', async () => {
  await open(GRACE_MS)
  const [one, two] = floor.hubs as [HubProcess, HubProcess]
  const [here, there] = [await floor.watcher(one.url), await floor.watcher(two.url)]
  const tab = await floor.tabOn(one, { sub: 'gus', roles: ['agent'] })
  await tab.send('presence:set', { status: 'busy' })
  await eventually('the other node shows it', () => (there.held.get('gus')?.status === 'busy' ? null : 'not yet'))
  one.freeze()
  await eventually('gus is offline for the others', () =>
    there.held.get('gus')?.reason === 'disconnected' ? null : `he is ${there.held.get('gus')?.connection}`,
  )
  one.thaw()
  const backMs = await eventually('gus is back for both', () => {
    const shown = [here, there].map(({ held }) => held.get('gus'))
    return shown.every((each) => each?.connection === 'connected' && each.status === 'busy' && each.routable)
      ? null
      : shown.map((each) => `${each?.status} ${each?.connection}`).join(', ')
  })
  figure('frozen node: ms from waking until its agent is back everywhere', backMs)
  // His tab never closed, and his commands work.
  expect(await tab.send('presence:set', { status: 'available' })).toMatchObject({ ok: true })
  await floor.settled()
  await floor.agrees()
  const [gus] = await floor.records()
  expect(gus?.state.link).toMatchObject({ state: 'connected', connections: [{ id: tab.socket.id }] })
})
