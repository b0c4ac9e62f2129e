import { runHub, type RunningHub } from '../support/running-hub.js'

let hub: RunningHub
beforeAll(async () => {
  hub = await runHub()
})
afterAll(() => hub.stop())

const work = (agent: string, item: string) => `/v1/agents/${agent}/work-items/${item}`

describe('the catalogue and the policy', () => {
  test('archiving a status turns its agents to the built-in of its base, still held', async () => {
    const tab = await hub.agentTab('nia')
    expect(
      (await hub.admin('PUT', '/v1/statuses/training', { base: 'away', labels: { en: 'Training', de: 'Schulung' } }))
        .status,
    ).toBe(201)
    await tab.send('presence:set', { status: 'training' })
    expect((await hub.admin('DELETE', '/v1/statuses/training')).body).toMatchObject({ archived: true })
    const presence = (await hub.supervisor('GET', '/v1/agents/nia/presence')).body
    expect(presence).toMatchObject({ status: 'away', label: 'Appear away', reason: 'manual' })
    const { body } = await hub.supervisor('GET', '/v1/agents/nia/timeline')
    expect(body.items[1]).toMatchObject({ status: 'training', label: 'Training' })
    expect(await tab.send('presence:set', { status: 'training' })).toMatchObject({ error: { code: 'not_selectable' } })
    tab.close()
  })

  test('a label that names another base is a warning, a built-in is protected', async () => {
    const put = await hub.admin('PUT', '/v1/statuses/odd', { base: 'away', labels: { en: 'Available for tea' } })
    expect(put.body.warnings).toHaveLength(1)
    await hub.admin('DELETE', '/v1/statuses/odd')
    expect(await hub.admin('PUT', '/v1/statuses/busy', { base: 'away', labels: { en: 'Busy' } })).toMatchObject({
      status: 409,
      body: { code: 'protected' },
    })
    expect(await hub.admin('DELETE', '/v1/statuses/dnd')).toMatchObject({ status: 409, body: { code: 'protected' } })
    expect(await hub.admin('DELETE', '/v1/statuses/never')).toMatchObject({ status: 404 })
  })

  test('a policy of a team overrides that of the organisation, and re-decides its agents at once', async () => {
    const tab = await hub.agentTab('ole', { teams: ['strict'] })
    expect((await hub.admin('GET', '/v1/policy')).body).toMatchObject({
      offlineGraceMs: 5_000,
      restoreWindowMs: 150_000,
      wrapUpMs: null,
    })
    expect((await hub.supervisor('GET', '/v1/agents/ole/presence')).body.routable).toBe(true)
    const patched = await hub.admin('PATCH', '/v1/teams/strict/policy', { routableBases: ['busy'] })
    expect(patched.body).toMatchObject({ overrides: { routableBases: ['busy'] }, effective: { sessionLimit: 10 } })
    expect((await hub.supervisor('GET', '/v1/agents/ole/presence')).body.routable).toBe(false)
    expect((await hub.admin('DELETE', '/v1/teams/strict/policy')).status).toBe(204)
    expect((await hub.supervisor('GET', '/v1/agents/ole/presence')).body.routable).toBe(true)
    tab.close()
  })

  test('a status may have any name, and is counted under it', async () => {
    const tab = await hub.agentTab('lou', { teams: ['odd'] })
    await hub.admin('PUT', '/v1/statuses/constructor', { base: 'busy', labels: { en: 'On site' } })
    await tab.send('presence:set', { status: 'constructor' })
    expect((await hub.supervisor('GET', '/v1/rooms/team:odd/summary')).body.byStatus).toEqual({ constructor: 1 })
    const { body } = await hub.supervisor('GET', '/v1/reports/time-in-status?agentId=lou')
    expect(body.byStatus.constructor).toEqual(expect.any(Number))
    tab.close()
  })

  test.each([
    [{ restoreWindowMs: 10 }, 400, 'invalid'],
    [{ defaultStatus: 'inactive' }, 400, 'invalid'],
    [{ defaultStatus: 'nowhere' }, 422, 'unknown_status'],
    [{ offlineGraceMs: -1 }, 400, 'invalid'],
    [{ colour: 'red' }, 400, 'invalid'],
  ])('a policy of %j is refused', async (patch, status, code) => {
    expect(await hub.admin('PATCH', '/v1/policy', patch)).toMatchObject({ status, body: { code } })
  })

  test('a shorter offer time-out moves offers that are already ringing', async () => {
    const tab = await hub.agentTab('pia', { teams: ['ring'] })
    await hub.service('PUT', work('pia', 'o1'), { state: 'offered' })
    await hub.admin('PATCH', '/v1/teams/ring/policy', { offerTimeoutMs: 1_000, missedToInactive: true })
    hub.clock.shift(1_000)
    const frame = await tab.next('presence:changed', (body) => body.changes[0]?.status === 'inactive')
    expect(frame.changes[0]).toMatchObject({ reason: 'offer_missed', hold: 'offer_missed', base: 'away' })
    tab.close()
  })
})
