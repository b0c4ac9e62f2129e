import type { Cause, Diagnosis } from '../../client-sdk/index.js'
import { diagnose } from '../../client-sdk/diagnosis.js'
import type { Case } from '../../client-sdk/diagnosis.js'
import type { Doors, HubSays } from '../../client-sdk/doors.js'
import { PresenceError } from '../../client-sdk/index.js'
import type { ErrorCode } from '../../protocol/errors.js'

const NOW = Date.parse('2026-11-23T10:00:00.000Z')
const MINUTE = 60_000

interface Way {
  readonly online?: boolean
  readonly page?: string
  readonly hub?: Partial<HubSays> | null
  readonly storage?: ReturnType<Doors['storage']>
  readonly webSocket?: boolean | undefined
  readonly getToken?: Case['getToken']
  readonly url?: string
  readonly refusedWith?: ErrorCode
  readonly connected?: boolean
  readonly polling?: boolean
}

/** All is well but for what is said. */
function walk(way: Way): Promise<Diagnosis> {
  const said: HubSays = { serverTime: new Date(NOW).toISOString(), originAllowed: true, polling: true, ready: true }
  const doors: Doors = {
    origin: way.page ?? 'https://desk.test',
    now: () => NOW,
    online: () => way.online ?? true,
    storage: () => way.storage ?? 'open',
    askHub: () => Promise.resolve(way.hub === null ? undefined : { ...said, ...way.hub }),
    opensWebSocket: () => Promise.resolve('webSocket' in way ? way.webSocket : true),
  }
  const code = way.refusedWith
  return diagnose(
    {
      url: way.url ?? 'https://hub.test',
      getToken: way.getToken ?? (() => 'token'),
      polling: way.polling ?? false,
      line: {
        status: way.connected ? 'connected' : 'connecting',
        lastError: code && new PresenceError({ code, message: `the hub says ${code}` }),
      },
    },
    doors,
  )
}

const fromCookie = () => undefined
const fails = () => Promise.reject(new Error('401 from the page'))

const WRONG: Readonly<Record<Cause, Way>> = {
  no_network: { online: false, hub: null, webSocket: false },
  insecure_hub: { url: 'http://hub.test', hub: null, webSocket: false },
  hub_unreachable: { hub: null, webSocket: false },
  origin_refused: { hub: { originAllowed: false }, webSocket: false },
  hub_not_ready: { hub: { ready: false }, refusedWith: 'unavailable' },
  cookies_blocked: { storage: 'blocked', getToken: fromCookie, refusedWith: 'unauthorized' },
  third_party_storage_blocked: {
    storage: 'third_party_blocked',
    getToken: fromCookie,
    refusedWith: 'unauthorized',
  },
  clock_wrong: { hub: { serverTime: new Date(NOW + 10 * MINUTE).toISOString() }, refusedWith: 'unauthorized' },
  no_token: { getToken: fails, refusedWith: 'unauthorized' },
  token_refused: { refusedWith: 'unauthorized' },
  role_missing: { refusedWith: 'forbidden' },
  too_many_connections: { refusedWith: 'rate_limited' },
  websocket_blocked: { webSocket: false },
  polling_off: { polling: true, hub: { polling: false } },
}

test.each(Object.entries(WRONG))('%s is found', async (cause, way) => {
  expect((await walk(way)).cause).toBe(cause)
})

test('nothing is found where nothing is wrong', async () => {
  const found = await walk({ connected: true })
  expect(found).toMatchObject({ cause: undefined, detail: undefined })
  expect(new Set(Object.values(found.checks))).toEqual(new Set(['ok']))
})

test('whatever looks wrong is no cause once there is a line', async () => {
  expect((await walk({ connected: true, storage: 'blocked', webSocket: false })).cause).toBeUndefined()
})

test('blocked cookies are no cause where a token says who it is', async () => {
  const found = await walk({ storage: 'blocked', webSocket: false })
  expect(found.cause).toBe('websocket_blocked')
  expect(found.checks).toMatchObject({ storage: 'failed', websocket: 'failed' })
})

test('blocked cookies explain a page that cannot give a token', async () => {
  expect(await walk({ storage: 'blocked', getToken: fails })).toMatchObject({
    cause: 'cookies_blocked',
    detail: '401 from the page',
  })
})

test('a cookie that does not come, though it could, is nobody who is signed in', async () => {
  expect((await walk({ getToken: fromCookie, refusedWith: 'unauthorized' })).cause).toBe('no_token')
})

test('a clock that is off says which way, and is no cause by itself', async () => {
  const serverTime = new Date(NOW - 7 * MINUTE).toISOString()
  expect(await walk({ hub: { serverTime }, webSocket: false })).toMatchObject({
    cause: 'websocket_blocked',
    clockAheadMs: 7 * MINUTE,
    checks: { clock: 'failed' },
  })
})

test('what a hub cannot say of a page it does not let in is unknown, not fine', async () => {
  expect((await walk({ hub: { originAllowed: false }, webSocket: false })).checks).toMatchObject({
    origin: 'failed',
    websocket: 'unknown',
    token: 'unknown',
  })
  expect((await walk({ hub: null })).checks).toMatchObject({ hub: 'failed', origin: 'unknown', clock: 'unknown' })
})

test('polling is said to help where the hub takes it, and who polls already does not need WebSocket', async () => {
  expect((await walk({ webSocket: false })).pollingHelps).toBe(true)
  expect((await walk({ webSocket: false, hub: { polling: false } })).pollingHelps).toBe(false)
  expect((await walk({ webSocket: false, polling: true })).cause).toBeUndefined()
})
