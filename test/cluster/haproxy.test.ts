import { createPresenceClient } from '../../client-sdk/index.js'
import { openDesk } from '../support/busy-desk.js'
import { eventually, figure } from '../support/eventually.js'
import { type HaproxyProcess, startHaproxy } from '../support/haproxy-process.js'
import { type HubProcess, startHub } from '../support/hub-process.js'
import { type Line, openLine } from '../support/line.js'
import { LONG_GRACE_MS } from '../support/node-floor.js'
import { recordWatcher } from '../support/recording-watcher.js'
import { ENV, SERVICE, sign } from '../support/redis-floor.js'
import { freePort, type RedisProcess, startRedis } from '../support/redis-process.js'
import { openTab, type Tab } from '../support/running-hub.js'

let redis: RedisProcess
/** Between the third hub and Redis: whenever it is cut, that hub is not ready. */
let line: Line
let hubs: HubProcess[]
let haproxy: HaproxyProcess
let tabs: Tab[]

const hostOf = ({ url }: HubProcess): string => new URL(url).host
const hubAt = (n: number): HubProcess => {
  const hub = hubs[n]
  if (!hub) throw new Error(`there is no hub ${n}`)
  return hub
}
const production = {
  ...ENV,
  NODE_ENV: 'production',
  PRESENCE_TRUSTED_PROXIES: '127.0.0.1',
  PRESENCE_POLICY: JSON.stringify({ offlineGraceMs: LONG_GRACE_MS }),
}
/** At an address that is still free when it is started there again. */
const startAt = async (port: number, redisUrl: string): Promise<HubProcess> =>
  startHub({ env: { ...production, REDIS_URL: redisUrl, PORT: String(port) } })

beforeAll(async () => {
  redis = await startRedis()
  line = await openLine(redis.url)
  const ports = [await freePort(), await freePort(), await freePort()]
  hubs = await Promise.all(
    ports.map((port, n) => startAt(port, n === 2 ? line.url.replace('http:', 'redis:') : redis.url)),
  )
  haproxy = await startHaproxy([hostOf(hubAt(0)), hostOf(hubAt(1)), hostOf(hubAt(2))])
})
afterAll(async () => {
  await haproxy.stop()
  await Promise.all(hubs.map((hub) => hub.kill()))
  await line.stop()
  await redis.stop()
})
beforeEach(async () => {
  tabs = []
  line.cut()
  await shows('only the third hub is out', { 'hub-1': true, 'hub-2': true, 'hub-3': false })
})
afterEach(() => {
  for (const tab of tabs) tab.close()
})

/** Waits until HAProxy sends to these hubs and not to the others; gives the ms it took. */
const shows = (what: string, wanted: Readonly<Record<string, boolean>>): Promise<number> =>
  eventually(what, async () => {
    const servers = [...(await haproxy.servers())]
    const wrong = servers.filter(([name, { up }]) => up !== wanted[name])
    return wrong.length === 0 ? null : `HAProxy shows ${JSON.stringify(servers)}`
  })
const sessionsAre = (wanted: Readonly<Record<string, number>>) =>
  eventually(`sessions are ${JSON.stringify(wanted)}`, async () => {
    const servers = await haproxy.servers()
    const wrong = Object.entries(wanted).filter(([name, count]) => servers.get(name)?.sessions !== count)
    return wrong.length === 0 ? null : JSON.stringify([...servers])
  })

async function tabOf(sub: string): Promise<Tab> {
  const tab = openTab(haproxy.url, { token: await sign({ sub, roles: ['agent'] }), as: 'agent' })
  tabs.push(tab)
  await tab.next('welcome')
  return tab
}

