import { jest } from '@jest/globals'
import { createPresenceClient, type PresenceClient, type PresenceClientOptions } from '../../client-sdk/index.js'
import { aPresence } from './example.js'
import { scriptHub, type ScriptedHub } from './scripted-hub.js'
import { until } from './until.js'

let hub: ScriptedHub
let client: PresenceClient
const begin = (options: Partial<PresenceClientOptions> = {}) =>
  (client = createPresenceClient({ url: hub.url, getToken: () => 'token', ...options }))
const connected = () => until(client, 'a connection', () => client.connection === 'connected')
const done = (presence = aPresence()) => ({ ok: true, presence })

beforeEach(async () => {
  hub = await scriptHub({ presence: aPresence({ status: 'available', base: 'available' }) })
})
afterEach(async () => {
  jest.restoreAllMocks()
  client.close()
  await hub.stop()
})

test('a choice whose answer was lost is sent again with the same id', async () => {
  hub.on('presence:set', (_, nth) => (nth === 1 ? undefined : done(aPresence({ version: 2 }))))
  begin()
  const wanted = client.set('busy')
  await hub.heardOf('presence:set')
  hub.drop()
  expect((await wanted).version).toBe(2)
  const [first, second] = hub.heard
  expect(second).toEqual(first)
  expect(first?.payload['commandId']).toEqual(expect.any(String))
})

test('a choice made on a line that had died unnoticed is not made after its deadline', async () => {
  hub.on('presence:set', () => done())
  begin({ commandDeadlineMs: 300 })
  await connected()
  hub.refuse('rate_limited')
  // The tab slept: socket.io sees at the next word that pings are overdue, and keeps the word for the next line.
  const awakeAt = Date.now() + 3_600_000
  jest.spyOn(Date, 'now').mockImplementation(() => awakeAt)
  const wanted = client.set('busy')
  await expect(wanted).rejects.toMatchObject({ code: 'unavailable' })
  hub.refuse(undefined)
  await hub.welcomed(2)
  hub.on('presence:reset', () => done())
  await client.reset()
  expect(hub.count('presence:set')).toBe(0)
})

test('a choice that waited for the line while the tab slept is not made on waking', async () => {
  hub.on('presence:set', () => done())
  hub.refuse('rate_limited')
  begin()
  await hub.asked(1)
  const wanted = client.set('busy').catch((why: unknown) => why)
  const later = Date.now() + 60_000
  jest.spyOn(Date, 'now').mockImplementation(() => later)
  hub.refuse(undefined)
  expect(await wanted).toMatchObject({ code: 'unavailable' })
  expect(hub.count('presence:set')).toBe(0)
})

test('a sign-out whose answer was lost ends the session it came back to', async () => {
  hub.on('presence:sign_out', (_, nth) => (nth === 1 ? undefined : done(aPresence({ version: 9 }))))
  begin()
  const out = client.signOut()
  await hub.heardOf('presence:sign_out')
  hub.drop()
  await out
  const [first, second] = hub.heard
  // A known id would be answered from memory, and the session that the reconnect began would stay.
  expect(first?.payload['commandId'] === undefined || first.payload['commandId'] !== second?.payload['commandId']).toBe(
    true,
  )
})

test('a sign-out is answered although the end of the session overtook the answer', async () => {
  hub.on('presence:sign_out', () => {
    hub.say('session:ended', { reason: 'signed_out' })
    return done(aPresence({ version: 5, status: 'offline', base: 'offline' }))
  })
  begin()
  await expect(client.signOut()).resolves.toMatchObject({ version: 5 })
  expect(client.connection).toBe('closed')
})

test('a date that is none is refused, not thrown', async () => {
  begin()
  await expect(client.set('busy', { expiresAt: 'tomorrow' })).rejects.toMatchObject({ code: 'invalid' })
})

test('an end in ms is sent as a time', async () => {
  hub.on('presence:set', () => done())
  begin()
  await client.set('busy', { expiresAt: Date.parse('2027-01-01T00:00:00.000Z') })
  expect(hub.heard[0]?.payload['expiresAt']).toBe('2027-01-01T00:00:00.000Z')
})

test('a tab the server dismissed comes back by itself', async () => {
  begin()
  await connected()
  hub.dismiss()
  await hub.welcomed(2)
})

test('a handshake refused for now is tried again, and says why meanwhile', async () => {
  hub.refuse('unavailable')
  begin()
  await until(client, 'the refusal', () => client.lastError?.code === 'unavailable')
  expect(client.connection).toBe('connecting')
  hub.refuse(undefined)
  await connected()
  expect(client.lastError).toBeUndefined()
})

test('after three refused tokens it asks every 30 s', async () => {
  hub.refuse('unauthorized')
  jest.spyOn(Math, 'random').mockReturnValue(0)
  const timers = jest.spyOn(globalThis, 'setTimeout')
  begin()
  let refusals = 0
  client.subscribe(() => refusals++)
  await until(client, 'three refusals', () => refusals >= 3)
  const planned = timers.mock.calls.map(([, ms]) => ms)
  expect(planned).toEqual(expect.arrayContaining([200, 400, 30_000]))
  // The third step of the ordinary back-off.
  expect(planned).not.toContain(800)
  expect(client.lastError).toMatchObject({ code: 'unauthorized' })
})

