import { createPresenceClient, type PresenceClient, type PresenceClientOptions } from '../../client-sdk/index.js'
import { openLine } from '../support/line.js'
import { until } from './until.js'
import { runHub, type Claims, type RunningHub } from '../support/running-hub.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

let hub: RunningHub
const clients = new Set<PresenceClient>()
beforeAll(async () => {
  hub = await runHub()
})
afterEach(() => {
  for (const client of clients) client.close()
  clients.clear()
})
afterAll(() => hub.stop())

function opened(claims: Claims, options: Partial<PresenceClientOptions> = {}): PresenceClient {
  const client = createPresenceClient({ url: hub.url, getToken: () => hub.token(claims), ...options })
  clients.add(client)
  return client
}

const agent = (sub: string, options?: Partial<PresenceClientOptions>, more: Partial<Claims> = {}) =>
  opened({ sub, roles: ['agent'], ...more }, options)
const watcher = (options?: Partial<PresenceClientOptions>) => opened({ sub: 'sam', roles: ['supervisor'] }, options)

const connected = (client: PresenceClient) => until(client, 'a connection', () => client.connection === 'connected')

test('a tab has its presence, the catalogue and the time of the hub once it is connected', async () => {
  hub.clock.shift(HOUR_MS)
  const ada = agent('ada')
  expect(ada.connection).toBe('connecting')
  expect(ada.current).toBeUndefined()
  await connected(ada)
  expect(ada.current).toMatchObject({ agentId: 'ada', status: 'available' })
  expect(ada.statuses.map((one) => one.id)).toContain('dnd')
  expect(Math.abs(ada.serverNow() - hub.clock.now())).toBeLessThan(MINUTE_MS)
})

test('a choice made before the line is there waits for it', async () => {
  const bob = agent('bob')
  expect(await bob.set('busy', { note: 'Paperwork' })).toMatchObject({ status: 'busy', note: 'Paperwork' })
  expect(bob.current?.status).toBe('busy')
})

test('two tabs agree', async () => {
  const [one, two] = [agent('cat'), agent('cat')]
  await Promise.all([connected(one), connected(two)])
  await one.set('away')
  await until(two, 'the other tab', () => two.current?.status === 'away')
  expect(two.current).toEqual(one.current)
})

test('a refusal has its code and a sentence', async () => {
  const dan = agent('dan')
  await expect(dan.set('nowhere')).rejects.toMatchObject({
    name: 'PresenceError',
    code: 'unknown_status',
    message: expect.stringContaining('nowhere'),
  })
  await expect(dan.set('busy', { expiresAt: new Date(0) })).rejects.toMatchObject({ code: 'invalid' })
})

test('a line that breaks comes back by itself, with the presence the agent left', async () => {
  const line = await openLine(hub.url)
  const eve = agent('eve', { url: line.url })
  await eve.set('dnd')
  line.cut()
  await until(eve, 'reconnecting', () => eve.connection === 'reconnecting')
  expect(eve.current?.status).toBe('dnd')
  line.mend()
  await connected(eve)
  expect(eve.current).toMatchObject({ status: 'dnd', reason: 'manual', connection: 'connected' })
  await line.stop()
})

test('a choice in flight when the line breaks is made once, after it is back', async () => {
  const line = await openLine(hub.url)
  const fay = agent('fay', { url: line.url })
  await connected(fay)
  const before = fay.current?.version ?? 0
  line.silence()
  const wanted = fay.set('busy')
  line.cut()
  line.mend()
  expect(await wanted).toMatchObject({ status: 'busy' })
  const { body } = await hub.supervisor('GET', '/v1/agents/fay/timeline')
  expect(body.items.filter((one: { status: string }) => one.status === 'busy')).toHaveLength(1)
  expect(fay.current?.version).toBeGreaterThan(before)
  await line.stop()
})

test('a choice that could not be made in time is never made', async () => {
  const line = await openLine(hub.url)
  const gus = agent('gus', { url: line.url, commandDeadlineMs: 300 })
  await connected(gus)
  line.cut()
  await expect(gus.set('dnd')).rejects.toMatchObject({ code: 'unavailable' })
  line.mend()
  await connected(gus)
  expect(gus.current?.status).toBe('available')
  await line.stop()
})

