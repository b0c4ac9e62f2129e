import { runHub, type RunningHub } from '../support/running-hub.js'

let hub: RunningHub
beforeAll(async () => {
  hub = await runHub({ PRESENCE_ALLOWED_ORIGINS: 'https://desk.test', PRESENCE_POLLING: 'off' })
})
afterAll(() => hub.stop())

const ask = (origin?: string) => hub.http('GET', '/diagnosis', origin ? { headers: { origin } } : {})

describe('how a page finds its way to the hub', () => {
  test('is told to every origin, the one that is let in and the one that is not', async () => {
    for (const [origin, originAllowed] of [
      ['https://desk.test', true],
      ['https://evil.test', false],
    ] as const) {
      const answer = await ask(origin)
      expect(answer).toMatchObject({ status: 200, body: { originAllowed, polling: false, ready: true } })
      expect(answer.headers.get('access-control-allow-origin')).toBe('*')
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
    }
  })

  test('names the time of the hub, and nothing that is a secret', async () => {
    const { body } = await ask()
    expect(Object.keys(body).sort()).toEqual(['originAllowed', 'polling', 'ready', 'serverTime'])
    expect(Math.abs(Date.parse(body.serverTime) - Date.now())).toBeLessThan(60_000)
  })

  test('opens nothing else: the API goes on refusing a foreign origin', async () => {
    const refused = await hub.http('GET', '/v1/statuses', { headers: { origin: 'https://evil.test' } })
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(refused.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('"Why?" over a socket', () => {
  test('is what REST says of the agent', async () => {
    const tab = await hub.agentTab('ada')
    await tab.send('presence:set', { status: 'busy' })
    const answer = await tab.send('presence:explain', {})
    const { body } = await hub.supervisor('GET', '/v1/agents/ada/presence/explain')
    expect(answer).toEqual({ ok: true, explanation: body })
    expect(body.decidedBy).toBe('fresh_choice')
    tab.close()
  })

  test('is not for watchers', async () => {
    const watcher = await hub.watcher()
    expect(await watcher.send('presence:explain', {})).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    watcher.close()
  })
})