test('a line that got its welcome is not given up for the lack of one', async () => {
  const timers = jest.spyOn(globalThis, 'setTimeout')
  const cleared = jest.spyOn(globalThis, 'clearTimeout')
  begin()
  await connected()
  const waits = timers.mock.results.filter((_, nth) => timers.mock.calls[nth]?.[1] === 10_000)
  expect(waits.length).toBeGreaterThan(0)
  for (const { value } of waits) expect(cleared).toHaveBeenCalledWith(value)
})

test('a room that was being asked for does not make a lost line hurry', async () => {
  begin()
  await connected()
  client.watch('org')
  await hub.heardOf('room:watch')
  const began = performance.now()
  hub.drop()
  await hub.asked(2)
  expect(performance.now() - began).toBeGreaterThan(180)
})

test('a room closed while it was asked for is left again', async () => {
  let answer = (_: unknown) => {}
  hub.on('room:watch', () => new Promise((resolve) => (answer = resolve)))
  begin()
  await connected()
  const room = client.watch('org')
  await hub.heardOf('room:watch')
  room.close()
  await hub.heardOf('room:unwatch')
  answer({ ok: true, room: 'org', cursor: 'c1', snapshot: [] })
  await hub.heardOf('room:unwatch', 2)
})

describe('a room whose line breaks', () => {
  const watched = async () => {
    hub.on('room:watch', () => ({ ok: true, room: 'org', cursor: 'c1', snapshot: [] }))
    begin()
    const room = client.watch('org')
    await until(room, 'the snapshot', () => room.ready)
    return room
  }

  test('is back with the welcome, without being asked for again', async () => {
    const room = await watched()
    hub.drop()
    await until(room, 'staleness', () => room.stale)
    await until(room, 'the way back', () => !room.stale)
    expect(hub.count('room:watch')).toBe(1)
    hub.say('presence:changed', { room: 'org', from: 'c1', cursor: 'c2', changes: [aPresence()] })
    await until(room, 'the change', () => room.agents.size === 1)
    expect(hub.count('room:watch')).toBe(1)
  })

  test('is left again if it was closed before the welcome', async () => {
    const room = await watched()
    hub.drop()
    await hub.asked(2)
    room.close()
    await hub.heardOf('room:unwatch')
  })

  test('is asked for by each of two views that are not at the same place', async () => {
    const room = await watched()
    hub.on('room:watch', (_, nth) => ({ ok: true, room: 'org', cursor: `c${nth}`, snapshot: [] }))
    const another = client.watch('org')
    await until(another, 'the snapshot', () => another.ready)
    hub.drop()
    await hub.heardOf('room:watch', 4)
    expect(hub.heard.slice(-2).map(({ payload }) => payload['after'])).toEqual(['c1', 'c2'])
    await until(room, 'the way back', () => !room.stale)
  })
})

test('an agent who was deleted is unknown, and does not come back unasked', async () => {
  begin()
  await connected()
  hub.say('session:ended', { reason: 'agent_deleted' })
  await until(client, 'the end', () => client.connection === 'closed')
  expect(client.endedBecause).toBe('agent_deleted')
  expect(client.current).toBeUndefined()
  hub.dismiss()
  client.signIn()
  await hub.welcomed(2)
  await connected()
  expect(client.current?.agentId).toBe('ada')
  expect(hub.tokens).toHaveLength(2)
})

test('a client closed by its own listener plans nothing more', async () => {
  const getToken = jest.fn(() => 'token')
  begin({ getToken })
  await connected()
  const timers = jest.spyOn(globalThis, 'setTimeout')
  const planned = new Promise<number>((resolve) =>
    client.subscribe(() => {
      client.close()
      resolve(timers.mock.calls.length)
    }),
  )
  hub.drop()
  expect(timers.mock.calls.slice(await planned)).toEqual([])
  expect(getToken).toHaveBeenCalledTimes(1)
})

test('the own presence is caught up when the pulse says something was missed', async () => {
  await hub.stop()
  hub = await scriptHub({ presence: aPresence(), room: 'agent:ada' })
  hub.on('room:watch', () => ({
    ok: true,
    room: 'agent:ada',
    cursor: 'c9',
    changes: [aPresence({ version: 9, status: 'dnd', base: 'dnd' })],
  }))
  begin()
  await connected()
  hub.say('pulse', { serverTime: new Date().toISOString(), stale: false, cursors: { 'agent:ada': 'c9' } })
  await until(client, 'the missed change', () => client.current?.version === 9)
  expect(hub.heard[0]).toEqual({ command: 'room:watch', payload: { room: 'agent:ada', after: 'c0' } })
})

test('without a page or an address it is closed and says what is missing', () => {
  client = createPresenceClient({ getToken: () => 'token' })
  expect(client.connection).toBe('closed')
  expect(client.lastError).toMatchObject({ code: 'invalid', message: expect.stringContaining('url') })
})
