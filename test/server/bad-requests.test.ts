import { runHub, type RunningHub } from '../support/running-hub.js'

let hub: RunningHub
beforeAll(async () => {
  hub = await runHub()
})
afterAll(() => hub.stop())

describe('bad requests', () => {
  const as = { sub: 'routing', roles: ['service', 'admin', 'supervisor'] as const }
  test.each([
    ['PUT', '/v1/agents/ann', '{"name": 7}', 400, 'invalid'],
    ['PUT', '/v1/agents/ann', '{"nick": "x"}', 400, 'invalid'],
    ['PUT', '/v1/agents/ann', '{"name": ', 400, 'invalid'],
    ['PUT', '/v1/agents/ann', '[]', 400, 'invalid'],
    ['PUT', '/v1/agents/a%20b', '{}', 400, 'invalid'],
    ['PUT', '/v1/agents/%E0%A4%A', '{}', 400, 'invalid'],
    ['PUT', '/v1/agents/ann', JSON.stringify({ name: 'x'.repeat(70_000) }), 413, 'too_large'],
    ['PUT', '/v1/agents/ann', 'null', 400, 'invalid'],
    ['POST', '/v1/agents/ann/presence/reset', '{"hold": "x"}', 400, 'invalid'],
    ['DELETE', '/v1/agents/ann/work-items/w', '{"why": "x"}', 400, 'invalid'],
    ['GET', '/v1/policy?team=x', undefined, 400, 'invalid'],
    ['GET', '/v1/reports/time-in-status?from=2020-01-01T00:00:00Z', undefined, 400, 'invalid'],
    ['GET', '/v1/events?after=zzz', undefined, 400, 'invalid'],
    ['GET', '/v1/agents?limit=0', undefined, 400, 'invalid'],
    ['GET', '/v1/agents?colour=red', undefined, 400, 'invalid'],
    ['GET', '/v1/agents?after=zzz', undefined, 400, 'invalid'],
    ['GET', '/v1/rooms/nowhere/summary', undefined, 400, 'invalid'],
    ['GET', '/v1/nothing', undefined, 404, 'not_found'],
    ['POST', '/v1/presence/batch-get', '{"agentIds": []}', 400, 'invalid'],
  ])('%s %s is answered with a code and a sentence', async (method, path, raw, status, code) => {
    const answer = await hub.http(method, path, { as, ...(raw !== undefined && { raw }) })
    expect(answer).toMatchObject({
      status,
      body: { code, status, title: expect.any(String), detail: expect.stringMatching(/\w+ \w+/) },
    })
    if (code === 'invalid')
      expect(answer.body.errors).toContainEqual({ path: expect.any(String), message: expect.stringMatching(/\w+ \w+/) })
  })

  test('name every path that is wrong', async () => {
    const { body } = await hub.http('PUT', '/v1/agents/ann', {
      as,
      body: { totalUnits: -1, profiles: [{ name: 'chat' }], x: 1 },
    })
    expect(body.errors.map((one: { path: string }) => one.path).sort()).toEqual(['profiles.0.limit', 'totalUnits', 'x'])
  })

  test('too many of them are told when to come back', async () => {
    const strict = await runHub({ PRESENCE_RATE_OTHER: '1/10' })
    const token = await strict.token({ sub: 'hasty', roles: ['supervisor'] })
    const answers = await Promise.all(Array.from({ length: 50 }, () => strict.http('GET', '/v1/statuses', { token })))
    const refused = answers.filter((one) => one.status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    await strict.stop()
  })
})

test('operators find health, readiness and metrics without a token', async () => {
  expect((await hub.http('GET', '/healthz')).status).toBe(200)
  expect((await hub.http('GET', '/readyz')).status).toBe(200)
  expect((await hub.http('GET', '/metrics')).body).toContain('presence_commits_total')
})

test('a connection that is kept is not closed under the hands of whoever may use it next', async () => {
  expect((await hub.http('GET', '/healthz')).headers.get('keep-alive')).toBe('timeout=75')
})

test('the documents list every call and every event', async () => {
  expect(Object.keys((await hub.http('GET', '/openapi.json')).body.paths).length).toBeGreaterThan(15)
  expect(Object.keys((await hub.http('GET', '/asyncapi.json')).body.channels).length).toBeGreaterThan(0)
  expect((await hub.http('GET', '/docs/')).status).toBe(200)
})
