import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import { LIMITS } from '../../protocol/limits.js'
import type { EventBody } from '../../protocol/messages.js'
import type { Actor } from '../../protocol/presence.js'
import type { SessionEndReason } from '../../protocol/vocabulary.js'
import { letsIn } from '../auth/origins.js'
import type { Tokens } from '../auth/tokens.js'
import type { Board, GoneWhy, OrgBoard } from '../board/board.js'
import { agentRoom } from '../board/room-name.js'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import { explain } from '../engine/explain.js'
import { catalogueOf } from '../engine/rulebook.js'
import type { Hub } from '../hub/hub.js'
import type { Lease } from '../lease.js'
import type { Metrics } from '../ops/metrics.js'
import type { Log } from '../ops/logging.js'
import type { OnRefused } from '../ops/refusal-log.js'
import { Refused } from '../refused.js'
import type { AgentKey } from '../store/store.js'
import { createRates } from '../edge/rates.js'
import { refusalOf } from '../edge/faults.js'
import { claimConnections } from './claims.js'
import { type Channels, clusterAdapter } from './cluster-adapter.js'
import { createCommands } from './commands.js'
import { DeflateOnRequest } from './deflate.js'
import { jsonParser } from './encoder.js'
import { guardHandshake } from './handshake.js'
import { startPulse } from './pulse.js'
import { keepNoRooms } from './roomless.js'
import { createSessions, watchExpiry } from './sessions.js'
import { SharedEvent } from './shared.js'
import { createSignals } from './signals.js'
import { bytesWaiting, forgetHandshake, type HubServer, type HubSocket } from './socket.js'
import { createWatching } from './watching.js'
import { Line } from './writing.js'

export interface GatewayParts {
  readonly http: HttpServer
  readonly hub: Hub
  readonly board: Board
  readonly tokens: Tokens
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  /** Under which id this node holds connections. */
  readonly lease: Lease
  /** To the other nodes; null: there are none. */
  readonly channels: Channels | null
  readonly onFault: (why: unknown) => void
  readonly onRefused: OnRefused
}

export interface Gateway {
  /** Ends every socket of the agent, here and on every other node. */
  endSession(key: AgentKey, why: GoneWhy, by?: Actor): void
  /** Asks every client to go elsewhere, in small batches, then closes. */
  drain(withinMs: number): Promise<void>
  /** True: the end of every connection is written. */
  close(): Promise<boolean>
}

/** How long sockets get to close in good order, ms. */
const FAREWELL_MS = 1_000
/** How many sockets are closed at once while draining. */
const DRAIN_BATCH = 50

/**
 *   handshake ──► socket ──┬─► agent tab: connection_opened ──► welcome, own room ──► commands ──► connection_closed
 *                          └─► watcher:   welcome ──► room:watch ──► frames of the board, pulse
 */