async function call(method: string, where: string, body?: unknown): Promise<{ status: number; body: string }> {
  const response = await fetch(`${haproxy.url}${where}`, {
    method,
    headers: { authorization: `Bearer ${await sign(SERVICE)}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.text() }
}

describe('through HAProxy, configured as deployed', () => {
  test('two tabs of an agent land on different hubs and show the same', async () => {
    const [one, other] = [await tabOf('ada'), await tabOf('ada')]
    await sessionsAre({ 'hub-1': 1, 'hub-2': 1 })

    expect(await one.send('presence:set', { status: 'busy', commandId: 'ada-busy' })).toMatchObject({ ok: true })
    await other.next('presence:changed', ({ changes }) => changes.some(({ status }) => status === 'busy'))
    expect(await other.send('presence:set', { status: 'away', commandId: 'ada-away' })).toMatchObject({ ok: true })
    await one.next('presence:changed', ({ changes }) => changes.some(({ status }) => status === 'away'))
  })

  test('the API answers, whichever hub is asked', async () => {
    await tabOf('ben')
    for (const status of ['busy', 'away', 'available']) {
      const put = await call('PUT', '/v1/agents/ben/presence', { status })
      expect(put).toMatchObject({ status: 200 })
      expect(JSON.parse(put.body)).toMatchObject({ status })
    }
  })

  test('figures are not for the outside, however they are asked for', async () => {
    for (const where of ['/metrics', '/metrics/', '/Metrics', '/metrics?a'])
      expect(await call('GET', where)).toMatchObject({ status: 404, body: expect.not.stringContaining('presence_') })
    const inside = await fetch(`${haproxy.insideUrl}/metrics`)
    expect(await inside.text()).toContain('haproxy_server_status')
  })

  test('a hub that is not ready gets nobody; ready again it does, and keeps them when it is cut off anew', async () => {
    await sessionsAre({ 'hub-1': 0, 'hub-2': 0, 'hub-3': 0 })
    await tabOf('cyd')
    await tabOf('dee')
    await tabOf('eva')
    await sessionsAre({ 'hub-3': 0 })

    line.mend()
    await shows('the third hub is ready', { 'hub-1': true, 'hub-2': true, 'hub-3': true })
    const kept = await tabOf('fay')
    await sessionsAre({ 'hub-3': 1 })

    line.cut()
    await shows('the third hub is out again', { 'hub-1': true, 'hub-2': true, 'hub-3': false })
    await tabOf('gus')
    expect(kept.socket.connected).toBe(true)
    await sessionsAre({ 'hub-3': 1 })
  })

  test('hubs are restarted one after another, agents work on, and nobody is seen offline', async () => {
    const staff = ['hal', 'ida', 'jan', 'kim']
    const seen = [...staff, 'lee']
    const watchers = await Promise.all(
      ['sam', 'sue'].map(async (sub) => recordWatcher(haproxy.url, await sign({ sub, roles: ['supervisor'] }), 'org')),
    )
    const desks = await Promise.all(
      staff.map(async (sub) => openDesk(() => haproxy.url, await sign({ sub, roles: ['agent'] }), sub)),
    )
    for (const desk of desks) desk.work(50)
    const client = createPresenceClient({
      url: haproxy.url,
      getToken: () => sign({ sub: 'lee', roles: ['agent'] }),
    })
    await client.set('busy')

    for (const n of [0, 1]) {
      const was = hubAt(n)
      const at = performance.now()
      await was.stop()
      await eventually('all tabs are with the other hub', () => {
        const away = desks.filter(({ welcomed }) => !welcomed)
        return away.length === 0 ? null : `${away.map(({ agentId }) => agentId).join(', ')} are not back`
      })
      figure(`ms from SIGTERM until hub ${n + 1} is gone and all its tabs are back`, Math.round(performance.now() - at))
      hubs[n] = await startAt(Number(new URL(was.url).port), redis.url)
      figure(
        'ms until the new hub gets connections',
        await shows('the new hub is in', { 'hub-1': true, 'hub-2': true, 'hub-3': false }),
      )
    }
    await Promise.all(desks.map((desk) => desk.rest()))

    await eventually('both watchers show what was acked last', () => {
      for (const { held } of watchers)
        for (const { agentId, acked } of desks)
          if (held.get(agentId)?.version !== acked?.version) return `${agentId} is not where they were acked to be`
      return null
    })
    figure(
      'slowest change of anybody, ms',
      Math.round(Math.max(...desks.flatMap((d) => d.answers.map(({ ms }) => ms)))),
    )
    for (const { all, violations } of watchers) {
      expect(violations).toEqual([])
      expect(all.filter((one) => seen.includes(one.agentId) && one.connection === 'disconnected')).toEqual([])
    }
    await eventually('the SDK is back too, as it was', () =>
      client.connection === 'connected' && client.current?.status === 'busy' ? null : client.connection,
    )
    client.close()
    for (const watcher of watchers) watcher.close()
    for (const desk of desks) desk.close()
  })
})
