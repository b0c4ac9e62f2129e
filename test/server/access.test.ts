import { runHub, type RunningHub } from '../support/running-hub.js'

let hub: RunningHub
beforeAll(async () => {
  hub = await runHub()
})
afterAll(() => hub.stop())

describe('who may call', () => {
  test.each([
    ['GET', '/v1/agents', ['agent'], 403],
    ['PUT', '/v1/policy', ['admin'], 404],
    ['PATCH', '/v1/policy', ['supervisor'], 403],
    ['PUT', '/v1/agents/x/work-items/y', ['supervisor'], 403],
    ['GET', '/v1/agents/self/presence/explain', ['service'], 403],
  ] as const)('%s %s as %j', async (method, path, roles, status) => {
    const answer = await hub.http(method, path, { as: { sub: 'self', roles }, ...(method !== 'GET' && { body: {} }) })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
  })

  test('an agent reads itself and nobody else', async () => {
    const tab = await hub.agentTab('ray')
    const as = { sub: 'ray', roles: ['agent'] as const }
    expect((await hub.http('GET', '/v1/agents/ray/presence', { as })).status).toBe(200)
    expect((await hub.http('GET', '/v1/agents/ann/presence', { as })).status).toBe(403)
    tab.close()
  })

  test('a supervisor of other teams may not see the agent', async () => {
    const tab = await hub.agentTab('sol', { teams: ['red'] })
    const as = { sub: 'sup', roles: ['supervisor'] as const, teams: ['blue'] }
    expect((await hub.http('GET', '/v1/agents/sol/presence', { as })).status).toBe(403)
    expect((await hub.http('PUT', '/v1/agents/sol/presence', { as, body: { status: 'away' } })).status).toBe(403)
    expect((await hub.http('GET', '/v1/agents', { as })).body.items).toEqual([])
    tab.close()
  })

  test('a page of a site on the list may send what the calls take; one of another site may send nothing', async () => {
    const listed = await runHub({ PRESENCE_ALLOWED_ORIGINS: 'https://crm.example' })
    const preflight = (origin: string) =>
      listed.http('OPTIONS', '/v1/events', { headers: { origin, 'access-control-request-method': 'GET' } })
    const allowed = await preflight('https://crm.example')
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, 'https://crm.example'])
    for (const name of ['Authorization', 'Content-Type', 'If-Match', 'Last-Event-ID'])
      expect(allowed.headers.get('access-control-allow-headers')).toContain(name)
    expect(await preflight('https://evil.example')).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    await listed.stop()
  })

  test('nobody without a token, or with one that expired', async () => {
    expect(await hub.http('GET', '/v1/statuses')).toMatchObject({ status: 401, body: { code: 'unauthorized' } })
    const token = await hub.token({ sub: 'x', roles: ['admin'], expiresIn: -10 })
    expect(await hub.http('GET', '/v1/statuses', { token })).toMatchObject({
      status: 401,
      body: { code: 'unauthorized' },
    })
  })
})

describe('the last hour of a room', () => {
  test('is told to whoever may watch it', async () => {
    const tab = await hub.agentTab('lia', { teams: ['green'] })
    const as = { sub: 'sup', roles: ['supervisor'] as const, teams: ['green'] }
    const mine = await hub.http('GET', '/v1/rooms/team:green/last-hour', { as })
    expect(mine).toMatchObject({ status: 200, body: { room: 'team:green' } })
    expect(mine.body.points.at(-1).byBase.available).toBe(1)
    expect((await hub.http('GET', '/v1/rooms/org/last-hour', { as })).status).toBe(403)
    tab.close()
  })

  test('is not kept of one agent', async () => {
    expect((await hub.supervisor('GET', '/v1/rooms/agent:lia/last-hour')).body).toMatchObject({ code: 'invalid' })
  })
})