export function startGateway(parts: GatewayParts): Gateway {
  const { http, hub, board, tokens, config, clock, log, metrics, lease, channels, onFault, onRefused } = parts
  const io: HubServer = new Server(http, {
    // Polling needs sticky sessions as soon as there are two nodes, so it is only on where there is one.
    transports: config.polling ? ['polling', 'websocket'] : ['websocket'],
    pingInterval: config.heartbeatMs,
    pingTimeout: config.heartbeatMs,
    maxHttpBufferSize: LIMITS.bodyBytes,
    serveClient: false,
    wsEngine: DeflateOnRequest,
    parser: jsonParser,
    allowRequest: (request, answer) => {
      const allowed = letsIn(request.headers, config)
      if (!allowed) onRefused({ door: 'origin', code: 'forbidden', from: request.socket.remoteAddress })
      answer(null, allowed)
    },
    ...(channels && { adapter: clusterAdapter(channels, onFault) }),
    cors: { origin: config.allowedOrigins.length > 0 ? [...config.allowedOrigins] : false, credentials: true },
  })
  keepNoRooms(io)
  const watching = createWatching(board)
  io.engine.on('drain', watching.drained)
  const sessions = createSessions(clock)
  const expiry = watchExpiry(clock)
  const signals = createSignals(io, sessions, channels === null)
  const pulse = startPulse(watching, board, clock)
  const rates = createRates(config.rates.socketCommands, clock)
  const catalogues = new Map<string, string>()
  const onBug = (err: unknown) => log.error({ err }, 'a socket handler failed')
  const sockets = () => io.of('/').sockets.values()
  function tell(event: SharedEvent, whom: (socket: HubSocket) => boolean) {
    for (const socket of sockets())
      if (socket.data.welcomed && whom(socket)) new Line(socket).writeSoon(event.packed(false))
  }

  guardHandshake(io, { tokens, config, clock, onBug, onRefused })

  const stops = [
    board.onFrame((frame) => {
      metrics.frames.inc()
      if (frame.event === 'presence:changed') metrics.frameChanges.observe(frame.agents)
      watching.broadcast(frame)
    }),
    board.onSettings((org, settings) => {
      const text = JSON.stringify([...catalogueOf(settings).values()])
      if (catalogues.get(org) === text) return
      catalogues.set(org, text)
      tell(new SharedEvent('statuses:changed', `{"statuses":${text}}`), (socket) => socket.data.who.org === org)
    }),
    board.onAgentGone((org, agentId, why, by) => sessions.end(org, agentId, reasonOf(why, by))),
    board.onMoved((org, agentId) => watching.recheck(org, agentId)),
  ]

  const claims = claimConnections({ board, hub, sessions, lease, clock, leaseMs: config.nodeLeaseMs, onBug })
  stops.push(board.onRenewed((org) => claims.renewed(org)))
  stops.push(board.onOverruled((org, agentId) => claims.overruled(org, agentId)))
  lease.onLost(() => claims.all())

  const commands = createCommands({
    hub,
    watching,
    clock,
    rates,
    explain: explained,
    claim: (tab) => claims.beforeCommand(tab),
    onBug,
    onCommand(socket, command, result) {
      metrics.commands.inc({ command, result })
      if (result === 'rate_limited') onRefused({ door: 'command', code: result, from: socket.data.who.sub })
    },
  })

  io.on('connection', (socket) => {
    const { who, as } = socket.data
    const key = { org: who.org, agentId: who.sub }
    const tab = { socket, key }
    expiry.add(socket, who.expiresAt)
    if (as === 'agent') sessions.add(tab)
    forgetHandshake(socket)
    const ready = welcome(tab)
    ready.catch((why: unknown) => {
      if (!refusalOf(why)) onBug(why)
      // Closing the engine, not the socket: the client then tries again by itself.
      socket.conn.close()
    })
    commands.hear(socket, ready)
    metrics.sockets.inc({ as })
    socket.on('disconnect', (_reason, why) => {
      if (tooLarge(why)) onRefused({ door: 'message', code: 'too_large', from: who.sub })
      metrics.sockets.dec({ as })
      expiry.remove(socket)
      pulse.remove(socket)
      watching.leaveAll(socket)
      if (as !== 'agent') return
      sessions.remove(tab)
      claims.close(tab)
    })
  })

  /** The first message a socket gets: what the others are told, it is told only from here on. */
  async function welcome({ socket, key }: { socket: HubSocket; key: AgentKey }): Promise<void> {
    const { who, as } = socket.data
    const orgBoard = await board.open(who.org)
    const greeting = () => ({
      protocol: 1 as const,
      serverTime: new Date(clock.now()).toISOString(),
      heartbeatMs: config.heartbeatMs,
      statuses: [...catalogueOf(orgBoard.settings).values()],
    })
    if (socket.disconnected) return
    const opened = as === 'agent' ? await claims.open({ socket, key }) : null
    if (socket.disconnected) return
    const own = opened && { presence: opened.presence, rooms: [enterOwn(socket, orgBoard)] }
    const { rooms } = socket.data
    const resumed = rooms && watching.resume(socket, orgBoard, rooms)
    const body: EventBody<'welcome'> = { ...greeting(), ...own, ...(resumed && { resumed: resumed.rooms }) }
    const welcome = new SharedEvent('welcome', JSON.stringify(body)).packed(false)
    new Line(socket).writeTogether([welcome, ...(resumed?.packets ?? [])])
    watching.drained(socket.conn)
    if (rooms) socket.data.rooms = undefined
    socket.data.welcomed = true
    pulse.add(socket)
  }

  function enterOwn(socket: HubSocket, orgBoard: OrgBoard) {
    const room = agentRoom(socket.data.who.sub)
    return { room, cursor: watching.enter(socket, orgBoard, room) }
  }

  async function explained({ org, agentId }: AgentKey) {
    const orgBoard = await board.open(org)
    const record = orgBoard.newest(agentId)
    if (!record) throw new Refused('not_found', `There is no agent ${agentId} any more`)
    return explain(record, await hub.rulebook(org, record.presence.teams), clock.now())
  }

  metrics.onCollect(() => {
    metrics.slowWatchers.set(watching.slow)
    let [waiting, most] = [0, 0]
    for (const socket of sockets()) {
      const bytes = bytesWaiting(socket)
      waiting += bytes
      most = Math.max(most, bytes)
    }
    metrics.backlogBytes.set(waiting)
    metrics.backlogMostBytes.set(most)
  })

  return {
    endSession: (key, why, by) => signals.endSession(key, reasonOf(why, by)),
    async drain(withinMs) {
      const all = [...sockets()]
      tell(new SharedEvent('server:draining', JSON.stringify({ reconnectWithinMs: withinMs })), () => true)
      const pauseMs = withinMs / Math.max(1, Math.ceil(all.length / DRAIN_BATCH))
      for (let from = 0; from < all.length; from += DRAIN_BATCH) {
        for (const socket of all.slice(from, from + DRAIN_BATCH)) socket.conn.close()
        await new Promise<void>((resolve) => void clock.after(pauseMs, resolve))
      }
    },
    async close() {
      pulse.stop()
      expiry.stop()
      for (const stop of stops) stop()
      // A client that does not read does not say goodbye either; nobody waits for it.
      await within(FAREWELL_MS, io.close())
      const written = await within(FAREWELL_MS, claims.stop())
      // Streams of events have no end of their own; their readers go on elsewhere.
      http.closeAllConnections()
      return written === true
    },
  }

  async function within<T>(ms: number, what: Promise<T>): Promise<T | undefined> {
    let cancel = () => {}
    const late = new Promise<undefined>((resolve) => {
      cancel = clock.after(ms, () => resolve(undefined))
    })
    return Promise.race([what, late]).finally(() => cancel())
  }
}

const reasonOf = (why: GoneWhy, by?: Actor): SessionEndReason =>
  why === 'deleted' ? 'agent_deleted' : by?.type === 'agent' ? 'signed_out' : 'signed_out_by_supervisor'

/** What the transport says of a message over the limit; it has closed the line itself. */
const tooLarge = (why: unknown): boolean => why instanceof Error && why.message.includes('Max payload size exceeded')
