import { fileURLToPath } from 'node:url'
import type { Presence } from '../../protocol/presence.js'
import { eventually, lasting, until } from '../support/eventually.js'
import type { HubProcess } from '../support/hub-process.js'
import { GRACE_MS, LEASE_MS, openNodeFloor, type NodeFloor } from '../support/node-floor.js'
import type { RecordingWatcher } from '../support/recording-watcher.js'

const PRELOAD = fileURLToPath(new URL('../support/another-time.mjs', import.meta.url))
/** Clocks are off by ten: whatever is told within one of the right time was told by the right clock. */
const MINUTE_MS = 60_000
/** How well a node knows the time of Redis, ms. */
const CLOSE_MS = 100

/** A clock that is off from the start, or by so much from the moment on in which somebody sets it. */
const clock = ({ off = 0, step = 0 }: { readonly off?: number; readonly step?: number }) => ({
  NODE_OPTIONS: `--import ${PRELOAD}`,
  CLOCK_OFFSET_MS: String(off),
  CLOCK_STEP_MS: String(step),
})

const away = (time: string) => Math.abs(Date.parse(time) - Date.now())

/** From the loss of the last tab until the agent is shown offline, ms, by the times that were shown with either. */
function graceOf(seen: readonly Presence[]): number {
  const lost = seen.findLast(({ connection }) => connection === 'reconnecting')
  const gone = seen.findLast(({ reason }) => reason === 'disconnected')
  return Date.parse(gone?.since ?? '') - Date.parse(lost?.connectionSince ?? '')
}

/** What an agent was shown as after this status, once they were. */
async function shownAfter(watcher: RecordingWatcher, agentId: string, status: string): Promise<Presence | undefined> {
  const after = () => {
    const seen = watcher.seen(agentId)
    return seen[seen.findIndex((one) => one.status === status) + 1]
  }
  await until(`${agentId} was ${status} and is not any more`, () =>
    watcher.seen(agentId).some((one) => one.status === status) ? after() !== undefined : false,
  )
  return after()
}

