import type { HubProcess } from '../support/hub-process.js'
import { eventually } from '../support/eventually.js'
import { openNodeFloor, type NodeFloor } from '../support/node-floor.js'

const ROUNDS = 20

let floor: NodeFloor
let nodes: [HubProcess, HubProcess]
beforeAll(async () => {
  floor = await openNodeFloor([{}, {}])
  nodes = floor.hubs as [HubProcess, HubProcess]
})
afterAll(() => floor.stop())

const on = (n: number): HubProcess => nodes[n % 2 === 0 ? 0 : 1]

test('of 20 claims for one slot, from two nodes at once, one wins, every time', async () => {
  await floor.call(on(0), 'PUT', '/v1/agents/ada', { totalUnits: 30 })
  await floor.tabOn(on(0), { sub: 'ada', roles: ['agent'] })
  for (let round = 0; round < ROUNDS; round++) {
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        floor.call(on(n), 'PUT', `/v1/agents/ada/work-items/r${round}-${n}`, {
          units: 30,
          state: round % 2 === 0 ? 'offered' : 'accepted',
          ifRoutable: true,
        }),
      ),
    )
    const won = claims.findIndex(({ status }) => status === 201)
    expect(claims.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(19).fill(409)])
    for (const { body, status } of claims) if (status === 409) expect(body).toMatchObject({ code: 'not_routable' })
    expect((await floor.call(on(round), 'DELETE', `/v1/agents/ada/work-items/r${round}-${won}`)).status).toBe(200)
    // On both: each decides on what it has read, and the commit on what is stored.
    for (const node of nodes)
      await eventually('ada is routable', async () =>
        (await floor.call(node, 'GET', '/v1/agents/ada/presence')).body?.['routable'] === true ? null : 'not yet',
      )
  }
})

test('an offer accepted on one node while it is missed on the other goes to one of them, every time', async () => {
  await floor.tabOn(on(1), { sub: 'bob', roles: ['agent'] })
  for (let round = 0; round < ROUNDS; round++) {
    const path = `/v1/agents/bob/work-items/offer-${round}`
    await floor.call(on(0), 'PUT', path, { state: 'offered' })
    const [accepted, missed] = await Promise.all([
      floor.call(on(round), 'PUT', path, { state: 'accepted' }),
      floor.call(on(round + 1), 'POST', `${path}/missed`),
    ])
    const items = (await floor.call(on(round), 'GET', '/v1/agents/bob/work-items')).body?.['items'] as {
      itemId: string
      state: string
    }[]
    const held = items.find(({ itemId }) => itemId === `offer-${round}`)
    if (missed.status === 409) {
      expect([accepted.status, missed.body, held?.state]).toMatchObject([200, { code: 'conflict' }, 'accepted'])
    } else {
      expect([missed.status, accepted.status, accepted.body]).toMatchObject([200, 409, { code: 'conflict' }])
    }
    if (accepted.status === 200) await floor.call(on(0), 'DELETE', path)
  }
})

test('changes from two nodes at once at one agent are all applied, in one order that both nodes agree on', async () => {
  await floor.tabOn(on(0), { sub: 'cyd', roles: ['agent'] })
  const watchers = await Promise.all(nodes.map(({ url }) => floor.watcher(url)))
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      floor.call(on(n), 'PUT', '/v1/agents/cyd/presence', { status: n % 2 === 0 ? 'busy' : 'dnd', note: `note ${n}` }),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  const versions = answers.map(({ body }) => body?.['version'] as number)
  expect(new Set(versions).size).toBe(versions.length)
  await floor.agrees()
  const last = answers[versions.indexOf(Math.max(...versions))]?.body
  for (const { held } of watchers) expect(held.get('cyd')).toEqual(last)
})
