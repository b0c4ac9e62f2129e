import type { ErrorBody } from '../protocol/errors.js'
import type { Connection, ConnectionParts, LineState } from './connection.js'
import { createListeners } from './listeners.js'
import type { PresenceError } from './presence-error.js'
import { follow } from './tab-follower.js'
import { lead } from './tab-leader.js'
import { claim, holdForLife } from './tab-lock.js'
import { withoutLine, type TabMessage, type TabRole } from './tab-messages.js'
import { scopeOf } from './tab-scope.js'

/*
 *              the lock is ours                    the leader is silent: steal the lock
 *   following ──────────────────► leading      following ───────────────────────────────► leading
 *       ▲                            │
 *       └── stolen, frozen, hidden ──┘         close(): out of the group, and the next in line leads
 *
 * Every tab stands in line for one lock. The browser gives it to the next when its holder dies, however it dies; what it
 * does not see is a holder that is stopped, so followers ask. Loaded on demand, and without a value import from the core:
 * there must be one PresenceError in a page.
 */
export interface SharedParts extends ConnectionParts {
  readonly createConnection: (parts: ConnectionParts) => Connection
  readonly errorOf: (body: ErrorBody) => PresenceError
  /** The token is another agent's now: this connection is at its end, and another has to be made. */
  readonly onMoved: () => void
}

/** The token that told who the agent is serves the first connect, if that comes within this time, ms. */
const FIRST_TOKEN_MS = 5_000

/** One line for all tabs of this agent. Gives a line of its own where tabs cannot find each other, or must not. */
export async function shareConnection(parts: SharedParts): Promise<Connection> {
  const { createConnection, errorOf, onMoved, ...own } = parts
  const { url, as, getToken, hear } = own
  const first = await getToken()
  let firstUntil = Date.now() + FIRST_TOKEN_MS
  const scope = scopeOf(first, url, as, Date.now())
  if (scope === undefined) return createConnection(own)

  const tab = newTabId()
  const lifeOf = (one: string) => `${scope}/${one}`
  const endLife = await holdForLife(lifeOf(tab))
  const listeners = createListeners<[]>()
  const channel = new BroadcastChannel(scope)
  const post = (message: TabMessage) => channel.postMessage(message)
  let before: LineState = { status: 'closed', endedBecause: undefined, lastError: undefined }
  let role: TabRole | undefined
  let leaveLine = () => {}

  /** Asked for by the leader alone, before every connect: where the agent has changed, the others must not come along. */
  async function sameAgentsToken() {
    const token = Date.now() < firstUntil ? first : await getToken()
    firstUntil = 0
    if (scopeOf(token, url, as, 0) === scope) return token
    onMoved()
    throw new Error('the token is for another agent than the one these tabs share')
  }

  function begin(next: (before: LineState) => TabRole) {
    if (role) before = withoutLine(role)
    const last = role
    role = undefined
    last?.stop()
    role = next(before)
    listeners.tell()
  }

  const changed = () => {
    // A role that is just beginning or ending tells by the one who changes it.
    if (role) listeners.tell()
  }
  const leading = () =>
    begin((from) => {
      const line = { ...own, getToken: sameAgentsToken }
      return lead({ tab, before: from, post, changed, line, createConnection, lifeOf })
    })
  const following = () => begin((from) => follow({ tab, before: from, post, changed, hear, errorOf, onSilence: steal }))

  function standInLine(steal = false) {
    leaveLine()
    leaveLine = claim(scope ?? '', { steal, onHeld: leading, onStolen: rejoin })
  }
  function rejoin() {
    following()
    standInLine()
  }
  const steal = () => standInLine(true)

  let suspended = false
  /** Frozen or put away, this tab would hold the line, or be given it, without hearing. Alone, it may as well keep it. */
  function suspend() {
    if (!role || role.standsAlone) return
    suspended = true
    following()
    role.stop()
    leaveLine()
  }
  const ends = new AbortController()
  document.addEventListener('freeze', suspend, { signal: ends.signal })
  window.addEventListener('pagehide', suspend, { signal: ends.signal })
  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    if (!suspended) role?.hear(data)
  }

  return {
    get status() {
      return role ? role.status : before.status
    },
    get endedBecause() {
      return role ? role.endedBecause : before.endedBecause
    },
    get lastError() {
      return role ? role.lastError : before.lastError
    },
    subscribe: listeners.add,
    open() {
      if (role) return role.open()
      before = { status: 'connecting', endedBecause: undefined, lastError: undefined }
      rejoin()
    },
    close() {
      ends.abort()
      leaveLine()
      const last = role
      role = undefined
      before = { status: 'closed', endedBecause: last?.endedBecause, lastError: last?.lastError }
      last?.stop()
      channel.close()
      endLife()
      listeners.tell()
    },
    wake() {
      if (suspended) {
        suspended = false
        return rejoin()
      }
      role?.wake()
    },
    goneOffline: () => role?.goneOffline(),
    send(command, request, timeoutMs, answered) {
      if (role) role.send(command, request, timeoutMs, answered)
      else answered('lost')
    },
  }
}

const newTabId = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-')
