import { eventually, lasting } from '../support/eventually.js'
import type { HubProcess } from '../support/hub-process.js'
import { names, openNodeFloor, type NodeFloor } from '../support/node-floor.js'

const ROUNDS = 20
const OFFER_MS = 300
const POLICY = JSON.stringify({ offerTimeoutMs: OFFER_MS, missedToInactive: true })

let floor: NodeFloor
let nodes: [HubProcess, HubProcess]
beforeAll(async () => {
  floor = await openNodeFloor([{ PRESENCE_POLICY: POLICY }, { PRESENCE_POLICY: POLICY }])
  nodes = floor.hubs as [HubProcess, HubProcess]
})
afterAll(() => floor.stop())

test('an offer that times out by itself while it is accepted is either accepted or missed, and both nodes say which', async () => {
  await Promise.all(names('ada-', ROUNDS).map((sub) => floor.tabOn(nodes[0], { sub, roles: ['agent'] })))
  const won = { accepted: 0, missed: 0 }
  for (const [round, agentId] of names('ada-', ROUNDS).entries()) {
    const [here, there] = round % 2 === 0 ? nodes : [nodes[1], nodes[0]]
    const path = `/v1/agents/${agentId}/work-items/chat`
    const offered = await floor.call(here, 'PUT', path, { state: 'offered' })
    const { dueAt } = offered.body?.['item'] as { dueAt: string }
    // From a little before the time-out to a little after it; whichever node finds out is not told here.
    await lasting(Math.max(0, Date.parse(dueAt) - Date.now() - 40 + round * 8))
    const accepted = await floor.call(there, 'PUT', path, { state: 'accepted' })
    // 409: it was missed before it was accepted.
    const [outcome, status, items] =
      accepted.status === 200 ? (['accepted', 'busy', 1] as const) : (['missed', 'inactive', 0] as const)
    if (outcome === 'missed') expect(accepted).toMatchObject({ status: 409, body: { code: 'conflict' } })
    won[outcome] += 1
    for (const node of nodes)
      await eventually('both nodes show it', async () => {
        const { body } = await floor.call(node, 'GET', `/v1/agents/${agentId}/presence`)
        const { items: held } = body?.['capacity'] as { items: number }
        return body?.['status'] === status && held === items ? null : JSON.stringify(body)
      })
  }
  // A time-out that comes too late finds nothing to miss.
  await lasting(2 * OFFER_MS)
  const statuses = (await floor.records()).map(({ presence }) => presence.status)
  expect(statuses.filter((status) => status === 'busy')).toHaveLength(won.accepted)
  expect(statuses.filter((status) => status === 'inactive')).toHaveLength(won.missed)
})
