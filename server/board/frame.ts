import type { EventBody } from '../../protocol/messages.js'

/** What every watcher of a room is sent: the same bytes for all of them. */
export type Frame = {
  readonly org: string
  readonly room: string
  /** The body as JSON. */
  readonly json: string
} & (
  | { readonly event: 'presence:changed'; readonly body: EventBody<'presence:changed'> }
  | { readonly event: 'presence:left'; readonly body: EventBody<'presence:left'> }
  | { readonly event: 'presence:reset'; readonly body: EventBody<'presence:reset'> }
)
