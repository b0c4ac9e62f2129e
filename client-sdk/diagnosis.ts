import type { PresenceError } from './presence-error.js'
import type { GetToken, LineState } from './connection.js'
import type { Doors, HubSays, Storage } from './doors.js'

export { realDoors } from './doors.js'

/** Why there is no presence in this page. */
export type Cause =
  | 'no_network'
  | 'insecure_hub'
  | 'hub_unreachable'
  | 'origin_refused'
  | 'hub_not_ready'
  | 'cookies_blocked'
  | 'third_party_storage_blocked'
  | 'clock_wrong'
  | 'no_token'
  | 'token_refused'
  | 'role_missing'
  | 'too_many_connections'
  | 'websocket_blocked'
  | 'polling_off'

/** What was looked at on the way to the hub. */
export type Check = 'network' | 'hub' | 'origin' | 'ready' | 'storage' | 'clock' | 'token' | 'websocket'

/** What was found on the way to the hub. */
export interface Diagnosis {
  /** undefined: nothing is wrong now. */
  readonly cause: Cause | undefined
  /** What the hub, or who gives the tokens, said of it. */
  readonly detail: string | undefined
  /** Every step of the way; `unknown` is what could not be looked at. */
  readonly checks: Readonly<Record<Check, 'ok' | 'failed' | 'unknown'>>
  /** The origin of this page; undefined outside of browsers. */
  readonly origin: string | undefined
  /** How far the clock of this computer is ahead of the hub's, ms; undefined: the hub did not say. */
  readonly clockAheadMs: number | undefined
  /** Whether the hub takes HTTP polling instead of WebSocket; undefined: it did not say. */
  readonly pollingHelps: boolean | undefined
}

export interface Case {
  /** Where the hub is, an origin or below; no slash at its end. */
  readonly url: string
  readonly getToken: GetToken
  /** Whether the line does without WebSocket. */
  readonly polling: boolean
  /** Read at the end: where it stands by then. */
  readonly line: Pick<LineState, 'status' | 'lastError'>
}

/** How long each probe may take, ms. */
const PROBE_MS = 5_000
/** A clock that is off by more, ms, makes tokens look valid that are not, or the other way round. Below: latency, drift. */
const CLOCK_OFF_MS = 60_000

type Token = 'given' | 'cookie' | { readonly failed: string }

interface Findings {
  readonly connected: boolean
  readonly polling: boolean
  readonly online: boolean
  readonly insecure: boolean
  readonly hub: HubSays | undefined
  readonly storage: Storage
  readonly token: Token
  readonly refusal: PresenceError | undefined
  readonly webSocket: boolean | undefined
  readonly clockAheadMs: number | undefined
}

type Probe = (found: Findings) => boolean

const refusedWith =
  (code: PresenceError['code']): Probe =>
  ({ refusal }) =>
    refusal?.code === code
const isUnauthorized = refusedWith('unauthorized')
/** Nobody said who this is, and a cookie might have: its own, or that of the page that gives the tokens. */
const lacksCookie: Probe = (found) =>
  typeof found.token === 'object' || (found.token === 'cookie' && isUnauthorized(found))
const clockIsOff: Probe = ({ clockAheadMs }) => Math.abs(clockAheadMs ?? 0) > CLOCK_OFF_MS

/** The first that holds is the cause: what is wrong further up breaks what comes after it. */
const CAUSES: readonly (readonly [Cause, Probe])[] = [
  ['no_network', ({ online }) => !online],
  // A hub on this very computer is reached all the same.
  ['insecure_hub', ({ insecure, hub }) => insecure && hub === undefined],
  ['hub_unreachable', ({ hub }) => hub === undefined],
  ['origin_refused', ({ hub }) => hub?.originAllowed === false],
  ['hub_not_ready', (found) => found.hub?.ready === false || refusedWith('unavailable')(found)],
  ['cookies_blocked', (found) => found.storage === 'blocked' && lacksCookie(found)],
  ['third_party_storage_blocked', (found) => found.storage === 'third_party_blocked' && lacksCookie(found)],
  ['clock_wrong', (found) => clockIsOff(found) && isUnauthorized(found)],
  ['no_token', (found) => lacksCookie(found)],
  ['token_refused', isUnauthorized],
  ['role_missing', refusedWith('forbidden')],
  ['too_many_connections', refusedWith('rate_limited')],
  ['websocket_blocked', ({ webSocket, polling }) => webSocket === false && !polling],
  // Asked for, and refused before anybody could say why.
  ['polling_off', ({ hub, polling }) => polling && hub?.polling === false],
]

/** Walks the way to the hub, all of it, and names the first thing that is wrong with it. */
export async function diagnose({ url, getToken, polling, line }: Case, doors: Doors): Promise<Diagnosis> {
  const askedAt = doors.now()
  const insecure = doors.origin?.startsWith('https:') === true && url.startsWith('http:')
  const [said, webSocket, token] = await Promise.all([
    doors.askHub(`${url}/diagnosis`, PROBE_MS).then((hub) => ({ hub, at: (askedAt + doors.now()) / 2 })),
    doors.opensWebSocket(`${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`, PROBE_MS),
    tokenFrom(getToken),
  ])
  const found: Findings = {
    connected: line.status === 'connected',
    polling,
    online: doors.online(),
    insecure,
    hub: said.hub,
    storage: doors.storage(),
    token,
    refusal: line.lastError,
    webSocket,
    clockAheadMs: said.hub && said.at - Date.parse(said.hub.serverTime),
  }
  const cause = found.connected ? undefined : CAUSES.find(([, holds]) => holds(found))?.[0]
  return {
    cause,
    detail: cause && said.hub && (typeof token === 'object' ? token.failed : line.lastError?.message),
    checks: checksOf(found),
    origin: doors.origin,
    clockAheadMs: found.clockAheadMs,
    pollingHelps: said.hub?.polling,
  }
}

function checksOf(found: Findings): Diagnosis['checks'] {
  const { connected, hub, storage, webSocket, refusal, token } = found
  const is = (fine: boolean | undefined) => (fine === undefined ? 'unknown' : fine ? 'ok' : 'failed')
  return {
    network: is(found.online),
    hub: is(hub !== undefined),
    origin: is(hub?.originAllowed),
    ready: is(hub?.ready),
    storage: is(storage === 'unknown' ? undefined : storage === 'open'),
    clock: is(hub && !clockIsOff(found)),
    // Only a hub that lets in can tell.
    token: is(connected || (typeof token === 'object' || refusal ? false : undefined)),
    // Whoever is not let in gets no WebSocket either; that says nothing about the network.
    websocket: is(hub?.originAllowed === true ? webSocket : undefined),
  }
}

/** A token that does not come holds nobody up. */
async function tokenFrom(getToken: GetToken): Promise<Token> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no token within ${PROBE_MS} ms`)), PROBE_MS)
  })
  try {
    return (await Promise.race([getToken(), late])) === undefined ? 'cookie' : 'given'
  } catch (why) {
    return { failed: why instanceof Error ? why.message : String(why) }
  } finally {
    clearTimeout(timer)
  }
}
