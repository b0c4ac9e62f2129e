import { runHub, type RunningHub } from '../support/running-hub.js'

let hub: RunningHub
beforeAll(async () => {
  hub = await runHub()
})
afterAll(() => hub.stop())

describe('an agent', () => {
  test('is created, changed and cleared by PUT, and forgotten by DELETE', async () => {
    const created = await hub.admin('PUT', '/v1/agents/ann', { name: 'Ann', teams: ['a'], totalUnits: 100 })
    expect(created.status).toBe(201)
    const changed = await hub.admin('PUT', '/v1/agents/ann', { totalUnits: null, sessionLimit: 3 })
    expect(changed).toMatchObject({
      status: 200,
      body: { name: 'Ann', teams: ['a'], totalUnits: null, sessionLimit: 3 },
    })
    expect((await hub.admin('GET', '/v1/agents/ann')).body).toEqual(changed.body)
    expect((await hub.admin('DELETE', '/v1/agents/ann')).status).toBe(204)
    expect(await hub.admin('GET', '/v1/agents/ann')).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })

  test('who never signed in is offline, and cannot be set', async () => {
    await hub.admin('PUT', '/v1/agents/ben', {})
    expect((await hub.supervisor('GET', '/v1/agents/ben/presence')).body).toMatchObject({
      status: 'offline',
      reason: 'signed_out',
      routable: false,
    })
    expect(await hub.supervisor('PUT', '/v1/agents/ben/presence', { status: 'busy' })).toMatchObject({
      status: 409,
      body: { code: 'not_signed_in' },
    })
  })

  test('is found by team, base, routability and part of a name, page by page', async () => {
    const tabs = await Promise.all(
      ['p1', 'p2', 'p3'].map((id) => hub.agentTab(id, { name: `Pager ${id}`, teams: ['pages'] })),
    )
    await hub.supervisor('PUT', '/v1/agents/p2/presence', { status: 'dnd' })
    const ids = async (query: string) =>
      (await hub.supervisor('GET', `/v1/agents?${query}`)).body.items.map((one: { agentId: string }) => one.agentId)
    expect(await ids('team=pages')).toEqual(['p1', 'p2', 'p3'])
    expect(await ids('team=pages&base=dnd,busy')).toEqual(['p2'])
    expect(await ids('team=pages&routable=true&sort=-agentId')).toEqual(['p3', 'p1'])
    expect(await ids('q=PAGER p3')).toEqual(['p3'])
    const first = await hub.supervisor('GET', '/v1/agents?team=pages&limit=2&sort=-name')
    expect(first.body.items).toHaveLength(2)
    const second = await hub.supervisor('GET', `/v1/agents?team=pages&limit=2&sort=-name&after=${first.body.next}`)
    expect(second.body).toMatchObject({ items: [{ agentId: 'p1' }] })
    expect(second.body).not.toHaveProperty('next')
    for (const tab of tabs) tab.close()
  })
})

describe('a room', () => {
  test('is counted', async () => {
    const tabs = await Promise.all(['q1', 'q2'].map((id) => hub.agentTab(id, { teams: ['count'] })))
    await hub.supervisor('PUT', '/v1/agents/q1/presence', { status: 'dnd' })
    expect((await hub.supervisor('GET', '/v1/rooms/team:count/summary')).body).toMatchObject({
      room: 'team:count',
      agents: 2,
      routable: 1,
      byStatus: { dnd: 1, available: 1 },
      byBase: { dnd: 1, available: 1, busy: 0 },
      byConnection: { connected: 2 },
      cursor: expect.any(String),
    })
    for (const tab of tabs) tab.close()
  })
})
