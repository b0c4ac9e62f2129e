import { eventually, figure } from '../support/eventually.js'
import type { HubProcess } from '../support/hub-process.js'
import { openNodeFloor, type NodeFloor } from '../support/node-floor.js'

const AGENTS = 300
/** A look 5 s after a node heard, and what a busy machine adds. */
const MISSED_MS = 15_000

let floor: NodeFloor
afterEach(() => floor.stop())

const staff = async (hub: HubProcess) => {
  for (let n = 0; n < AGENTS; n++) await floor.call(hub, 'PUT', `/v1/agents/agent-${n}`, {})
}

const everybodyHas = (sessionLimit: number) =>
  eventually(`everybody has a session limit of ${sessionLimit}`, MISSED_MS, async () => {
    const other = (await floor.records()).filter(({ presence }) => presence.capacity.sessionLimit !== sessionLimit)
    return other.length === 0 ? null : `${other.length} have another`
  })

test('a node that dies over a change of the policy leaves nobody decided by the old one', async () => {
  floor = await openNodeFloor([{}, {}])
  const [one, two] = floor.hubs as [HubProcess, HubProcess]
  await staff(one)
  await floor.call(two, 'GET', '/v1/agents')
  const patched = floor.call(one, 'PATCH', '/v1/policy', { sessionLimit: 7 }).catch(() => null)
  await eventually('the other node has heard of it', 5_000, async () =>
    (await floor.call(two, 'GET', '/v1/policy')).body?.['sessionLimit'] === 7 ? null : 'it has not',
  )
  await one.kill()
  await patched
  figure('policy, its node killed: ms until everybody is decided', await everybodyHas(7))
  await floor.answers([two])
}, 60_000)
