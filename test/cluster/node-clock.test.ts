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

const off = (ms: number) => ({ NODE_OPTIONS: `--import ${PRELOAD}`, CLOCK_OFFSET_MS: String(ms) })

const away = (time: string) => Math.abs(Date.parse(time) - Date.now())

/** From the loss of the last tab until the agent is shown offline, ms, by the times that were shown with either. */
function graceOf(seen: readonly Presence[]): number {
  const lost = seen.findLast(({ connection }) => connection === 'reconnecting')
  const gone = seen.findLast(({ reason }) => reason === 'disconnected')
  return Date.parse(gone?.since ?? '') - Date.parse(lost?.connectionSince ?? '')
}

/** What was shown of ada after this status, once there is something. */
async function shownAfter(watcher: RecordingWatcher, status: string): Promise<readonly Presence[]> {
  const after = () => watcher.seen('ada').slice(watcher.seen('ada').findIndex((one) => one.status === status) + 1)
  await until(`ada is something else than ${status} again`, () =>
    watcher.seen('ada').some((one) => one.status === status) ? after().length > 0 : false,
  )
  return after()
}

let floor: NodeFloor
let wrong: HubProcess
let right: HubProcess
afterEach(() => floor.stop())

test.each([10 * MINUTE_MS, -10 * MINUTE_MS])(
  'a node whose clock is off by %i ms does what the others do',
  async (offset) => {
    floor = await openNodeFloor([off(offset), {}])
    ;[wrong, right] = floor.hubs as [HubProcess, HubProcess]
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
  },
)

test.each([10 * MINUTE_MS, -10 * MINUTE_MS])(
  'a node whose clock is off by %i ms tells its clients the time of the others, and holds their tokens against it',
  async (offset) => {
    floor = await openNodeFloor([off(offset), {}])
    ;[wrong, right] = floor.hubs as [HubProcess, HubProcess]
    const tab = await floor.tabOn(wrong, { sub: 'ada', roles: ['agent'] })
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
    const [over] = await shownAfter(watcher, 'dnd')
    expect(over).toMatchObject({ status: 'available' })
    expect(Date.parse(over?.since ?? '')).toBeGreaterThan(endsAt - CLOSE_MS)
    expect(Date.parse(over?.since ?? '')).toBeLessThan(endsAt + MINUTE_MS)
  },
)

test.each([10 * MINUTE_MS, -10 * MINUTE_MS])(
  'a clock that is set by %i ms while its node runs ends nothing early and nothing late',
  async (step) => {
    floor = await openNodeFloor([{ NODE_OPTIONS: `--import ${PRELOAD}`, CLOCK_STEP_MS: String(step) }, {}])
    ;[wrong, right] = floor.hubs as [HubProcess, HubProcess]
    const watcher = await floor.watcher(right.url)
    const [ada, ben] = await Promise.all(['ada', 'ben'].map((sub) => floor.tabOn(wrong, { sub, roles: ['agent'] })))
    const chat = '/v1/agents/ben/work-items/chat'
    await floor.call(right, 'PUT', chat, { state: 'offered' })

    ada?.close()
    await eventually('ada is reconnecting', () =>
      watcher.seen('ada').some(({ connection }) => connection === 'reconnecting') ? null : 'not yet',
    )
    wrong.signal('SIGUSR2')
    // Told all the while, so that there is no moment in which a wrong time would go unseen.
    const off: number[] = []
    for (let n = 0; n < 10; n++) {
      const told = await ben?.send('probe', {})
      off.push(away(told?.ok ? told.serverTime : ''))
      await lasting(50)
    }
    expect(Math.max(...off)).toBeLessThan(MINUTE_MS)
    await eventually('ada is offline', () => (watcher.held.get('ada')?.reason === 'disconnected' ? null : 'not yet'))
    expect(graceOf(watcher.seen('ada'))).toBeGreaterThan(GRACE_MS - CLOSE_MS)
    expect(graceOf(watcher.seen('ada'))).toBeLessThan(MINUTE_MS)

    const set = await ben?.send('presence:set', { status: 'dnd' })
    expect(set).toMatchObject({ ok: true, presence: { connection: 'connected' } })
    expect(away(set?.ok ? set.presence.since : '')).toBeLessThan(MINUTE_MS)
    // Offered for two minutes.
    expect((await floor.call(wrong, 'GET', '/v1/agents/ben/work-items')).body?.['items']).toMatchObject([
      { itemId: 'chat', state: 'offered' },
    ])
    await floor.agrees()
    expect(floor.wrongs(['ben'])).toEqual([])
  },
)
