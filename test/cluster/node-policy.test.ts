import { eventually, figure } from '../support/eventually.js'
import type { HubProcess } from '../support/hub-process.js'
import { openNodeFloor, type NodeFloor } from '../support/node-floor.js'

const AGENTS = 300
let floor: NodeFloor
afterEach(() => floor.stop())

const staff = (hub: HubProcess) =>
  Promise.all(Array.from({ length: AGENTS }, (_, n) => floor.call(hub, 'PUT', `/v1/agents/agent-${n}`, {})))

const everybodyHas = (sessionLimit: number) =>
  eventually(`everybody has a session limit of ${sessionLimit}`, async () => {
    const other = (await floor.records()).filter(({ presence }) => presence.capacity.sessionLimit !== sessionLimit)
    return other.length === 0 ? null : `${other.length} have another`
  })

test('a node that dies over a change of the policy leaves nobody decided by the old one', async () => {
  floor = await openNodeFloor([{}, {}])
  const [one, two] = floor.hubs as [HubProcess, HubProcess]
  await staff(one)
  await floor.call(two, 'GET', '/v1/agents')
  const patched = floor.call(one, 'PATCH', '/v1/policy', { sessionLimit: 7 }).catch(() => null)
  await eventually('the other node has heard of it', async () =>
    (await floor.call(two, 'GET', '/v1/policy')).body?.['sessionLimit'] === 7 ? null : 'it has not',
  )
  await one.kill()
  await patched
  figure('policy, its node killed: ms until everybody is decided', await everybodyHas(7))
  await floor.answers([two])
})
