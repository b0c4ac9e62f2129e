import type { CommandAck, CommandRequest } from '../protocol/messages.js'
import type { Answer, Connection } from './connection.js'
import { PresenceError, unavailable } from './presence-error.js'

/** What changes the agent's presence, and gives back what it has become. */
export type PresenceCommand = 'presence:set' | 'presence:reset' | 'presence:sign_out'
export type Done<C extends AgentCommand> = Extract<CommandAck<C>, { ok: true }>
type AgentCommand = PresenceCommand | 'presence:explain'

/**
 * Brings one command to the hub: sent when there is a line, sent again with the same id when the line broke before the
 * answer, and never after its deadline. What somebody wanted an hour ago is not what they want now.
 */
export async function carryOut<C extends AgentCommand>(
  connection: Connection,
  command: C,
  request: CommandRequest<C>,
  deadlineMs: number,
): Promise<Done<C>> {
  const deadline = Date.now() + deadlineMs
  for (;;) {
    await whenConnected(connection, deadline)
    const answer = await new Promise<Answer<C>>((resolve) => {
      connection.send(command, request, Math.max(0, deadline - Date.now()), resolve)
    })
    if (answer === 'lost') continue
    if (answer === 'late') throw unavailable('The hub did not answer in time; the change may or may not have been made')
    mustBeDone<C>(answer)
    return answer
  }
}

function mustBeDone<C extends AgentCommand>(ack: CommandAck<C>): asserts ack is Done<C> {
  if (!ack.ok) throw new PresenceError(ack.error)
}

/** Resolves when connected; rejects at the deadline (ms since 1970 by the local clock) or when closed. */
function whenConnected(connection: Connection, deadline: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (run: () => void) => {
      clearTimeout(late)
      stop()
      run()
    }
    const tooLate = () => unavailable('The hub could not be reached in time; nothing was changed')
    const look = () => {
      // A tab that slept may find the line before the timer finds that it is late.
      if (Date.now() >= deadline) settle(() => reject(tooLate()))
      else if (connection.status === 'connected') settle(resolve)
      else if (connection.status === 'closed') settle(() => reject(unavailable('The client is closed; sign in first')))
    }
    const late = setTimeout(() => settle(() => reject(tooLate())), deadline - Date.now())
    const stop = connection.subscribe(look)
    look()
  })
}

/** Unique among the commands of one agent within 2 minutes. `randomUUID` is missing on plain http. */
export const newCommandId = (): string =>
  Array.from({ length: 4 }, () => Math.floor(Math.random() * 2 ** 32).toString(36)).join('-')
