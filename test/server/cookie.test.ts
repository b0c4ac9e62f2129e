import { readEvents } from '../support/event-stream.js'
import { runHub, type Claims, type RunningHub } from '../support/running-hub.js'

const SAM: Claims = { sub: 'sam', roles: ['supervisor'], teams: ['red'] }
const LISTED = 'https://crm.example'

let hub: RunningHub
let cookie: string
beforeAll(async () => {
  hub = await runHub({ PRESENCE_ALLOWED_ORIGINS: LISTED })
  cookie = `theme=dark; presence_token=${await hub.token(SAM)}; last=1`
  await hub.agentTab('ray', { teams: ['red'] })
})
afterAll(() => hub.stop())

const me = (headers: Record<string, string>) => hub.http('GET', '/v1/me', { headers: { cookie, ...headers } })
const set = (headers: Record<string, string>) =>
  hub.http('PUT', '/v1/agents/ray/presence', { body: { status: 'away' }, headers: { cookie, ...headers } })

describe('the cookie says who it is', () => {
  test('to a page of the hub, by what its browser says of it', async () => {
    expect(await me({ 'sec-fetch-site': 'same-origin' })).toMatchObject({
      status: 200,
      body: { sub: 'sam', org: 'default', roles: ['supervisor'], teams: ['red'] },
    })
    expect((await set({ 'sec-fetch-site': 'same-origin', origin: hub.url })).status).toBe(200)
  })

  test('to a browser that says the origin only', async () => {
    expect((await set({ origin: hub.url })).status).toBe(200)
  })

  test('to a page of a site on the list, which may read the answer', async () => {
    const answer = await me({ 'sec-fetch-site': 'cross-site', origin: LISTED })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-origin')).toBe(LISTED)
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
  })

  test('with the rights of its token and no others', async () => {
    const headers = { cookie, 'sec-fetch-site': 'same-origin' }
    expect((await hub.http('GET', '/v1/teams', { headers })).status).toBe(403)
    expect((await hub.http('GET', '/v1/rooms/team:blue/last-hour', { headers })).status).toBe(403)
    expect((await hub.http('GET', '/v1/rooms/team:red/last-hour', { headers })).status).toBe(200)
  })

  test('for server-sent events as well', async () => {
    const service = `presence_token=${await hub.token({ sub: 'routing', roles: ['service'] })}`
    const open = (headers: Record<string, string>) =>
      readEvents(`${hub.url}/v1/events`, undefined, { cookie: service, ...headers })
    const stream = await open({ 'sec-fetch-site': 'same-origin' })
    expect(stream.status).toBe(200)
    stream.close()
    expect(await open({ 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 401 })
  })

  test('not where an Authorization header says something else', async () => {
    const token = await hub.token({ sub: 'ann', roles: ['agent'] })
    const headers = { 'sec-fetch-site': 'same-origin', authorization: `Bearer ${token}` }
    expect((await me(headers)).body).toMatchObject({ sub: 'ann' })
    expect((await me({ ...headers, authorization: 'Basic c2FtOg==' })).status).toBe(401)
  })

  test('until it has expired', async () => {
    const old = `presence_token=${await hub.token({ ...SAM, expiresIn: -10 })}`
    expect(await me({ cookie: old, 'sec-fetch-site': 'same-origin' })).toMatchObject({
      status: 401,
      body: { detail: expect.stringMatching(/expired/) as string },
    })
  })
})

describe('what another site makes a browser send', () => {
  const REFUSED = {
    status: 401,
    body: { code: 'unauthorized', detail: expect.stringMatching(/presence_token.*Bearer/) },
  }

  test.each([
    ['a form or a fetch without an origin', { 'sec-fetch-site': 'cross-site' }],
    ['another host of the same site', { 'sec-fetch-site': 'same-site' }],
    ['an address that was typed or clicked', { 'sec-fetch-site': 'none' }],
    ['a browser that says nothing', {}],
    ['several words where one is meant', { 'sec-fetch-site': 'same-origin, cross-site' }],
  ])('is answered 401 for all that is in the cookie: %s', async (_who, headers: Record<string, string>) => {
    expect(await me(headers)).toMatchObject(REFUSED)
    expect(await set(headers)).toMatchObject(REFUSED)
  })

  test('is refused before, where it names its origin', async () => {
    for (const origin of ['https://evil.example', 'null', `${LISTED}.evil.example`])
      expect(await set({ 'sec-fetch-site': 'cross-site', origin })).toMatchObject({ status: 403 })
  })

  test('changes nothing', async () => {
    const version = async () => (await hub.supervisor('GET', '/v1/agents/ray/presence')).body.version as number
    const before = await version()
    for (const site of ['cross-site', 'same-site', 'none']) await set({ 'sec-fetch-site': site })
    expect(await version()).toBe(before)
  })
})
