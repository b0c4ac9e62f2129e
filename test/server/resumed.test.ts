import { openTab, runHub, type RunningHub, type Tab } from '../support/running-hub.js'

let hub: RunningHub
beforeAll(async () => {
  hub = await runHub()
})
afterAll(() => hub.stop())

/** Comes to the room, and leaves the line again. */
async function cursorOf(room: string): Promise<string> {
  const first = await hub.watcher()
  const watched = await first.send('room:watch', { room })
  first.close()
  if (!watched.ok) throw new Error(watched.error.message)
  return watched.cursor
}

const backIn = (...rooms: readonly { readonly room: string; readonly after: string }[]) => hub.watcher({ rooms })
const resumedOf = async (tab: Tab) => (await tab.next('welcome')).resumed
const events = ({ heard }: Tab) => heard.map(({ event }) => event).filter((event) => event !== 'pulse')

describe('a watcher who names its rooms and cursors in the handshake', () => {
  test('is told what it missed behind the welcome, and then whatever happens', async () => {
    const kay = await hub.agentTab('kay', { teams: ['on'] })
    const after = await cursorOf('team:on')
    await kay.send('presence:set', { status: 'dnd' })
    const watcher = await backIn({ room: 'team:on', after })
    const missed = await watcher.next('presence:changed')
    expect(missed).toMatchObject({ room: 'team:on', from: after, changes: [{ agentId: 'kay', status: 'dnd' }] })
    expect(await resumedOf(watcher)).toEqual([{ room: 'team:on', cursor: missed.cursor }])
    await kay.send('presence:set', { status: 'away' })
    await watcher.next(
      'presence:changed',
      ({ from, changes }) => from === missed.cursor && changes[0]?.status === 'away',
    )
    expect(events(watcher)).toEqual(['welcome', 'presence:changed', 'presence:changed'])
    for (const one of [kay, watcher]) one.close()
  })

  test('hears nothing where nothing happened', async () => {
    const lou = await hub.agentTab('lou', { teams: ['still'] })
    const after = await cursorOf('team:still')
    const watcher = await backIn({ room: 'team:still', after })
    expect(await resumedOf(watcher)).toEqual([{ room: 'team:still', cursor: after }])
    await lou.send('presence:set', { status: 'busy' })
    expect(await watcher.next('presence:changed')).toMatchObject({ from: after })
    for (const one of [lou, watcher]) one.close()
  })

  test('hears who left first, with the old cursor', async () => {
    await hub.admin('PUT', '/v1/agents/mia', { teams: ['old'] })
    const after = await cursorOf('team:old')
    await hub.admin('PUT', '/v1/agents/mia', { teams: ['new'] })
    const watcher = await backIn({ room: 'team:old', after })
    expect(await watcher.next('presence:left')).toMatchObject({ from: after, cursor: after, agentIds: ['mia'] })
    expect(await watcher.next('presence:changed')).toMatchObject({ from: after, changes: [] })
    expect(events(watcher)).toEqual(['welcome', 'presence:left', 'presence:changed'])
    watcher.close()
  })

  test('is sent the whole room where its cursor is strange', async () => {
    const nia = await hub.agentTab('nia', { teams: ['strange'] })
    const watcher = await backIn({ room: 'team:strange', after: 'not-a-cursor' })
    expect(await watcher.next('presence:reset')).toMatchObject({ room: 'team:strange', snapshot: [{ agentId: 'nia' }] })
    for (const one of [nia, watcher]) one.close()
  })

  test('may leave the room, and come again', async () => {
    const after = await cursorOf('team:leave')
    const watcher = await backIn({ room: 'team:leave', after })
    expect(await watcher.send('room:unwatch', { room: 'team:leave' })).toEqual({ ok: true })
    await hub.admin('PUT', '/v1/agents/ola', { teams: ['leave'] })
    expect(await watcher.send('room:watch', { room: 'team:leave', after })).toMatchObject({
      ok: true,
      changes: [{ agentId: 'ola' }],
    })
    expect(events(watcher)).toEqual(['welcome'])
    watcher.close()
  })

  test('is in a room once, however often it names it', async () => {
    const after = await cursorOf('team:twice')
    const watcher = await backIn({ room: 'team:twice', after }, { room: 'team:twice', after })
    expect(await resumedOf(watcher)).toEqual([{ room: 'team:twice', cursor: after }])
    watcher.close()
  })
})

test('rooms that may not be watched, and the own one, are left out: who asks for them is told why', async () => {
  const after = await cursorOf('org')
  const rooms = ['org', 'agent:pia'].map((room) => ({ room, after }))
  const pia = await hub.connect({ sub: 'pia', roles: ['agent'] }, { rooms })
  expect(await pia.next('welcome')).toMatchObject({ rooms: [{ room: 'agent:pia' }], resumed: [] })
  expect(await pia.send('room:watch', { room: 'org', after })).toMatchObject({ error: { code: 'forbidden' } })
  pia.close()
})

test('who names no rooms is told of none', async () => {
  const watcher = await hub.watcher()
  expect(await resumedOf(watcher)).toBeUndefined()
  watcher.close()
})

test.each([
  ['a room that is none', [{ room: 'floor', after: 'c' }], 'rooms.0.room'],
  ['a room without a cursor', [{ room: 'org' }], 'rooms.0.after'],
  ['more rooms than a socket watches', Array(65).fill({ room: 'org', after: 'c' }), 'rooms'],
  ['no list', 'org', 'rooms'],
])('%s is refused, and named', async (_, rooms, path) => {
  await expect(refusalOf(rooms)).resolves.toMatchObject({ data: { code: 'invalid', errors: [{ path }] } })
})

async function refusalOf(rooms: unknown): Promise<unknown> {
  const opening = openTab(hub.url, { token: await hub.token({ sub: 'sam', roles: ['supervisor'] }), rooms })
  try {
    return await opening.next('connect_error' as never)
  } finally {
    opening.close()
  }
}
