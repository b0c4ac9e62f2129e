import { SignJWT } from 'jose'
import { createPresenceClient, type PresenceClient } from '../../client-sdk/index.js'
import type { Presence } from '../../protocol/presence.js'
import { NODE_KEYS, orgKeys } from '../../server/store/redis-keys.js'
import { readRecord } from '../../server/store/redis-records.js'
import { isTombstone } from '../../server/store/store.js'
import { type BusyDesk, openDesk } from './busy-desk.js'
import { openEntrance } from './entrance.js'
import { eventually } from './eventually.js'
import { type HubProcess, startHub, type TokenClaims } from './hub-process.js'
import { recordWatcher, type RecordingWatcher } from './recording-watcher.js'
import { Redis } from 'ioredis'
import { difference } from './redis-floor.js'
import { startRedis } from './redis-process.js'
import { openTab, type Tab } from './running-hub.js'

const SECRET = 'a-secret-for-tests-that-is-long-enough-for-hs256'
export const LEASE_MS = 2_000
export const GRACE_MS = 1_500
/** Far longer than any tab needs to come back: for floors on which nobody may be seen offline. */
export const LONG_GRACE_MS = 6_000

const ENV = {
  HOST: '127.0.0.1',
  PRESENCE_JWT_SECRET: SECRET,
  PRESENCE_NODE_LEASE_MS: String(LEASE_MS),
  PRESENCE_POLICY: JSON.stringify({ offlineGraceMs: GRACE_MS }),
  PRESENCE_RATE_CONNECT: '100000/100000',
  LOG_LEVEL: 'error',
}

export type NodeFloor = Awaited<ReturnType<typeof openNodeFloor>>
export type Env = Readonly<Record<string, string>>

/** `expiresInMs` may be negative: it was good once. */
const sign = (
  { sub, roles, org }: TokenClaims,
  { expiresInMs = 3_600_000, secret = SECRET }: { readonly expiresInMs?: number; readonly secret?: string } = {},
): Promise<string> =>
  new SignJWT({ roles: [...roles], ...(org && { org }) })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setExpirationTime(Math.floor((Date.now() + expiresInMs) / 1_000))
    .sign(new TextEncoder().encode(secret))

