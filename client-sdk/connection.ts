import { io, type Socket } from 'socket.io-client'
import type { CommandAck, CommandName, CommandRequest, EventBody, EventName, Resumable } from '../protocol/messages.js'
import type { SessionEndReason } from '../protocol/vocabulary.js'
import { createListeners } from './listeners.js'
import { PresenceError, refusalIn } from './presence-error.js'

/*
 *               welcome               drop, expired token, server gone
 *   connecting ─────────► connected ─────────────────────────────────► reconnecting ──welcome──► connected
 *        └──────── session ended, forbidden, close() ──────► closed ◄────────┘
 *                                                              └── open() ──► connecting
 *
 * Socket.IO's own reconnection is off: it gives up after a refusal or a disconnect by the server, and both happen to
 * tabs that are welcome back a moment later with a fresh token.
 */

/** `connecting` until the first welcome of a session, `reconnecting` while it is lost, `closed` when it has ended. */
export type ConnectionStatus = 'connecting' | 'connected' | 'reconnecting' | 'closed'

/** The token of this moment; undefined where a cookie says who it is. */
export type GetToken = () => string | undefined | Promise<string | undefined>

export interface ConnectionParts {
  readonly url: string | undefined
  readonly as: 'agent' | 'watcher' | undefined
  /** Asked before every connect. */
  readonly polling: () => boolean
  readonly getToken: GetToken
  /** To go on with on the next line, and from where. Asked before every connect. */
  readonly rooms: () => readonly Resumable[]
  /** Hears everything the hub says, in order; the welcome before the status becomes `connected`. */
  readonly hear: Hear
}

export type Hear = <N extends EventName>(event: N, body: EventBody<N>) => void

/** What came of a command: the hub's answer, none in time, or no line to bring it over or the answer back. */
export type Answer<N extends CommandName> = CommandAck<N> | 'late' | 'lost'

/** Where the line stands. */
export interface LineState {
  readonly status: ConnectionStatus
  readonly endedBecause: SessionEndReason | undefined
  readonly lastError: PresenceError | undefined
}

export interface Connection extends LineState {
  /** Called after the state changed. */
  subscribe(listener: () => void): () => void
  open(): void
  close(): void
  /** The line may be dead or back without the socket knowing: asks now, or tries now instead of waiting. */
  wake(): void
  /** There is no network: says so, and goes on trying. */
  goneOffline(): void
  /** Puts a command on the line, once, if there is one. */
  send<N extends CommandName>(
    command: N,
    request: CommandRequest<N>,
    timeoutMs: number,
    answered: (answer: Answer<N>) => void,
  ): void
}

/** Between two tries, ms: doubled from the first to the last, then cut by up to half at random, so that tabs spread. */
const RETRY_MS = { first: 400, last: 5_000 }
/** After this many tokens refused in a row asking often does not help. */
const TOKENS_REFUSED = 3
const TOKEN_RETRY_MS = 30_000
/** How long a connect may take until its welcome, ms. */
const WELCOME_MS = 10_000
/** How long a probe may take, ms. A try that is older than this when the tab wakes is given up, too. */
const PROBE_MS = 2_000
/** How long an ended session is still listened to, ms, for the answer to the command that ended it. */
const LAST_WORDS_MS = 1_000

