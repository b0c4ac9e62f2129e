import { runHub, type RunningHub } from '../support/running-hub.js'

let hub: RunningHub
beforeAll(async () => {
  hub = await runHub()
})
afterAll(() => hub.stop())

describe('an agent tab', () => {
  test('is welcomed with the catalogue and its presence before anything else', async () => {
    const tab = await hub.agentTab('ada', { name: 'Ada Lovelace', teams: ['billing'] })
    const welcome = await tab.next('welcome')
    expect(tab.heard[0]?.event).toBe('welcome')
    expect(welcome).toMatchObject({
      protocol: 1,
      heartbeatMs: 10_000,
      presence: {
        agentId: 'ada',
        name: 'Ada Lovelace',
        teams: ['billing'],
        status: 'available',
        reason: 'default',
        routable: true,
      },
    })
    expect(welcome.statuses.map((one) => one.id)).toEqual(['available', 'busy', 'dnd', 'away', 'offline', 'inactive'])
    tab.close()
  })

  test('agrees with the other tab of the same agent', async () => {
    const [first, second] = [await hub.agentTab('bea'), await hub.agentTab('bea')]
    const ack = await first.send('presence:set', { status: 'busy', note: 'Paperwork' })
    expect(ack).toMatchObject({
      ok: true,
      presence: { status: 'busy', reason: 'manual', note: 'Paperwork', actor: { type: 'agent', id: 'bea' } },
    })
    const frame = await second.next('presence:changed', (body) => body.changes.some((one) => one.status === 'busy'))
    expect(ack).toMatchObject({ presence: { version: frame.changes[0]?.version } })
    first.close()
    second.close()
  })

  test('opening a second one changes nothing that anybody can see', async () => {
    const first = await hub.agentTab('cleo')
    const before = (await first.next('welcome')).presence
    const second = await hub.agentTab('cleo')
    expect((await second.next('welcome')).presence).toEqual(before)
    first.close()
    second.close()
  })

  test('repeats a command id without a second effect', async () => {
    const tab = await hub.agentTab('dora')
    await tab.send('presence:set', { status: 'busy', commandId: 'c-1' })
    const later = await tab.send('presence:set', { status: 'available', commandId: 'c-2' })
    expect(await tab.send('presence:set', { status: 'busy', commandId: 'c-1' })).toEqual(later)
    const { body } = await hub.supervisor('GET', '/v1/agents/dora/presence')
    expect(body.status).toBe('available')
    tab.close()
  })

  test('ends everywhere when the agent signs out, after the answer', async () => {
    const [first, second] = [await hub.agentTab('eve'), await hub.agentTab('eve')]
    expect(await first.send('presence:sign_out', {})).toMatchObject({
      ok: true,
      presence: { status: 'offline', reason: 'signed_out' },
    })
    expect(await second.next('session:ended')).toEqual({ reason: 'signed_out' })
    expect(await first.next('session:ended')).toEqual({ reason: 'signed_out' })
  })

  test('is told that a supervisor ended its session', async () => {
    const tab = await hub.agentTab('fay')
    await hub.supervisor('POST', '/v1/agents/fay/sign-out')
    expect(await tab.next('session:ended')).toEqual({ reason: 'signed_out_by_supervisor' })
  })

  test('is told that its agent was deleted', async () => {
    const tab = await hub.agentTab('gus')
    expect((await hub.admin('DELETE', '/v1/agents/gus')).status).toBe(204)
    expect(await tab.next('session:ended')).toEqual({ reason: 'agent_deleted' })
    const again = await hub.agentTab('gus')
    expect((await again.next('welcome')).presence?.version).toBeGreaterThan(1)
    again.close()
  })

  test('ends when its token expires', async () => {
    const tab = await hub.agentTab('hal', { expiresIn: 600 })
    hub.clock.shift(600_000)
    expect(await tab.next('session:ended')).toEqual({ reason: 'token_expired' })
  })
})

describe('a refresh', () => {
  test('leaves no trace for a watcher, twenty times in a row', async () => {
    let tab = await hub.agentTab('ida', { teams: ['refresh'] })
    await tab.send('presence:set', { status: 'busy' })
    const watcher = await hub.watcher()
    await watcher.send('room:watch', { room: 'team:refresh' })
    const before = await hub.supervisor('GET', '/v1/agents/ida/timeline')
    for (let refresh = 0; refresh < 20; refresh++) {
      tab.close()
      await watcher.next('presence:changed', () => watcher.presences().at(-1)?.connection === 'reconnecting')
      tab = await hub.agentTab('ida')
      await watcher.next('presence:changed', () => watcher.presences().at(-1)?.connection === 'connected')
    }
    const seen = watcher.presences()
    expect(seen.length).toBeGreaterThan(20)
    expect(new Set(seen.map((one) => `${one.status} ${one.reason} ${one.since}`)).size).toBe(1)
    const after = await hub.supervisor('GET', '/v1/agents/ida/timeline')
    expect(after.body.items.map(startOf)).toEqual(before.body.items.map(startOf))
    tab.close()
    watcher.close()
  })

  test('makes the agent unroutable at once, and offline only after the grace', async () => {
    const tab = await hub.agentTab('jim', { teams: ['grace'] })
    const watcher = await hub.watcher()
    await watcher.send('room:watch', { room: 'team:grace' })
    tab.close()
    const { changes } = await watcher.next('presence:changed')
    expect(changes[0]).toMatchObject({ status: 'available', connection: 'reconnecting', routable: false })
    hub.clock.shift(5_000)
    const gone = await watcher.next('presence:changed', (body) => body.changes[0]?.status === 'offline')
    expect(gone.changes[0]).toMatchObject({ reason: 'disconnected', connection: 'disconnected' })
    watcher.close()
  })
})

const startOf = (span: { from: string; status: string }) => `${span.from} ${span.status}`
