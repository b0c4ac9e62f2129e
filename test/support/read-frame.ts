import type { EventBody } from '../../protocol/messages.js'
import type { Presence } from '../../protocol/presence.js'
import type { Frame, News } from '../../server/board/board.js'

/** What a frame says, as whoever it is sent to reads it. */
export type ReadFrame = {
  [E in Frame['event']]: { readonly event: E; readonly body: EventBody<E> }
}[Frame['event']]

export const readFrame = ({ event, json }: Frame) => ({ event, body: JSON.parse(json) }) as ReadFrame

export const presencesIn = ({ json }: Pick<News, 'json'>): Presence[] => JSON.parse(json) as Presence[]