test('a token that expires is replaced, and the agent is back inside the grace', async () => {
  let asked = 0
  const hal = opened(
    { sub: 'hal', roles: ['agent'] },
    {
      getToken: () => hub.token({ sub: 'hal', roles: ['agent'], expiresIn: ++asked === 1 ? 600 : 7_200 }),
    },
  )
  await hal.set('busy')
  hub.clock.shift(600_000)
  await until(hal, 'the second token', () => asked === 2)
  await connected(hal)
  expect(hal.current).toMatchObject({ status: 'busy', connection: 'connected' })
})

test('signing out closes every tab and says why; signing in again is a sign-in', async () => {
  const [one, two] = [agent('ida'), agent('ida')]
  await one.set('busy')
  await connected(two)
  expect(await one.signOut()).toMatchObject({ status: 'offline', reason: 'signed_out' })
  await Promise.all([one, two].map((tab) => until(tab, 'the end', () => tab.connection === 'closed')))
  expect(two.endedBecause).toBe('signed_out')
  await expect(two.set('busy')).rejects.toMatchObject({ code: 'unavailable' })
  two.signIn()
  await connected(two)
  expect(two.current).toMatchObject({ status: 'available', reason: 'default' })
  expect(two.endedBecause).toBeUndefined()
})

test('a token without the role is final, and says so', async () => {
  const sam = watcher({ as: 'agent' })
  await until(sam, 'the refusal', () => sam.connection === 'closed')
  expect(sam.lastError).toMatchObject({ code: 'forbidden' })
})

describe('a room', () => {
  test('has its agents, counts them, and follows them', async () => {
    const jim = agent('jim', {}, { teams: ['live'] })
    await connected(jim)
    const room = watcher().watch('team:live')
    await until(room, 'the snapshot', () => room.ready)
    expect(room.stale).toBe(false)
    expect(room.counts).toMatchObject({ total: 1, routable: 1, byBase: { available: 1 } })
    await jim.set('away')
    await until(room, 'the change', () => room.counts.byBase.away === 1)
    expect(room.agents.get('jim')).toEqual(jim.current)
    expect(room.counts).toMatchObject({ total: 1, routable: 0, byBase: { available: 0 }, byStatus: { away: 1 } })
    await hub.admin('DELETE', '/v1/agents/jim')
    await until(room, 'the deletion', () => room.agents.size === 0)
    expect(room.counts.total).toBe(0)
  })

  test('is stale while the line is down, and has what was missed once it is back', async () => {
    const line = await openLine(hub.url)
    const kay = agent('kay', {}, { teams: ['gap'] })
    await connected(kay)
    await hub.admin('PUT', '/v1/agents/gone', { teams: ['gap'] })
    const room = watcher({ url: line.url }).watch('team:gap')
    await until(room, 'the snapshot', () => room.ready)
    line.cut()
    await until(room, 'staleness', () => room.stale)
    await kay.set('dnd')
    await hub.admin('DELETE', '/v1/agents/gone')
    line.mend()
    await until(room, 'the resume', () => !room.stale)
    expect(room.agents.get('kay')?.status).toBe('dnd')
    expect(room.agents.has('gone')).toBe(false)
    await line.stop()
  })

  test('that may not be watched says why', async () => {
    const room = agent('lou').watch('org')
    await until(room, 'the refusal', () => room.error !== undefined)
    expect(room.error).toMatchObject({ code: 'forbidden' })
    expect(room.ready).toBe(false)
  })

  test('watched twice and closed once goes on, and the own room cannot be lost', async () => {
    const mia = agent('mia')
    const [one, two] = [mia.watch('agent:mia'), mia.watch('agent:mia')]
    await Promise.all([one, two].map((room) => until(room, 'the snapshot', () => room.ready)))
    one.close()
    two.close()
    await hub.supervisor('PUT', '/v1/agents/mia/presence', { status: 'busy' })
    await until(mia, 'the change', () => mia.current?.status === 'busy')
    expect(mia.current?.actor).toEqual({ type: 'supervisor', id: 'sam' })
  })
})