export function createConnection({ url, as, polling, getToken, rooms, hear }: ConnectionParts): Connection {
  const socket = createSocket(url, as)
  const listeners = createListeners<[]>()
  let status: ConnectionStatus = 'closed'
  let endedBecause: SessionEndReason | undefined
  let lastError: PresenceError | undefined
  let attempt = 0
  let triedAt: number | undefined
  let probed: number | undefined
  let tries = 0
  let tokensRefused = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function become(next: ConnectionStatus) {
    if (status === next) return
    status = next
    listeners.tell()
  }

  function plan(ms: number, run: () => void) {
    clearTimeout(timer)
    timer = setTimeout(run, ms)
  }

  function connect() {
    const mine = ++attempt
    triedAt = Date.now()
    // A second `connect` on a line half open would introduce us twice, and the hub hangs up on that.
    socket.disconnect()
    // Covers the token, the transport and the welcome: a hub that accepts and says nothing is tried again too.
    plan(WELCOME_MS, () => lost())
    Promise.all([Promise.resolve().then(getToken), polling() ? loadPolling() : undefined]).then(
      ([token, chunk]) => {
        if (mine !== attempt) return
        if (chunk) socket.io.opts.transports = chunk.POLLING_FIRST
        const resumable = rooms()
        socket.auth = {
          ...(token !== undefined && { token }),
          ...(as && { as }),
          ...(resumable.length > 0 && { rooms: resumable }),
        }
        socket.connect()
      },
      (why: unknown) => {
        if (mine !== attempt) return
        lastError = new PresenceError({ code: 'unauthorized', message: `getToken failed: ${String(why)}` })
        lost()
      },
    )
  }

  /** No line, or none that answers: take it down and try again later. */
  function lost(waitMs = nextWaitMs()) {
    if (status === 'closed') return
    const mine = ++attempt
    triedAt = undefined
    // All is settled before anybody is told: a listener may close the client, or open it anew.
    plan(waitMs, connect)
    if (status === 'connected') become('reconnecting')
    else listeners.tell()
    if (mine === attempt) socket.disconnect()
  }

  function nextWaitMs(): number {
    if (tokensRefused >= TOKENS_REFUSED) return TOKEN_RETRY_MS
    return Math.min(RETRY_MS.first * 2 ** tries++, RETRY_MS.last) * (0.5 + Math.random() / 2)
  }

  function end(lastWordsMs = 0) {
    const mine = ++attempt
    if (lastWordsMs > 0) plan(lastWordsMs, () => socket.disconnect())
    else clearTimeout(timer)
    become('closed')
    if (lastWordsMs === 0 && mine === attempt) socket.disconnect()
  }

  socket.onAny((event: EventName, body: EventBody<EventName>) => {
    const welcome = event === 'welcome'
    if (welcome) {
      clearTimeout(timer)
      tries = 0
      tokensRefused = 0
      lastError = undefined
    }
    hear(event, body)
    if (welcome) become('connected')
  })

  socket.on('connect_error', (failure) => {
    const refusal = refusalIn(failure)
    if (refusal) {
      lastError = refusal
      if (refusal.code === 'unauthorized') tokensRefused++
      if (refusal.code === 'forbidden' || refusal.code === 'invalid') return end()
    }
    lost()
  })

  socket.on('disconnect', (reason) => {
    // What was said to a line that was dead already must not be said again on the next one.
    socket.sendBuffer = []
    // 'io client disconnect' is ours: whoever called it has planned what comes next.
    if (reason !== 'io client disconnect') lost()
  })

  socket.on('session:ended', ({ reason }: EventBody<'session:ended'>) => {
    if (reason === 'token_expired') return lost()
    endedBecause = reason
    end(LAST_WORDS_MS)
  })

  function probe() {
    if (probed === attempt) return
    const mine = (probed = attempt)
    socket.timeout(PROBE_MS).emit('probe', {}, (late: unknown) => {
      if (probed === mine) probed = undefined
      if (late && mine === attempt) lost(0)
    })
  }

  return {
    subscribe: listeners.add,
    get status() {
      return status
    },
    get endedBecause() {
      return endedBecause
    },
    get lastError() {
      return lastError
    },
    open() {
      if (status !== 'closed') return
      endedBecause = undefined
      lastError = url === undefined && typeof location === 'undefined' ? nowhere() : undefined
      tries = 0
      tokensRefused = 0
      if (lastError) return listeners.tell()
      connect()
      become('connecting')
    },
    close: () => end(),
    wake() {
      if (status === 'closed') return
      if (status === 'connected') return probe()
      tries = 0
      // A try that has just begun is as good as another: starting over would only lose time.
      if (triedAt === undefined || Date.now() - triedAt > PROBE_MS) connect()
    },
    goneOffline() {
      if (status === 'connected') lost()
    },
    send(command, request, timeoutMs, answered) {
      // A word said without a line would wait in socket.io for a line of another day.
      if (status !== 'connected') return answered('lost')
      const mine = attempt
      socket.timeout(timeoutMs).emit(command, request, (failed: Error | null, ack: CommandAck<typeof command>) => {
        if (!failed) answered(ack)
        else answered(mine === attempt ? 'late' : 'lost')
      })
    },
  }
}

/** If the file cannot be had, WebSocket is tried all the same; the next try asks for the file again. */
const loadPolling = () => import('./polling.js').catch(() => undefined)

function createSocket(url: string | undefined, as: ConnectionParts['as']): Socket {
  const options = {
    transports: ['websocket'],
    reconnection: false,
    autoConnect: false,
    // A manager of its own: two clients in one page must not share a line.
    forceNew: true,
    timeout: WELCOME_MS,
    // Rooms are large and much alike. A tab gets a few hundred bytes at a time: there it costs more than it saves.
    ...(as === 'watcher' && { query: { deflate: '1' } }),
  }
  return url === undefined ? io(options) : io(url, options)
}

const nowhere = () =>
  new PresenceError({ code: 'invalid', message: 'There is no page to take the address from: give the client a url' })
