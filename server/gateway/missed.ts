import type { News } from '../board/board.js'
import { listed } from '../board/listed.js'
import { type Packed, SharedEvent } from './shared.js'

/** What was missed of a room since a cursor, encoded once for all who missed the same. */
export interface Missed {
  /** What may have to be made ready first; null: nothing but who left. */
  readonly changed: SharedEvent | null
  /** Who left, then what changed. */
  readonly packets: (deflates: boolean) => Packed[]
}

export function missedOf(room: string, from: string, news: News): Missed {
  const left = leftOf(room, from, news)
  const changed = changedOf(room, from, news)
  return {
    changed,
    packets: (deflates) => [...(left ? [left.packed(false)] : []), ...(changed ? [changed.packed(deflates)] : [])],
  }
}

/** With the old cursor: whoever stops before the rest asks again and hears it again. */
export function leftOf(room: string, from: string, news: News): SharedEvent | null {
  if (news.whole || news.left.length === 0) return null
  return new SharedEvent('presence:left', JSON.stringify({ room, from, cursor: from, agentIds: news.left }))
}

function changedOf(room: string, from: string, news: News): SharedEvent | null {
  const { cursor, puts } = news
  if (news.whole) return new SharedEvent('presence:reset', listed({ room, cursor }, 'snapshot', puts))
  if (puts.length === 0 && cursor === from) return null
  return new SharedEvent('presence:changed', listed({ room, from, cursor }, 'changes', puts))
}
