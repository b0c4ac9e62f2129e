import type { Redis } from 'ioredis'
import { SignJWT } from 'jose'
import type { Presence } from '../../protocol/presence.js'
import { orgKeys } from '../../server/store/redis-keys.js'
import { readRecord } from '../../server/store/redis-records.js'
import { isTombstone } from '../../server/store/store.js'
import { type BusyDesk, openDesk } from './busy-desk.js'
import { eventually } from './eventually.js'
import { type HubProcess, startHub, type TokenClaims } from './hub-process.js'
import { recordWatcher, type RecordingWatcher } from './recording-watcher.js'
import { timed } from './stopwatch.js'

const SECRET = 'a-secret-for-tests-that-is-long-enough-for-hs256'
const ORG = 'default'
/** A call that takes longer is not answered at all. */
const CALL_MS = 20_000

export interface Answer {
  readonly status: number
  /** Whatever JSON said, for tests to look into. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any
  /** By the stopwatch. */
  readonly ms: number
}

export interface FloorOptions {
  /** Where the Redis of each hub is: one hub for each. */
  readonly stores: readonly Readonly<Record<string, string>>[]
  readonly env?: Readonly<Record<string, string>>
  /** Asks the Redis that counts. */
  readonly ask: <T>(run: (redis: Redis) => Promise<T>) => Promise<T>
  /** Who has a tab from the start. Nobody: there may be no Redis yet. */
  readonly agents?: readonly string[]
}

/** Hubs on one Redis, an agent's tab and a watcher on each of them, and all that any of them ever saw. */
export type RedisFloor = Awaited<ReturnType<typeof openRedisFloor>>

export const LEASE_MS = 2_000
export const GRACE_MS = 1_500

