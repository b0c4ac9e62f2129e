import { eventually, figure, lasting, until } from '../support/eventually.js'
import { type Hostile, openHostile } from '../support/hostile.js'
import type { HubProcess } from '../support/hub-process.js'
import { openNodeFloor, type NodeFloor } from '../support/node-floor.js'
import type { RecordingWatcher } from '../support/recording-watcher.js'
import type { Tab } from '../support/running-hub.js'

/** How late a change of somebody else may be seen meanwhile, ms: the slowest of all but one in twenty. On a quiet machine some 30. */
const NOTICED_MS = 500
const CHANGES = 40
const HEADERS = { 'content-type': 'application/json' }

let floor: NodeFloor
let attacked: HubProcess
let other: HubProcess
let bystander: Tab
let neighbour: Tab
let watcher: RecordingWatcher
const hostile: Hostile[] = []
beforeAll(async () => {
  floor = await openNodeFloor([{ LOG_LEVEL: 'warn' }, {}])
  ;[attacked, other] = floor.hubs as [HubProcess, HubProcess]
  bystander = await floor.tabOn(other, { sub: 'bystander', roles: ['agent'] })
  neighbour = await floor.tabOn(attacked, { sub: 'neighbour', roles: ['agent'] })
  watcher = await floor.watcher(other.url)
})
afterEach(() => {
  for (const one of hostile.splice(0)) one.close()
})
afterAll(() => floor.stop())

async function intrude(sub: string): Promise<Hostile> {
  const opened = await openHostile(attacked.url, await floor.sign({ sub, roles: ['agent'] }))
  hostile.push(opened)
  return opened
}

/** Changes of the bystander, one after another, each from its command until a watcher of the other node sees it. */
async function noticedMs(): Promise<number> {
  const took: number[] = []
  for (let n = 0; n < CHANGES; n++) {
    const note = `change ${took.length} ${performance.now()}`
    const began = performance.now()
    const acked = bystander.send('presence:set', { status: n % 2 === 0 ? 'busy' : 'available', note })
    took.push(
      await eventually('the watcher sees it', () => (watcher.held.get('bystander')?.note === note ? null : 'no')),
    )
    expect(await acked).toMatchObject({ ok: true })
    // Below the rate of a socket.
    await lasting(Math.max(0, 60 - (performance.now() - began)))
  }
  return Math.round([...took].sort((a, b) => a - b)[Math.ceil(took.length * 0.95) - 1] ?? 0)
}

const isLogged = (door: string, code: string): Promise<void> =>
  until(`the log says ${door} ${code}`, () =>
    attacked.said.some((line) => line.includes(`"door":"${door}"`) && line.includes(`"code":"${code}"`)),
  )

async function expectNobodyNoticed(what: string, attack: Promise<unknown>): Promise<void> {
  const [slowest] = await Promise.all([noticedMs(), attack])
  figure(`hostile, ${what}: ms until a change of somebody else is seen, p95`, slowest)
  expect(slowest).toBeLessThan(NOTICED_MS)
  expect(await neighbour.send('probe', {})).toMatchObject({ ok: true })
  expect(watcher.held.get('neighbour')).toMatchObject({ connection: 'connected', status: 'available' })
  expect(floor.wrongs(['bystander', 'neighbour'])).toEqual([])
}

test('a thousand events a second from one socket are refused beyond its rate', async () => {
  const mallory = await intrude('mallory')
  await expectNobodyNoticed('1,000 events/s', mallory.flood('presence:set', { status: 'busy' }, 1_000, 3_000))
  await until('all are answered', () => [...mallory.answers.values()].reduce((sum, n) => sum + n, 0) >= 3_000)
  expect(mallory.answers.get('rate_limited')).toBeGreaterThan(2_500)
  expect(mallory.answers.get('ok')).toBeGreaterThan(0)
  await isLogged('command', 'rate_limited')
  expect(mallory.open).toBe(true)
})

test('a thousand unknown or senseless events a second change nothing', async () => {
  const mallory = await intrude('mallory')
  await expectNobodyNoticed(
    'unknown events',
    Promise.all([
      mallory.flood('presence:delete_everybody', { agentId: 'neighbour' }, 500, 3_000),
      mallory.flood('presence:set', { status: ['busy'], agentId: 'neighbour' }, 500, 3_000),
    ]),
  )
  expect(mallory.answers.get('ok')).toBeUndefined()
  // As they came in, whatever the watcher had heard of them by then.
  await until('the watcher knows them', () => (watcher.held.get('mallory')?.version ?? 0) >= mallory.version)
  expect(watcher.held.get('mallory')?.version).toBe(mallory.version)
})

test('a message of a megabyte costs its sender the line, and nobody else anything', async () => {
  async function attack() {
    for (let n = 0; n < 10; n++) {
      const mallory = await intrude('mallory')
      mallory.send('presence:set', { status: 'busy', note: 'x'.repeat(1_000_000) })
      await until('the line is closed', () => !mallory.open)
      const body = JSON.stringify({ status: 'busy', note: 'x'.repeat(1_000_000) })
      const authorization = `Bearer ${await floor.sign({ sub: 'mallory', roles: ['agent'] })}`
      const path = `${attacked.url}/v1/agents/mallory/presence`
      const answer = await fetch(path, { method: 'PUT', body, headers: { ...HEADERS, authorization } })
      expect(answer.status).toBe(413)
    }
  }
  await expectNobodyNoticed('1 MB messages', attack())
  await isLogged('message', 'too_large')
  await isLogged('http', 'too_large')
})

test('a foreign origin is turned away at every door', async () => {
  const origin = 'https://evil.example'
  const token = await floor.sign({ sub: 'neighbour', roles: ['agent'] })
  async function attack() {
    for (let n = 0; n < 50; n++) {
      await expect(openHostile(attacked.url, token, { origin })).rejects.toThrow()
      const answer = await fetch(`${attacked.url}/v1/agents/neighbour/presence`, {
        headers: { origin, authorization: `Bearer ${token}` },
      })
      expect(answer.status).toBe(403)
    }
  }
  await expectNobodyNoticed('foreign origin', attack())
  await isLogged('origin', 'forbidden')
})

test('forged and expired tokens are turned away at every door', async () => {
  const neighbourAs = { sub: 'neighbour', roles: ['agent', 'admin'] } as const
  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const claims = { ...neighbourAs, exp: Math.floor(Date.now() / 1_000) + 3_600 }
  const tokens = [
    await floor.sign(neighbourAs, { expiresInMs: -1_000 }),
    await floor.sign(neighbourAs, { secret: 'another-secret-that-is-long-enough-for-hs256-too' }),
    `${encoded({ alg: 'none' })}.${encoded(claims)}.`,
    `${encoded({ alg: 'HS256' })}.${encoded(claims)}.AAAA`,
    'no token at all',
  ]
  async function attack() {
    for (let round = 0; round < 20; round++)
      for (const token of tokens) {
        await expect(openHostile(attacked.url, token)).rejects.toThrow('unauthorized')
        const path = `${attacked.url}/v1/agents/neighbour`
        const answer = await fetch(path, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } })
        expect(answer.status).toBe(401)
      }
  }
  await expectNobodyNoticed('forged and expired tokens', attack())
  await isLogged('handshake', 'unauthorized')
  await isLogged('http', 'unauthorized')
  expect(await floor.metric(attacked, 'presence_refused_total', 'unauthorized')).toBe(2 * 20 * tokens.length)
})
