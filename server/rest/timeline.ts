import { LIMITS } from '../../protocol/limits.js'
import { invalid } from '../refused.js'
import type { RestParts, Some } from './call.js'
import { readPlace, writePlace } from './page.js'
import { seen } from './seen.js'
import { spansOf } from './spans.js'

export const timelineHandlers = ({ store }: RestParts): Some<'timeline'> => ({
  async timeline({ who, orgBoard, params, query }) {
    seen(who, orgBoard, params.id)
    const now = store.now()
    const from = query.from === undefined ? 0 : Date.parse(query.from)
    const until = query.to === undefined ? now : Math.min(Date.parse(query.to), now)
    if (query.to !== undefined && from > Date.parse(query.to)) throw invalid('from', 'must not be after to')
    const to = query.after === undefined ? until : Number(readPlace(query.after)[0])
    const limit = query.limit ?? LIMITS.pageDefault
    // One more than asked tells whether there is another page; rows end where the next one, given before, began.
    const rows = await store.timeline(who.org, params.id, { from, to, limit: limit + 1 })
    const items = spansOf(rows.slice(0, limit), from, to, to >= now)
    const oldest = items.at(-1)
    return {
      body: {
        items,
        ...(oldest && rows.length > limit && { next: writePlace([String(Date.parse(oldest.from)), params.id]) }),
      },
    }
  },
})
