import { fileURLToPath } from 'node:url'
import { SignJWT } from 'jose'
import { io, type Socket } from 'socket.io-client'
import type {
  ClientToServer,
  CommandAck,
  CommandName,
  CommandRequest,
  EventBody,
  EventName,
  ServerToClient,
} from '../../protocol/messages.js'
import type { Presence } from '../../protocol/presence.js'
import type { Role } from '../../protocol/vocabulary.js'
import { startApp } from '../../server/app.js'
import { readConfig } from '../../server/config.js'
import { createLog } from '../../server/ops/logging.js'
import { createMemoryStore } from '../../server/store/memory-store.js'
import { PATIENCE_MS } from './eventually.js'
import { createShiftedClock } from './shifted-clock.js'

const SECRET = 'a-secret-for-tests-that-is-long-enough-for-hs256'
/** This hub runs from its sources: only the pages have to be built. */
export const BUILT_PAGES = fileURLToPath(new URL('../../dist/web', import.meta.url))

export interface Claims {
  readonly sub: string
  readonly roles: readonly Role[]
  readonly org?: string
  readonly name?: string
  readonly teams?: readonly string[]
  /** Seconds from now by the hub's clock. */
  readonly expiresIn?: number
}

/** What came back over HTTP; `body` is whatever JSON said, for tests to look into. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any
}

export type RunningHub = Awaited<ReturnType<typeof runHub>>

/** A whole hub in this process, on a free port, with a clock that can be shifted. */
export async function runHub(env: Readonly<Record<string, string>> = {}) {
  const clock = createShiftedClock()
  const config = readConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    PRESENCE_JWT_SECRET: SECRET,
    // Ten pulses in a second: a shift of the clock must not keep the reaper waiting.
    PRESENCE_NODE_LEASE_MS: '1000',
    LOG_LEVEL: 'error',
    ...env,
  })
  // A shift of the clock is no outage: time that nobody slept through.
  const store = createMemoryStore({ clock, historyMs: config.historyMs, silenceMs: () => Infinity })
  const app = await startApp({
    config,
    store,
    channels: null,
    clock,
    log: createLog(config.logLevel),
    webRoot: BUILT_PAGES,
  })
  const tabs = new Set<Tab>()

  const token = async ({ sub, roles, org, name, teams, expiresIn = 86_400 }: Claims) =>
    new SignJWT({ roles: [...roles], ...(org && { org }), ...(name && { name }), ...(teams && { teams: [...teams] }) })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(sub)
      .setExpirationTime(Math.floor(clock.now() / 1_000) + expiresIn)
      .sign(new TextEncoder().encode(SECRET))

  async function http(
    method: string,
    path: string,
    options: { as?: Claims; token?: string; body?: unknown; raw?: string; headers?: Record<string, string> } = {},
  ): Promise<HttpAnswer> {
    const bearer = options.token ?? (options.as && (await token(options.as)))
    const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body))
    const response = await fetch(`${app.url}${path}`, {
      method,
      headers: {
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(body !== undefined && { body }),
    })
    const type = response.headers.get('content-type') ?? ''
    // A stream has no end to wait for.
    if (type.startsWith('text/event-stream')) await response.body?.cancel()
    const text = response.bodyUsed ? '' : await response.text()
    const json = type.includes('json')
    return { status: response.status, headers: response.headers, body: json && text !== '' ? JSON.parse(text) : text }
  }

  const SERVICE: Claims = { sub: 'routing', roles: ['service'] }
  const ADMIN: Claims = { sub: 'root', roles: ['admin'] }
  const SUPERVISOR: Claims = { sub: 'sam', roles: ['supervisor'] }

  async function connect(claims: Claims, auth: Readonly<Record<string, unknown>> = {}, query = ''): Promise<Tab> {
    const tab = openTab(`${app.url}${query}`, { token: await token(claims), ...auth }, () => tabs.delete(tab))
    tabs.add(tab)
    await tab.next('welcome')
    return tab
  }

  return {
    url: app.url,
    clock,
    token,
    http,
    connect,
    /** As work distribution. */
    service: (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
      http(method, path, { as: SERVICE, body, headers }),
    admin: (method: string, path: string, body?: unknown) => http(method, path, { as: ADMIN, body }),
    supervisor: (method: string, path: string, body?: unknown) => http(method, path, { as: SUPERVISOR, body }),
    agentTab: (sub: string, more: Partial<Claims> = {}) => connect({ sub, roles: ['agent'], ...more }),
    watcher: (auth: Readonly<Record<string, unknown>> = {}) => connect(SUPERVISOR, { as: 'watcher', ...auth }),
    /** Resolves when nothing is due any more: after a shift of the clock, everything that follows from it has happened. */
    async settled() {
      while ((await store.due(1)).length > 0) await new Promise((resolve) => setImmediate(resolve))
      // What was committed last is on the board one turn later.
      await new Promise((resolve) => setImmediate(resolve))
    },
    async stop() {
      for (const tab of tabs) tab.close()
      await app.close()
    },
  }
}

/** A bare socket that remembers everything it was told, in order. */
export interface Tab {
  readonly socket: Socket<ServerToClient, ClientToServer>
  readonly heard: readonly { readonly event: string; readonly body: unknown }[]
  /** The first event of this name, that the test accepts, heard from now on or already. */
  next<N extends EventName>(event: N, accept?: (body: EventBody<N>) => boolean): Promise<EventBody<N>>
  send<N extends CommandName>(command: N, request: CommandRequest<N>): Promise<CommandAck<N>>
  /** Presences seen so far, from welcome, frames, snapshots. */
  presences(): readonly Presence[]
  close(): void
}

export function openTab(url: string, auth: Readonly<Record<string, unknown>>, onClose: () => void = () => {}): Tab {
  const socket: Socket<ServerToClient, ClientToServer> = io(url, {
    auth,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  })
  const heard: { event: string; body: unknown }[] = []
  const listeners = new Set<() => void>()
  const note = (event: string, body: unknown) => {
    heard.push({ event, body })
    for (const listener of listeners) listener()
  }
  socket.onAny((event: string, body: unknown) => note(event, body))
  socket.on('connect_error', (why) => note('connect_error', why))
  socket.on('disconnect', (why) => note('disconnect', why))

  const until = <T>(what: string, find: () => T | undefined): Promise<T> => {
    const found = find()
    if (found !== undefined) return Promise.resolve(found)
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        listeners.delete(look)
        reject(
          new Error(`waited ${PATIENCE_MS} ms for ${what}; heard ${JSON.stringify(heard.slice(-5)).slice(0, 2_000)}`),
        )
      }, PATIENCE_MS)
      const look = () => {
        const now = find()
        if (now === undefined) return
        clearTimeout(late)
        listeners.delete(look)
        resolve(now)
      }
      listeners.add(look)
    })
  }

  return {
    socket,
    heard,
    next: (event, accept = () => true) =>
      until(event, () => {
        const found = heard.find((one) => one.event === event && accept(one.body as never))
        return found?.body as never
      }),
    send: (command, request) => socket.timeout(PATIENCE_MS).emitWithAck(command, ...([request] as never)) as never,
    presences: () =>
      heard.flatMap(({ body }) => {
        const has = body as { presence?: Presence; changes?: Presence[]; snapshot?: Presence[] }
        return [...(has.presence ? [has.presence] : []), ...(has.changes ?? []), ...(has.snapshot ?? [])]
      }),
    close() {
      socket.disconnect()
      onClose()
    },
  }
}
