import type { ErrorBody } from '../protocol/errors.js'
import type { CommandName, CommandRequest, EventBody, EventName } from '../protocol/messages.js'
import type { SessionEndReason } from '../protocol/vocabulary.js'
import type { Answer, Connection, ConnectionStatus, LineState } from './connection.js'

/** A line's state as it can be said to another tab. */
export interface ToldState {
  readonly status: ConnectionStatus
  readonly endedBecause: SessionEndReason | undefined
  readonly lastError: ErrorBody | undefined
}

/** A command for the leader to put on the line. */
export interface ToldCommand<N extends CommandName = CommandName> {
  readonly say: 'command'
  readonly from: string
  /** Meant for this leader and no other. */
  readonly leader: string
  readonly nth: number
  readonly command: N
  readonly request: CommandRequest<N>
  readonly timeoutMs: number
  /** ms since 1970; all tabs have the same clock. */
  readonly saidAt: number
}

/** What tabs say to each other. Everybody hears everything; `to` and `leader` tell whom it is for. */
export type TabMessage =
  /** A follower is here, asks whether the leader is, and wants the state unless it `knows` this leader. */
  | { readonly say: 'hello'; readonly from: string; readonly knows: string | undefined }
  | ToldCommand
  | { readonly say: 'open' | 'wake'; readonly from: string }
  /** From here on everything this leader says is heard by all. */
  | { readonly say: 'leading' | 'leaving'; readonly leader: string }
  | { readonly say: 'here'; readonly leader: string; readonly to: string }
  | {
      readonly say: 'state'
      readonly leader: string
      readonly to: string | undefined
      readonly state: ToldState
      /** For who comes late: what a welcome would say now. */
      readonly welcome: EventBody<'welcome'> | undefined
    }
  | { readonly say: 'event'; readonly leader: string; readonly event: EventName; readonly body: EventBody<EventName> }
  | {
      readonly say: 'answer'
      readonly leader: string
      readonly to: string
      readonly nth: number
      readonly answer: Answer<CommandName>
    }

/** What a tab is in the group, leader or follower: a connection, and an ear for the others. */
export interface TabRole extends LineState, Pick<Connection, 'open' | 'wake' | 'goneOffline' | 'send'> {
  hear(message: TabMessage): void
  /** No other tab could take over. */
  readonly standsAlone: boolean
  stop(): void
}

/** What both roles need. */
export interface TabRoleParts {
  /** Of this tab, random. */
  readonly tab: string
  /** How things stood when the role began. */
  readonly before: LineState
  readonly post: (message: TabMessage) => void
  /** The state changed. */
  readonly changed: () => void
}

/** A line that was there and is not is being looked for; so says every tab until the next leader has it. */
export const withoutLine = ({ status, endedBecause, lastError }: LineState): LineState => ({
  status: status === 'connected' ? 'reconnecting' : status,
  endedBecause,
  lastError,
})
