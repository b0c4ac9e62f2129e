import { runHub, type RunningHub } from '../support/running-hub.js'

let hub: RunningHub
beforeAll(async () => {
  hub = await runHub()
})
afterAll(() => hub.stop())

const previewOf = async (body: unknown) => (await hub.admin('POST', '/v1/policy/preview', body)).body

describe('what a change would do', () => {
  test('a preview names who would change, and the change then does just that', async () => {
    const [lea, max] = [await hub.agentTab('lea', { name: 'Lea', teams: ['north'] }), await hub.agentTab('max')]
    const policy = { routableBases: ['busy'] }
    expect(await previewOf({ team: 'north', policy })).toEqual({
      agents: 2,
      changed: 1,
      statusChanged: 0,
      becomeRoutable: 0,
      stopBeingRoutable: 1,
      items: [
        {
          agentId: 'lea',
          name: 'Lea',
          before: { status: 'available', base: 'available', label: 'Available', reason: 'default', routable: true },
          after: { status: 'available', base: 'available', label: 'Available', reason: 'default', routable: false },
        },
      ],
    })
    const presence = async () => (await hub.supervisor('GET', '/v1/agents/lea/presence')).body
    expect(await presence()).toMatchObject({ routable: true, version: 1 })
    await hub.admin('PUT', '/v1/teams/north/policy', policy)
    expect(await presence()).toMatchObject({ routable: false, version: 2 })
    lea.close()
    max.close()
  })

  test('an offer that has rung for too long by the new time-out counts as missed', async () => {
    const tab = await hub.agentTab('ida', { teams: ['south'] })
    await hub.service('PUT', '/v1/agents/ida/work-items/o1', { state: 'offered' })
    hub.clock.shift(20_000)
    const policy = { offerTimeoutMs: 10_000, missedToInactive: true }
    const { statusChanged, items } = await previewOf({ team: 'south', policy })
    expect(statusChanged).toBe(1)
    expect(items[0]).toMatchObject({ agentId: 'ida', after: { status: 'inactive', reason: 'offer_missed' } })
    expect((await hub.supervisor('GET', '/v1/agents/ida/work-items')).body.items).toHaveLength(1)
    tab.close()
  })

  test('archiving a status tells beforehand who would be moved out of it', async () => {
    const tab = await hub.agentTab('kim')
    await hub.admin('PUT', '/v1/statuses/errand', { base: 'away', labels: { en: 'Errand' } })
    await tab.send('presence:set', { status: 'errand' })
    const archived = (await hub.admin('POST', '/v1/statuses/errand/preview', { change: null })).body
    expect(archived).toMatchObject({ changed: 1, items: [{ agentId: 'kim', after: { status: 'away' } }] })
    const change = { base: 'busy', labels: { en: 'Errand' } }
    const rebased = (await hub.admin('POST', '/v1/statuses/errand/preview', { change })).body
    expect(rebased).toMatchObject({ becomeRoutable: 1, items: [{ after: { status: 'errand', base: 'busy' } }] })
    expect((await hub.supervisor('GET', '/v1/agents/kim/presence')).body.status).toBe('errand')
    tab.close()
  })

  test('what would be refused is refused in the preview too, at the field that is wrong', async () => {
    expect(await previewOf({ policy: { restoreWindowMs: 10 } })).toMatchObject({
      code: 'invalid',
      errors: [{ path: 'restoreWindowMs' }],
    })
    expect(await previewOf({ policy: { sessionLimit: 0 } })).toMatchObject({
      errors: [{ path: 'policy.sessionLimit' }],
    })
    expect(await previewOf({ policy: { defaultStatus: 'nowhere' } })).toMatchObject({
      code: 'unknown_status',
      errors: [{ path: 'defaultStatus' }],
    })
    const asSupervisor = await hub.supervisor('POST', '/v1/policy/preview', { policy: {} })
    expect(asSupervisor.status).toBe(403)
  })
})

describe('what administrators list', () => {
  test('replacing a team’s overrides gives back to the organisation what is not among them', async () => {
    await hub.admin('PUT', '/v1/teams/east/policy', { sessionLimit: 3, wrapUpMs: 60_000 })
    const { body } = await hub.admin('PUT', '/v1/teams/east/policy', { sessionLimit: 4 })
    expect(body).toMatchObject({ overrides: { sessionLimit: 4 }, effective: { sessionLimit: 4, wrapUpMs: null } })
    expect(body.overrides).not.toHaveProperty('wrapUpMs')
    expect((await hub.admin('GET', '/v1/teams')).body.items).toContainEqual({ team: 'east', agents: 0, overrides: 1 })
    await hub.admin('PUT', '/v1/teams/east/policy', {})
    const teams = (await hub.admin('GET', '/v1/teams')).body.items as { team: string }[]
    expect(teams.some((one) => one.team === 'east')).toBe(false)
  })

  test('profiles come page by page, by name, with what each agent is now', async () => {
    for (const name of ['Zoe', 'Abe', 'Mia'])
      await hub.admin('PUT', `/v1/agents/p-${name}`, { name: `${name} Pager`, totalUnits: 90, teams: ['west'] })
    const first = (await hub.admin('GET', '/v1/profiles?q=pager&limit=2')).body
    expect(first.items).toMatchObject([
      { profile: { name: 'Abe Pager', totalUnits: 90, defaultStatus: null }, presence: { status: 'offline' } },
      { profile: { name: 'Mia Pager' } },
    ])
    const second = (await hub.admin('GET', `/v1/profiles?team=west&limit=2&after=${first.next}`)).body
    expect(second.items).toMatchObject([{ profile: { agentId: 'p-Zoe' } }])
    expect(second.next).toBeUndefined()
    expect((await hub.supervisor('GET', '/v1/profiles')).status).toBe(403)
  })
})
