import { runHub, type RunningHub } from '../support/running-hub.js'

let hub: RunningHub
beforeAll(async () => {
  hub = await runHub()
})
afterAll(() => hub.stop())

const work = (agent: string, item: string) => `/v1/agents/${agent}/work-items/${item}`

describe('presence', () => {
  test('carries its version as ETag, and If-Match guards a change', async () => {
    const tab = await hub.agentTab('cat')
    const read = await hub.supervisor('GET', '/v1/agents/cat/presence')
    expect(read.headers.get('etag')).toBe(`"${read.body.version}"`)
    const stale = await hub.service('PUT', '/v1/agents/cat/presence', { status: 'busy' }, { 'if-match': '"999"' })
    expect(stale).toMatchObject({ status: 412, body: { code: 'version_mismatch' } })
    const fresh = await hub.service(
      'PUT',
      '/v1/agents/cat/presence',
      { status: 'busy' },
      { 'if-match': read.headers.get('etag') ?? '' },
    )
    expect(fresh).toMatchObject({
      status: 200,
      body: { status: 'busy', reason: 'api', actor: { type: 'service', id: 'routing' } },
    })
    tab.close()
  })

  test.each([
    ['one of several', (version: number) => `"1000", "${version}"`, 200, undefined],
    ['any', () => '*', 200, undefined],
    ['several, all of them old', () => '"1000", "1001"', 412, 'version_mismatch'],
    ['an ETag that is none of ours', () => '"abc"', 412, 'version_mismatch'],
    ['no ETag at all', () => 'abc', 400, 'invalid'],
  ])('If-Match that names %s', async (_what, header, status, code) => {
    const tab = await hub.agentTab('cay')
    const { version } = (await hub.supervisor('GET', '/v1/agents/cay/presence')).body
    const answer = await hub.service(
      'PUT',
      '/v1/agents/cay/presence',
      { status: 'dnd' },
      { 'if-match': header(version) },
    )
    expect([answer.status, answer.body.code]).toEqual([status, code])
    tab.close()
  })

  test('is explained rule by rule, with what would change it', async () => {
    const tab = await hub.agentTab('dee')
    await hub.admin('PUT', '/v1/agents/dee', { totalUnits: 100 })
    await hub.service('PUT', work('dee', 'i1'), { units: 30 })
    const { body } = await hub.supervisor('GET', '/v1/agents/dee/presence/explain')
    expect(body).toMatchObject({
      decidedBy: 'capacity_decides',
      presence: { status: 'busy' },
      routable: { routable: true },
    })
    expect(body.rules).toHaveLength(9)
    expect(body.rules.map((one: { outcome: string }) => one.outcome)).toEqual([...Array(8).fill('passed'), 'answered'])
    expect(body.changes).toContainEqual(
      expect.objectContaining({ what: 'Item i1 is closed', leadsTo: 'Available', turn: 'work_removed', itemId: 'i1' }),
    )
    tab.close()
  })

  test('of many agents is read and set in one call, with one answer each, in order', async () => {
    const tab = await hub.agentTab('eli')
    const read = await hub.service('POST', '/v1/presence/batch-get', { agentIds: ['nobody', 'eli'] })
    expect(read.body.items).toMatchObject([
      { agentId: 'nobody', ok: false, error: { code: 'not_found' } },
      { agentId: 'eli', ok: true },
    ])
    const changes = [
      { agentId: 'eli', status: 'away' },
      { agentId: 'eli', status: 'nope' },
      { agentId: 'nobody', status: 'busy' },
    ]
    const set = await hub.supervisor('POST', '/v1/presence/batch-set', { changes })
    expect(set.body.items).toMatchObject([
      { ok: true, presence: { status: 'away', reason: 'supervisor' } },
      { ok: false, error: { code: 'unknown_status' } },
      { ok: false, error: { code: 'not_found' } },
    ])
    tab.close()
  })

  test('over time tiles without a gap, newest first, and pages', async () => {
    const tab = await hub.agentTab('flo')
    for (const status of ['busy', 'away', 'dnd']) {
      hub.clock.shift(60_000)
      await tab.send('presence:set', { status })
    }
    const { body } = await hub.supervisor('GET', '/v1/agents/flo/timeline')
    expect(body.items.map((one: { status: string }) => one.status)).toEqual(['dnd', 'away', 'busy', 'available'])
    expect(body.items[0]).not.toHaveProperty('to')
    for (let older = 1; older < body.items.length; older++) {
      expect(body.items[older].to).toBe(body.items[older - 1].from)
      expect(body.items[older].durationMs).toBe(Date.parse(body.items[older].to) - Date.parse(body.items[older].from))
    }
    const first = await hub.supervisor('GET', '/v1/agents/flo/timeline?limit=3')
    const rest = await hub.supervisor('GET', `/v1/agents/flo/timeline?limit=3&after=${first.body.next}`)
    expect([...first.body.items, ...rest.body.items].map((one: { from: string }) => one.from)).toEqual(
      body.items.map((one: { from: string }) => one.from),
    )
    tab.close()
  })
})
