import { COMMANDS, type CommandName } from '../../protocol/messages.js'
import type { ErrorBody } from '../../protocol/errors.js'
import type { Explanation } from '../../protocol/explanation.js'
import { actorOf } from '../auth/permissions.js'
import { agentRoom } from '../board/room-name.js'
import type { Clock } from '../clock.js'
import type { UntimedEvent } from '../engine/events.js'
import { BUG, bodyOf, refusalOf } from '../edge/faults.js'
import type { Hub } from '../hub/hub.js'
import { parse } from '../edge/parse.js'
import type { Rates } from '../edge/rates.js'
import { Refused } from '../refused.js'
import type { AgentKey } from '../store/store.js'
import { OwnAnswer } from './encoder.js'
import { packedAnswer } from './shared.js'
import type { AgentTab, HubSocket } from './socket.js'
import type { Watching } from './watching.js'
import { Line } from './writing.js'

interface Desk {
  readonly hub: Hub
  readonly watching: Watching
  readonly clock: Clock
  readonly rates: Rates
  /** Why an agent has the status they have. */
  readonly explain: (key: AgentKey) => Promise<Explanation>
  /** Called before a command changes the agent. */
  readonly claim: (tab: AgentTab) => void
  readonly onCommand: (socket: HubSocket, command: CommandName, result: string) => void
  readonly onBug: (why: unknown) => void
}

/** OwnAnswer: a good one. */
type Ack = { readonly ok: true } | { readonly ok: false; readonly error: ErrorBody } | OwnAnswer

/**
 * Hears every command of a socket, from when it is `ready`: a tab's connection is recorded before its first command is
 * heard. Rate, then shape, then right, then deed; whatever goes wrong becomes an ack, never a throw.
 *
 * Thousands of tabs are idle: what a socket adds to this is one listener.
 */
export function createCommands({ hub, watching, clock, rates, explain, claim, onCommand, onBug }: Desk) {
  const keyOf = ({ data: { who } }: HubSocket): AgentKey => ({ org: who.org, agentId: who.sub })
  const self = ({ data: { who } }: HubSocket) => actorOf(who, who.sub)

  async function post(socket: HubSocket, event: UntimedEvent, commandId: string | undefined) {
    if (socket.data.as !== 'agent')
      throw new Refused('forbidden', 'Only an agent tab changes presence here; others use REST')
    const key = keyOf(socket)
    claim({ socket, key })
    const { presence } = await hub.post(key, event, commandId === undefined ? {} : { commandId })
    return { ok: true, presence } as const
  }

  const answers: Readonly<Record<CommandName, (socket: HubSocket, payload: unknown) => Promise<Ack>>> = {
    'presence:set': (socket, payload) => {
      const { status, note, expiresAt, commandId } = parse(COMMANDS['presence:set'].request, payload)
      const chosen = {
        type: 'chosen',
        status,
        by: self(socket),
        ...(note !== undefined && { note }),
        ...(expiresAt !== undefined && { until: Date.parse(expiresAt) }),
      } as const
      return post(socket, chosen, commandId)
    },
    'presence:reset': (socket, payload) =>
      post(socket, { type: 'reset' }, parse(COMMANDS['presence:reset'].request, payload).commandId),
    'presence:sign_out': (socket, payload) => {
      const { commandId } = parse(COMMANDS['presence:sign_out'].request, payload)
      return post(socket, { type: 'signed_out', by: self(socket) }, commandId)
    },
    'presence:explain': async (socket, payload) => {
      parse(COMMANDS['presence:explain'].request, payload)
      if (socket.data.as !== 'agent') throw new Refused('forbidden', 'Only an agent tab is told here; others use REST')
      return { ok: true, explanation: await explain(keyOf(socket)) }
    },
    'room:watch': (socket, payload) => watching.watch(socket, parse(COMMANDS['room:watch'].request, payload)),
    'room:unwatch': async (socket, payload) => {
      const { room } = parse(COMMANDS['room:unwatch'].request, payload)
      const { as, who } = socket.data
      // A tab is in its agent's own room without asking, and stays.
      if (as !== 'agent' || room !== agentRoom(who.sub)) watching.unwatch(socket, room)
      return { ok: true }
    },
    probe: async (_socket, payload) => {
      parse(COMMANDS.probe.request, payload)
      return { ok: true, serverTime: new Date(clock.now()).toISOString() }
    },
  }

  async function answer(socket: HubSocket, ready: Promise<void>, command: CommandName, payload: unknown): Promise<Ack> {
    try {
      const waitMs = rates.take(socket.id)
      if (waitMs > 0)
        throw new Refused('rate_limited', `Too many commands on this socket; try again in ${waitMs} ms`, {
          retryAfterMs: waitMs,
        })
      await ready
      const ack = await answers[command](socket, payload)
      onCommand(socket, command, ack instanceof OwnAnswer || ack.ok ? 'ok' : ack.error.code)
      return ack
    } catch (thrown) {
      const refused = refusalOf(thrown)
      if (!refused) onBug(thrown)
      onCommand(socket, command, refused?.code ?? 'bug')
      return { ok: false, error: bodyOf(refused ?? BUG) }
    }
  }

  return {
    hear(socket: HubSocket, ready: Promise<void>): void {
      // One listener for all: what a client sends is untyped until it is parsed, and unknown events fall through unheard.
      socket.onAny((event: string, ...args: readonly unknown[]) => {
        if (!isCommand(event)) return
        const last = args.at(-1)
        const ack = typeof last === 'function' ? (last as (answer: OwnAnswer) => void) : null
        const payload = args.length > (ack ? 1 : 0) ? args[0] : undefined
        void answer(socket, ready, event, payload).then((answered) =>
          ack?.(answered instanceof OwnAnswer ? answered : answerOf(socket, answered)),
        )
      })
    },
  }
}

const isCommand = (event: string): event is CommandName => Object.hasOwn(COMMANDS, event)

const answerOf = (socket: HubSocket, body: object): OwnAnswer =>
  new OwnAnswer((id) => new Line(socket).writeSoon(packedAnswer(id, JSON.stringify(body))))