export async function openRedisFloor({ stores, env = {}, ask, agents = AGENTS }: FloorOptions) {
  const hubs = await Promise.all(stores.map((store) => startHub({ env: { ...ENV, ...env, ...store } })))
  const hubOf = (node: number): HubProcess => {
    const hub = hubs[node % hubs.length]
    if (!hub) throw new Error(`there is no node ${node}`)
    return hub
  }
  const watchers: RecordingWatcher[] = []
  for (const node of hubs.keys())
    watchers.push(recordWatcher(hubOf(node).url, await sign({ sub: 'sam', roles: ['supervisor'] }), 'org'))
  const watching = () => (watchers.every(({ cursor }) => cursor) ? null : 'one is not')
  if (agents.length > 0) await eventually('the watchers are in the room', watching)
  const desks = new Map<string, BusyDesk>()

  async function opens(agentId: string, node: number): Promise<BusyDesk> {
    const desk = await openDesk(() => hubOf(node).url, await sign({ sub: agentId, roles: ['agent'] }), agentId)
    desks.set(agentId, desk)
    return desk
  }
  for (const [index, agentId] of agents.entries()) await opens(agentId, index)

  async function call(node: number, method: string, where: string, body?: unknown, as = SERVICE): Promise<Answer> {
    const authorization = `Bearer ${await sign(as)}`
    const { value, ms } = await timed(async () => {
      const response = await fetch(`${hubOf(node).url}${where}`, {
        method,
        signal: AbortSignal.timeout(CALL_MS),
        headers: { authorization, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      return { status: response.status, text: await response.text() }
    })
    return { status: value.status, body: value.text === '' ? null : JSON.parse(value.text), ms }
  }

  /** What Redis itself has: no hub is asked. */
  const records = () =>
    ask(async (redis) => Object.values(await redis.hgetall(orgKeys(ORG).agents)).map((value) => readRecord(value)))

  async function stored(): Promise<Map<string, Presence>> {
    const found = new Map<string, Presence>()
    for (const record of await records()) if (!isTombstone(record)) found.set(record.agentId, record.presence)
    return found
  }

  /** A sentence on who does not show what is stored, or null. */
  async function disagreement(): Promise<string | null> {
    const truth = await stored()
    for (const [node, watcher] of watchers.entries()) {
      const why = difference(truth, watcher.held)
      if (why) return `the watcher of node ${node} ${why}`
      const { body, status } = await call(node, 'GET', '/v1/agents?limit=100')
      if (status !== 200) return `node ${node} answered ${status}`
      const why2 = difference(truth, new Map(body.items.map((one: Presence) => [one.agentId, one])))
      if (why2) return `node ${node} ${why2}`
    }
    return null
  }

  return {
    hubs,
    watchers,
    opens,
    call,
    /** The agents Redis has. */
    stored,
    /** The deleted agents Redis knows of. */
    buried: async () => (await records()).filter(isTombstone).map(({ agentId }) => agentId),
    desk(agentId: string): BusyDesk {
      const desk = desks.get(agentId)
      if (!desk) throw new Error(`nobody opened a desk for ${agentId}`)
      return desk
    },
    get desks(): readonly BusyDesk[] {
      return [...desks.values()]
    },
    readyz: async (node: number): Promise<number> =>
      (await fetch(`${hubOf(node).url}/readyz`, { signal: AbortSignal.timeout(CALL_MS) })).status,
    /** A figure of the hub's own, by its name in /metrics. */
    async metric(node: number, name: string): Promise<number> {
      const text = await (await fetch(`${hubOf(node).url}/metrics`)).text()
      return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)?.[1])
    },
    work: (everyMs: number) => {
      for (const desk of desks.values()) desk.work(everyMs)
    },
    rest: async () => void (await Promise.all([...desks.values()].map((desk) => desk.rest()))),
    /** Both nodes ready again; gives the ms it took. */
    ready: () =>
      eventually('every node is ready', async () => {
        for (const { url } of hubs) {
          const { ready, reasons } = await (await fetch(`${url}/readyz`)).json()
          if (!ready) return `${url} says ${reasons}`
        }
        return null
      }),
    /** Every watcher and every node shows what is stored; gives the ms it took. */
    agrees: () => eventually('all watchers and nodes show what is stored', disagreement),
    /** What must not have happened in any fault: sentences. */
    async wrongs({ mayGoOffline = [] }: { readonly mayGoOffline?: readonly string[] } = {}): Promise<string[]> {
      const truth = await stored()
      const staff = new Set([...desks.keys()].filter((agentId) => !mayGoOffline.includes(agentId)))
      return [
        ...watchers.flatMap(({ violations }) => violations),
        ...watchers.flatMap(({ all }, node) =>
          all
            .filter(({ connection, agentId }) => connection === 'disconnected' && staff.has(agentId))
            .map(({ agentId, reason, version }) => `node ${node} showed ${agentId} offline: ${reason}, ${version}`),
        ),
        ...[...desks.values()].flatMap((desk) => lost(desk, truth.get(desk.agentId))),
      ]
    },
    async stop() {
      for (const desk of desks.values()) desk.close()
      for (const watcher of watchers) watcher.close()
      await Promise.all(hubs.map((hub) => hub.kill()))
    },
  }
}

const AGENTS = ['ada', 'ben', 'cyd', 'dee', 'eva', 'fay']
export const SERVICE: TokenClaims = { sub: 'routing', roles: ['service', 'supervisor'] }
export const ADMIN: TokenClaims = { sub: 'root', roles: ['admin'] }
/** Of every hub here: what a deployment has, but sooner. */
export const ENV = {
  HOST: '127.0.0.1',
  PRESENCE_JWT_SECRET: SECRET,
  PRESENCE_NODE_LEASE_MS: String(LEASE_MS),
  PRESENCE_POLICY: JSON.stringify({ offlineGraceMs: GRACE_MS }),
  LOG_LEVEL: 'warn',
}

export const sign = ({ sub, roles }: TokenClaims): Promise<string> =>
  new SignJWT({ roles: [...roles] })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SECRET))

/** A sentence on who is not shown as they are stored, or null. */
export function difference(truth: ReadonlyMap<string, Presence>, shown: ReadonlyMap<string, Presence>): string | null {
  for (const [agentId, presence] of truth)
    if (JSON.stringify(shown.get(agentId)) !== JSON.stringify(presence))
      return `shows ${short(shown.get(agentId))}, stored is ${short(presence)}`
  for (const agentId of shown.keys()) if (!truth.has(agentId)) return `shows ${agentId}, who is not stored`
  return null
}

const short = (one: Presence | undefined): string =>
  one ? `${one.agentId} ${one.status} ${one.connection} version ${one.version}` : 'nobody'

/** Changes that were acked and are not there: an ack that went back, or what is stored is not the last one. */
function lost({ agentId, answers, acked }: BusyDesk, stored: Presence | undefined): string[] {
  const wrong: string[] = []
  let before = 0
  for (const { presence } of answers) {
    if (!presence) continue
    if (presence.version <= before) wrong.push(`${agentId}: version ${presence.version} acked after ${before}`)
    before = presence.version
  }
  const isStored = !acked || (stored && stored.version >= acked.version)
  if (!isStored) wrong.push(`${agentId}: acked version ${acked.version}, stored is ${stored?.version ?? 'nobody'}`)
  const last = answers.at(-1)
  if (last?.presence && stored?.note !== last.presence.note)
    wrong.push(`${agentId}: acked last was "${last.presence.note}", stored is "${stored?.note}"`)
  return wrong
}