describe.each([10 * MINUTE_MS, -10 * MINUTE_MS])('a clock that is off by %i ms', (offset) => {
  let floor: NodeFloor
  let wrong: HubProcess
  let right: HubProcess
  let set: HubProcess
  beforeAll(async () => {
    floor = await openNodeFloor([clock({ off: offset }), {}, clock({ step: offset })])
    ;[wrong, right, set] = floor.hubs as [HubProcess, HubProcess, HubProcess]
  })
  afterAll(() => floor.stop())

  test('its node does what the others do', async () => {
    const watcher = await floor.watcher(right.url)
    const shown = () => watcher.held.get('ada')

    // A time that everybody reads as now.
    const tab = await floor.tabOn(wrong, { sub: 'ada', roles: ['agent'] })
    await tab.send('presence:set', { status: 'busy' })
    await eventually('ada is busy for the other node', () => (shown()?.status === 'busy' ? null : 'not yet'))
    expect(away(shown()?.since ?? '')).toBeLessThan(MINUTE_MS)

    // Neither node takes the other for dead.
    await lasting(LEASE_MS + 500)
    expect(shown()?.connection).toBe('connected')

    // An offer made by one is missed in time, whoever finds it.
    await floor.call(right, 'PUT', '/v1/agents/ada/work-items/chat', { state: 'offered' })
    await lasting(500)
    expect((await floor.call(wrong, 'GET', '/v1/agents/ada/work-items')).body?.['items']).toHaveLength(1)
    await floor.call(wrong, 'DELETE', '/v1/agents/ada/work-items/chat')

    // The grace is as long as ever.
    tab.close()
    await eventually('ada is offline', () => (shown()?.reason === 'disconnected' ? null : 'not yet'))
    expect(graceOf(watcher.seen('ada'))).toBeGreaterThan(GRACE_MS - CLOSE_MS)
    expect(graceOf(watcher.seen('ada'))).toBeLessThan(MINUTE_MS)

    const again = await floor.tabOn(wrong, { sub: 'ada', roles: ['agent'] })
    expect(again.presences()[0]).toMatchObject({ status: 'busy', connection: 'connected' })
    const { body } = await floor.call(wrong, 'GET', '/v1/agents/ada/timeline')
    const spans = body?.['items'] as { from: string; to?: string; durationMs: number }[]
    for (const { from, durationMs } of spans) {
      expect(away(from)).toBeLessThan(5 * MINUTE_MS)
      expect(durationMs).toBeLessThan(5 * MINUTE_MS)
    }
    await floor.agrees()
  })

  test('its node tells clients the time of the others, and holds their tokens against it', async () => {
    const tab = await floor.tabOn(wrong, { sub: 'bea', roles: ['agent'] })
    const { serverTime } = await tab.next('welcome')
    expect(away(serverTime)).toBeLessThan(MINUTE_MS)
    const probed = await tab.send('probe', {})
    expect(away(probed.ok ? probed.serverTime : '')).toBeLessThan(MINUTE_MS)
    expect(away((await tab.next('pulse')).serverTime)).toBeLessThan(MINUTE_MS)

    // Good for five more minutes, and over for five.
    const ask = async (expiresInMs: number) => {
      const token = await floor.sign({ sub: 'sam', roles: ['supervisor'] }, { expiresInMs })
      return (await fetch(`${wrong.url}/v1/agents`, { headers: { authorization: `Bearer ${token}` } })).status
    }
    expect(await ask(5 * MINUTE_MS)).toBe(200)
    expect(await ask(-5 * MINUTE_MS)).toBe(401)

    // A choice that ends is over in time, on either node.
    const watcher = await floor.watcher(right.url)
    const endsAt = Date.now() + 2_000
    const expiresAt = new Date(endsAt).toISOString()
    expect(await tab.send('presence:set', { status: 'dnd', expiresAt })).toMatchObject({ ok: true })
    const over = await shownAfter(watcher, 'bea', 'dnd')
    expect(over).toMatchObject({ status: 'available' })
    expect(Date.parse(over?.since ?? '')).toBeGreaterThan(endsAt - CLOSE_MS)
    expect(Date.parse(over?.since ?? '')).toBeLessThan(endsAt + MINUTE_MS)
  })

  test('because it was set while its node runs ends nothing early and nothing late', async () => {
    const watcher = await floor.watcher(right.url)
    const [cyd, ben] = await Promise.all(['cyd', 'ben'].map((sub) => floor.tabOn(set, { sub, roles: ['agent'] })))
    const chat = '/v1/agents/ben/work-items/chat'
    await floor.call(right, 'PUT', chat, { state: 'offered' })

    cyd?.close()
    await eventually('cyd is reconnecting', () =>
      watcher.seen('cyd').some(({ connection }) => connection === 'reconnecting') ? null : 'not yet',
    )
    set.signal('SIGUSR2')
    // Told all the while, so that there is no moment in which a wrong time would go unseen.
    const off: number[] = []
    for (let n = 0; n < 10; n++) {
      const told = await ben?.send('probe', {})
      off.push(away(told?.ok ? told.serverTime : ''))
      await lasting(50)
    }
    expect(Math.max(...off)).toBeLessThan(MINUTE_MS)
    await eventually('cyd is offline', () => (watcher.held.get('cyd')?.reason === 'disconnected' ? null : 'not yet'))
    expect(graceOf(watcher.seen('cyd'))).toBeGreaterThan(GRACE_MS - CLOSE_MS)
    expect(graceOf(watcher.seen('cyd'))).toBeLessThan(MINUTE_MS)

    const chosen = await ben?.send('presence:set', { status: 'dnd' })
    expect(chosen).toMatchObject({ ok: true, presence: { connection: 'connected' } })
    expect(away(chosen?.ok ? chosen.presence.since : '')).toBeLessThan(MINUTE_MS)
    // Offered for two minutes.
    expect((await floor.call(set, 'GET', '/v1/agents/ben/work-items')).body?.['items']).toMatchObject([
      { itemId: 'chat', state: 'offered' },
    ])
    await floor.agrees()
    expect(floor.wrongs(['ben'])).toEqual([])
  })
})