/** That many names, no two the same. */
export const names = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}${n}`)

/** A Redis, hubs that can be killed, frozen and replaced, an entrance in front of them, and watchers that forget nothing. */
export async function openNodeFloor(envs: readonly Env[]) {
  const redis = await startRedis()
  const admin = new Redis(redis.url)
  const start = (env: Env = {}) => startHub({ env: { ...ENV, REDIS_URL: redis.url, ...env } })
  const hubs: HubProcess[] = await Promise.all(envs.map(start))
  const entrance = await openEntrance(hubs.map(({ url }) => url))
  const desks: BusyDesk[] = []
  const watchers: RecordingWatcher[] = []
  const tabs: Tab[] = []
  const clients: PresenceClient[] = []

  async function records(org = 'default') {
    const values = Object.values(await admin.hgetall(orgKeys(org).agents))
    return values.map(readRecord).flatMap((one) => (isTombstone(one) ? [] : [one]))
  }

  /** The sum over all labels, or over those that have this one. */
  async function metric(hub: HubProcess, name: string, label = ''): Promise<number> {
    const text = await (await fetch(`${hub.url}/metrics`)).text()
    return [...text.matchAll(new RegExp(`^${name}(\\{[^}]*\\})? (\\S+)$`, 'gm'))].reduce(
      (sum, [, has = '', n]) => sum + (has.includes(label) ? Number(n) : 0),
      0,
    )
  }

  return {
    hubs,
    entrance,
    start,
    watchers,
    desks,
    /** Through the entrance: whatever hub takes it, and again another when that one dies. */
    async desk(agentId: string): Promise<BusyDesk> {
      const desk = await openDesk(() => entrance.url, await sign({ sub: agentId, roles: ['agent'] }), agentId)
      desks.push(desk)
      return desk
    },
    async watcher(url = entrance.url): Promise<RecordingWatcher> {
      const watcher = recordWatcher(url, await sign({ sub: 'sam', roles: ['supervisor'] }), 'org')
      watchers.push(watcher)
      await eventually('the watcher is in the room', () => (watcher.cursor ? null : 'it is not'))
      return watcher
    },
    /** A tab on this very hub, which does not come back. */
    async tabOn(hub: HubProcess, claims: TokenClaims): Promise<Tab> {
      const tab = openTab(hub.url, { token: await sign(claims) })
      tabs.push(tab)
      await tab.next('welcome')
      return tab
    },
    /** A tab as a page has it, through the entrance: it comes back by itself. Resolves when it is connected. */
    async client(claims: TokenClaims): Promise<PresenceClient> {
      const client = createPresenceClient({
        url: entrance.url,
        getToken: () => sign(claims),
        // Longer than any node stands still here.
        commandDeadlineMs: 60_000,
      })
      clients.push(client)
      await eventually(`${claims.sub} is connected`, () =>
        client.connection === 'connected' ? null : client.connection,
      )
      return client
    },
    async call(hub: HubProcess, method: string, path: string, body?: unknown) {
      const response = await fetch(`${hub.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await sign({ sub: 'routing', roles: ['service', 'supervisor', 'admin'] })}`,
          'content-type': 'application/json',
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? null : (JSON.parse(text) as Record<string, unknown>) }
    },
    metric,
    records,
    sign,
    /** Every watcher shows what is stored; gives the ms it took. */
    agrees: () =>
      eventually('every watcher shows what is stored', async () => {
        const truth = new Map((await records()).map(({ agentId, presence }) => [agentId, presence]))
        for (const { held } of watchers) {
          if (held.size !== truth.size) return `one shows ${held.size} of ${truth.size} agents`
          for (const [agentId, presence] of truth)
            if (held.get(agentId)?.version !== presence.version) return `one does not show ${agentId} as stored`
        }
        return null
      }),
    /** The lease of a node that is dead: as if it had so long to go. */
    async leaseGoesOn(node: string, forMs: number): Promise<void> {
      await admin.zadd(NODE_KEYS.nodes, 'XX', Date.now() + forMs, node)
    },
    /** So many nodes were found dead by these, and their connections ended. */
    reaped: (nodes: readonly HubProcess[], count: number) =>
      eventually(`${count} dead nodes are reaped`, async () => {
        const found = await Promise.all(nodes.map((hub) => metric(hub, 'presence_reaped_nodes_total')))
        const sum = found.reduce((all, one) => all + one, 0)
        return sum >= count ? null : `${sum} are`
      }),
    /**
     * Everybody has the one tab they have, at a node that lives, and no clock runs for anybody: nothing can come any more
     * of what happened before.
     */
    settled: () =>
      eventually('everybody has one tab and nothing is due', async () => {
        for (const { agentId, state, dueAt } of await records()) {
          const tabs = state.link.state === 'connected' ? state.link.connections.length : 0
          if (tabs !== 1 || dueAt !== null) return `${agentId} has ${tabs} tabs and is due at ${dueAt}`
        }
        return null
      }),
    /** Every one of these nodes answers what is stored. */
    async answers(nodes: readonly HubProcess[]): Promise<void> {
      for (const hub of nodes)
        await eventually(`${hub.url} answers what is stored`, async () => {
          const truth = new Map((await records()).map(({ agentId, presence }) => [agentId, presence]))
          const { body } = await this.call(hub, 'GET', '/v1/agents?limit=1000')
          return difference(truth, new Map((body?.['items'] as Presence[]).map((one) => [one.agentId, one])))
        })
    },
    /** What nobody may have seen of those who were back in time: sentences. */
    wrongs(agentIds = desks.map(({ agentId }) => agentId)): string[] {
      const staff = new Set(agentIds)
      const offline = (one: Presence) => staff.has(one.agentId) && one.base === 'offline' && one.reason !== 'manual'
      return [
        ...watchers.flatMap(({ violations }) => violations),
        ...watchers.flatMap(({ all }) =>
          all.filter(offline).map(({ agentId, reason }) => `${agentId} was offline: ${reason}`),
        ),
      ]
    },
    /** Changes that were acked and are not stored. */
    async lost(): Promise<string[]> {
      const stored = new Map((await records()).map(({ agentId, presence }) => [agentId, presence.version]))
      return desks
        .filter(({ agentId, acked }) => (acked?.version ?? 0) > (stored.get(agentId) ?? 0))
        .map(({ agentId, acked }) => `${agentId}: version ${acked?.version} was acked`)
    },
    async stop() {
      for (const desk of desks) desk.close()
      for (const watcher of watchers) watcher.close()
      for (const tab of tabs) tab.close()
      for (const client of clients) client.close()
      for (const hub of hubs) hub.thaw()
      await Promise.all(hubs.map((hub) => hub.kill()))
      await entrance.stop()
      admin.disconnect()
      await redis.stop()
    },
  }
}
