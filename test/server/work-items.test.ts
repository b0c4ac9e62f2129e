import { runHub, type RunningHub } from '../support/running-hub.js'

let hub: RunningHub
beforeAll(async () => {
  hub = await runHub()
})
afterAll(() => hub.stop())

const work = (agent: string, item: string) => `/v1/agents/${agent}/work-items/${item}`

describe('a work item', () => {
  test('is offered, accepted, put into wrap-up and closed, and says what it did', async () => {
    const tab = await hub.agentTab('gil')
    await hub.admin('PUT', '/v1/agents/gil', { totalUnits: 60 })
    const offered = await hub.service('PUT', work('gil', 'c1'), { state: 'offered', units: 30 })
    expect(offered).toMatchObject({
      status: 201,
      body: {
        item: { state: 'offered', kind: 'conversation' },
        presence: { status: 'available', capacity: { usedUnits: 30, reservedUnits: 30 } },
      },
    })
    const accepted = await hub.service('PUT', work('gil', 'c1'), { state: 'accepted' })
    expect(accepted).toMatchObject({
      status: 200,
      body: {
        item: { units: 30 },
        presence: { status: 'busy', reason: 'capacity_partial', capacity: { sessions: 1 } },
      },
    })
    expect(await hub.service('PUT', work('gil', 'c1'), { state: 'accepted' })).toMatchObject({
      status: 200,
      body: { presence: { version: accepted.body.presence.version } },
    })
    expect(await hub.service('PUT', work('gil', 'c1'), { state: 'offered' })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    })
    expect(await hub.service('PUT', work('gil', 'c1'), { state: 'wrap_up' })).toMatchObject({
      body: { presence: { status: 'busy', capacity: { sessions: 0, usedUnits: 30 } } },
    })
    expect((await hub.service('GET', '/v1/agents/gil/work-items')).body.items).toMatchObject([
      { itemId: 'c1', state: 'wrap_up', ageMs: expect.any(Number) },
    ])
    expect(await hub.service('DELETE', work('gil', 'c1'))).toMatchObject({
      status: 200,
      body: { presence: { status: 'available' } },
    })
    expect(await hub.service('DELETE', work('gil', 'c1'))).toMatchObject({ status: 404, body: { code: 'not_found' } })
    tab.close()
  })

  test('with ifRoutable has one winner for one slot, however many claim it at once', async () => {
    const tab = await hub.agentTab('hex')
    await hub.admin('PUT', '/v1/agents/hex', { totalUnits: 30 })
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        hub.service('PUT', work('hex', `claim-${n}`), { state: 'offered', units: 30, ifRoutable: true }),
      ),
    )
    expect(claims.map((one) => one.status).sort()).toEqual([201, ...Array(19).fill(409)])
    expect(claims.find((one) => one.status === 409)?.body.code).toBe('not_routable')
    tab.close()
  })

  test('beyond the session limit is refused and leaves a hold, and force adds it', async () => {
    const tab = await hub.agentTab('ian')
    for (let n = 1; n <= 10; n++) expect((await hub.service('PUT', work('ian', `s${n}`))).status).toBe(201)
    expect(await hub.service('PUT', work('ian', 's11'))).toMatchObject({ status: 409, body: { code: 'session_limit' } })
    expect((await hub.supervisor('GET', '/v1/agents/ian/presence')).body).toMatchObject({
      status: 'dnd',
      reason: 'session_limit',
      hold: 'session_limit',
    })
    expect((await hub.service('PUT', work('ian', 's11'), { force: true })).status).toBe(201)
    expect(await hub.service('DELETE', work('ian', 's11'))).toMatchObject({
      body: { presence: { status: 'dnd', reason: 'session_limit' } },
    })
    expect(await hub.service('DELETE', work('ian', 's1'))).toMatchObject({
      body: { presence: { status: 'busy', reason: 'capacity_partial' } },
    })
    tab.close()
  })

  test('that is a record cannot be rejected, and one that was accepted can be neither missed nor rejected', async () => {
    const tab = await hub.agentTab('joe')
    await hub.service('PUT', work('joe', 'r1'), { state: 'offered', kind: 'record' })
    expect(await hub.service('POST', `${work('joe', 'r1')}/rejected`)).toMatchObject({
      status: 409,
      body: { code: 'not_rejectable' },
    })
    await hub.service('PUT', work('joe', 'r1'), { state: 'accepted' })
    expect(await hub.service('POST', `${work('joe', 'r1')}/missed`)).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    })
    expect(await hub.service('POST', `${work('joe', 'gone')}/missed`)).toMatchObject({ status: 404 })
    tab.close()
  })

  test('moves between agents in one step, or not at all', async () => {
    const [from, to] = [await hub.agentTab('kim'), await hub.agentTab('leo')]
    await hub.service('PUT', work('kim', 't1'), { units: 5 })
    expect(await hub.service('POST', `${work('kim', 't1')}/transfer`, { to: 'nobody' })).toMatchObject({ status: 404 })
    expect((await hub.service('GET', '/v1/agents/kim/work-items')).body.items).toHaveLength(1)
    const moved = await hub.service('POST', `${work('kim', 't1')}/transfer`, { to: 'leo' })
    expect(moved).toMatchObject({
      status: 200,
      body: { item: { itemId: 't1', units: 5 }, from: { status: 'available' }, to: { status: 'busy' } },
    })
    from.close()
    to.close()
  })

  test('cannot be transferred to the agent who has it, who goes on working', async () => {
    const tab = await hub.agentTab('ned')
    await hub.service('PUT', work('ned', 't2'))
    expect(await hub.service('POST', `${work('ned', 't2')}/transfer`, { to: 'ned' })).toMatchObject({
      status: 400,
      body: { code: 'invalid', errors: [{ path: 'to' }] },
    })
    expect(await hub.service('DELETE', work('ned', 't2'))).toMatchObject({ status: 200 })
    tab.close()
  })

  test('accepted and timed out at once: exactly one wins', async () => {
    const tab = await hub.agentTab('mel')
    for (let round = 0; round < 20; round++) {
      await hub.service('PUT', work('mel', `race-${round}`), { state: 'offered' })
      const [accept, miss] = await Promise.all([
        hub.service('PUT', work('mel', `race-${round}`), { state: 'accepted' }),
        hub.service('POST', `${work('mel', `race-${round}`)}/missed`),
      ])
      expect([accept.status, miss.status]).toEqual(miss.status === 409 ? [200, 409] : [409, 200])
      expect([accept.body.code, miss.body.code]).toContain('conflict')
      await hub.service('DELETE', work('mel', `race-${round}`))
    }
    tab.close()
  })
})
