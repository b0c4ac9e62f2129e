import { fileURLToPath } from 'node:url'
import { eventually, lasting } from '../support/eventually.js'
import type { HubProcess } from '../support/hub-process.js'
import { GRACE_MS, LEASE_MS, openNodeFloor, SLACK_MS, type NodeFloor } from '../support/node-floor.js'

const PRELOAD = fileURLToPath(new URL('../support/another-time.mjs', import.meta.url))
const MINUTE_MS = 60_000

const off = (ms: number) => ({ NODE_OPTIONS: `--import ${PRELOAD}`, CLOCK_OFFSET_MS: String(ms) })

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
    await eventually('ada is busy for the other node', 5_000, () => (shown()?.status === 'busy' ? null : 'not yet'))
    expect(Math.abs(Date.parse(shown()?.since ?? '') - Date.now())).toBeLessThan(SLACK_MS)

    // Neither node takes the other for dead.
    await lasting(LEASE_MS + 500)
    expect(shown()?.connection).toBe('connected')

    // An offer made by one is missed in time, whoever finds it.
    await floor.call(right, 'PUT', '/v1/agents/ada/work-items/chat', { state: 'offered' })
    await lasting(500)
    expect((await floor.call(wrong, 'GET', '/v1/agents/ada/work-items')).body?.['items']).toHaveLength(1)
    await floor.call(wrong, 'DELETE', '/v1/agents/ada/work-items/chat')

    // The grace is as long as ever.
    const began = performance.now()
    tab.close()
    await eventually('ada is reconnecting', 2_000, () => (shown()?.connection === 'reconnecting' ? null : 'not yet'))
    await eventually('ada is offline', GRACE_MS + SLACK_MS, () =>
      shown()?.reason === 'disconnected' ? null : 'not yet',
    )
    expect(performance.now() - began).toBeGreaterThan(GRACE_MS - 100)

    const again = await floor.tabOn(wrong, { sub: 'ada', roles: ['agent'] })
    expect(again.presences()[0]).toMatchObject({ status: 'busy', connection: 'connected' })
    const { body } = await floor.call(wrong, 'GET', '/v1/agents/ada/timeline')
    const spans = body?.['items'] as { from: string; to?: string; durationMs: number }[]
    for (const { from, durationMs } of spans) {
      expect(Math.abs(Date.parse(from) - Date.now())).toBeLessThan(30_000)
      expect(durationMs).toBeLessThan(30_000)
    }
    await floor.agrees()
  },
  60_000,
)

test.each([10 * MINUTE_MS, -10 * MINUTE_MS])(
  'a node whose clock is off by %i ms tells its clients the time of the others, and holds their tokens against it',
  async (offset) => {
    floor = await openNodeFloor([off(offset), {}])
    ;[wrong, right] = floor.hubs as [HubProcess, HubProcess]
    const away = (time: string) => Math.abs(Date.parse(time) - Date.now())

    const tab = await floor.tabOn(wrong, { sub: 'ada', roles: ['agent'] })
    const { serverTime } = await tab.next('welcome')
    expect(away(serverTime)).toBeLessThan(SLACK_MS)
    const probed = await tab.send('probe', {})
    expect(away(probed.ok ? probed.serverTime : '')).toBeLessThan(SLACK_MS)
    const pulse = await eventually('a pulse came', 7_000, () =>
      tab.heard.some(({ event }) => event === 'pulse') ? null : 'none did',
    ).then(() => tab.next('pulse'))
    expect(away(pulse.serverTime)).toBeLessThan(7_000 + SLACK_MS)

    // Good for five more minutes, and over for five.
    const ask = async (expiresInMs: number) => {
      const token = await floor.sign({ sub: 'sam', roles: ['supervisor'] }, { expiresInMs })
      return (await fetch(`${wrong.url}/v1/agents`, { headers: { authorization: `Bearer ${token}` } })).status
    }
    expect(await ask(5 * MINUTE_MS)).toBe(200)
    expect(await ask(-5 * MINUTE_MS)).toBe(401)

    // A choice that ends is over in time, on either node.
    const until = new Date(Date.now() + 1_000).toISOString()
    const watcher = await floor.watcher(right.url)
    expect(await tab.send('presence:set', { status: 'dnd', expiresAt: until })).toMatchObject({ ok: true })
    await eventually('ada is dnd', 1_000, () => (watcher.held.get('ada')?.status === 'dnd' ? null : 'not yet'))
    await eventually('the choice is over', 1_000 + SLACK_MS, () =>
      watcher.held.get('ada')?.status === 'available' ? null : 'not yet',
    )
    expect(away(until)).toBeLessThan(SLACK_MS)
  },
  60_000,
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
    await eventually('ada is reconnecting', 2_000, () =>
      watcher.held.get('ada')?.connection === 'reconnecting' ? null : 'not yet',
    )
    const began = performance.now()
    wrong.signal('SIGUSR2')
    // Told all the while, so that there is no moment in which a wrong time would go unseen.
    const off: number[] = []
    for (let n = 0; n < 10; n++) {
      const told = await ben?.send('probe', {})
      off.push(Math.abs(Date.parse(told?.ok ? told.serverTime : '') - Date.now()))
      await lasting(50)
    }
    expect(Math.max(...off)).toBeLessThan(SLACK_MS)
    await eventually('ada is offline', GRACE_MS + SLACK_MS, () =>
      watcher.held.get('ada')?.reason === 'disconnected' ? null : 'not yet',
    )
    expect(performance.now() - began).toBeGreaterThan(GRACE_MS - 500)

    const set = await ben?.send('presence:set', { status: 'dnd' })
    expect(set).toMatchObject({ ok: true, presence: { connection: 'connected' } })
    const since = set?.ok ? set.presence.since : ''
    expect(Math.abs(Date.parse(since) - Date.now())).toBeLessThan(SLACK_MS)
    // Offered for two minutes.
    expect((await floor.call(wrong, 'GET', '/v1/agents/ben/work-items')).body?.['items']).toMatchObject([
      { itemId: 'chat', state: 'offered' },
    ])
    await floor.agrees()
    expect(floor.wrongs(['ben'])).toEqual([])
  },
  60_000,
)
