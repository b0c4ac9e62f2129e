import { runHub, type RunningHub } from '../support/running-hub.js'

let hub: RunningHub
beforeAll(async () => {
  hub = await runHub()
})
afterAll(() => hub.stop())

describe('a watcher', () => {
  test('gets a snapshot, then frames that continue its cursor', async () => {
    const tab = await hub.agentTab('kay', { teams: ['chain'] })
    const watcher = await hub.watcher()
    const watched = await watcher.send('room:watch', { room: 'team:chain' })
    expect(watched).toMatchObject({ ok: true, room: 'team:chain', snapshot: [{ agentId: 'kay', status: 'available' }] })
    for (const status of ['busy', 'away', 'available']) await tab.send('presence:set', { status })
    await watcher.next(
      'presence:changed',
      (body) => body.changes[0]?.reason === 'manual' && body.changes[0].status === 'available',
    )
    let cursor = watched.ok ? watched.cursor : ''
    for (const { event, body } of watcher.heard) {
      if (event !== 'presence:changed') continue
      const frame = body as { from: string; cursor: string }
      expect(frame.from).toBe(cursor)
      cursor = frame.cursor
    }
    tab.close()
    watcher.close()
  })

  test('resumes from its cursor with what changed, and with a snapshot when the cursor is strange', async () => {
    const [kit, lou] = [
      await hub.agentTab('kit', { teams: ['resume'] }),
      await hub.agentTab('lou', { teams: ['resume'] }),
    ]
    const first = await hub.watcher()
    const watched = await first.send('room:watch', { room: 'team:resume' })
    first.close()
    await kit.send('presence:set', { status: 'dnd' })
    const second = await hub.watcher()
    const after = watched.ok ? watched.cursor : ''
    const resumed = await second.send('room:watch', { room: 'team:resume', after })
    expect(resumed).toMatchObject({ ok: true, changes: [{ agentId: 'kit', status: 'dnd' }] })
    expect(resumed).not.toHaveProperty('snapshot')
    const strange = await second.send('room:watch', { room: 'team:resume', after: 'not-a-cursor' })
    expect(strange).toMatchObject({ ok: true, snapshot: [{}, {}] })
    for (const one of [kit, lou, second]) one.close()
  })

  test('hears who left the room, and whoever was away hears it on resume', async () => {
    await hub.admin('PUT', '/v1/agents/mia', { teams: ['old'] })
    const watcher = await hub.watcher()
    const watched = await watcher.send('room:watch', { room: 'team:old' })
    await hub.admin('PUT', '/v1/agents/mia', { teams: ['new'] })
    expect(await watcher.next('presence:left')).toMatchObject({ room: 'team:old', agentIds: ['mia'] })
    const late = await hub.watcher()
    await late.send('room:watch', { room: 'team:old', after: watched.ok ? watched.cursor : '' })
    expect(await late.next('presence:left')).toMatchObject({ agentIds: ['mia'] })
    watcher.close()
    late.close()
  })

  test('hears nothing more of a room it stopped watching', async () => {
    const watcher = await hub.watcher()
    await watcher.send('room:watch', { room: 'team:quiet' })
    await watcher.send('room:watch', { room: 'team:loud' })
    expect(await watcher.send('room:unwatch', { room: 'team:quiet' })).toEqual({ ok: true })
    await hub.admin('PUT', '/v1/agents/nan', { teams: ['quiet', 'loud'] })
    await watcher.next('presence:changed')
    expect(watcher.heard.filter(({ event }) => event === 'presence:changed')).toEqual([
      { event: 'presence:changed', body: expect.objectContaining({ room: 'team:loud' }) },
    ])
    watcher.close()
  })

  test('has a pulse that says where its rooms stand', async () => {
    const watcher = await hub.watcher()
    const watched = await watcher.send('room:watch', { room: 'team:pulse' })
    const pulse = await watcher.next('pulse', (body) => 'team:pulse' in body.cursors)
    expect(pulse.stale).toBe(false)
    expect(watched).toMatchObject({ cursor: pulse.cursors['team:pulse'] })
    watcher.close()
  })

  test('hears of a new status in the catalogue', async () => {
    const watcher = await hub.watcher()
    await hub.admin('PUT', '/v1/statuses/coaching', { base: 'busy', labels: { en: 'Coaching' } })
    const { statuses } = await watcher.next('statuses:changed')
    expect(statuses.at(-1)).toMatchObject({ id: 'coaching', base: 'busy', builtIn: false })
    await hub.admin('DELETE', '/v1/statuses/coaching')
    watcher.close()
  })

  test('of another organisation sees nothing', async () => {
    const tab = await hub.agentTab('secret')
    const stranger = await hub.connect({ sub: 'eva', roles: ['supervisor'], org: 'rival' }, { as: 'watcher' })
    expect(await stranger.send('room:watch', { room: 'org' })).toMatchObject({ ok: true, snapshot: [] })
    tab.close()
    stranger.close()
  })

  test('with teams of its own may watch these and their agents, and nothing else', async () => {
    const tab = await hub.agentTab('own', { teams: ['mine'] })
    const other = await hub.agentTab('foreign', { teams: ['theirs'] })
    const watcher = await hub.connect({ sub: 'sue', roles: ['supervisor'], teams: ['mine'] }, { as: 'watcher' })
    expect(await watcher.send('room:watch', { room: 'team:mine' })).toMatchObject({ ok: true })
    expect(await watcher.send('room:watch', { room: 'agent:own' })).toMatchObject({ ok: true })
    for (const room of ['org', 'team:theirs', 'agent:foreign'])
      expect(await watcher.send('room:watch', { room })).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    for (const one of [tab, other, watcher]) one.close()
  })
})
