import type { EventBody } from '../../protocol/messages.js'
import type { Presence } from '../../protocol/presence.js'
import type { Frame, News } from '../../server/board/board.js'
import { textOf } from '../../server/board/listed.js'

/** What a frame says, as whoever it is sent to reads it. */
export type ReadFrame = {
  [E in Frame['event']]: { readonly event: E; readonly body: EventBody<E> }
}[Frame['event']]

export const readFrame = ({ event, json }: Frame) => ({ event, body: JSON.parse(textOf(json)) }) as ReadFrame

export const presencesIn = ({ puts }: Pick<News, 'puts'>): Presence[] =>
  puts.map(({ json }) => JSON.parse(json) as Presence)
