import type { LastHour, Summary } from '../../protocol/rest.js'
import { room as roomName } from '../../protocol/messages.js'
import { mayWatch } from '../auth/permissions.js'
import { parse } from '../edge/parse.js'
import { CONNECTION } from '../engine/settle.js'
import { Refused } from '../refused.js'
import type { Call, RestParts, Some } from './call.js'

export const roomHandlers = ({ lastHour }: RestParts): Some<'roomSummary' | 'roomLastHour'> => ({
  async roomSummary(call) {
    const room = watchable(call)
    const counts = {
      // Without a prototype: a status may be called `constructor`.
      byStatus: Object.create(null) as Record<string, number>,
      byBase: { available: 0, busy: 0, dnd: 0, away: 0, offline: 0 },
      byConnection: { connected: 0, reconnecting: 0, disconnected: 0 },
    }
    let routable = 0
    const puts = call.orgBoard.putsIn(room)
    for (const put of puts) {
      const { status } = put
      if (put.routable) routable++
      counts.byStatus[status] = (counts.byStatus[status] ?? 0) + 1
      counts.byBase[put.base]++
      counts.byConnection[CONNECTION[put.link]]++
    }
    const body: Summary = { room, cursor: call.orgBoard.cursor(room), agents: puts.length, routable, ...counts }
    return { body }
  },

  async roomLastHour(call) {
    const room = watchable(call)
    if (room.startsWith('agent:'))
      throw new Refused('invalid', 'room: must be org or team:{id}; an agent has a timeline')
    const points = lastHour
      .of(call.who.org, room)
      .map(({ at, ...counts }) => ({ at: new Date(at).toISOString(), ...counts }))
    const body: LastHour = { room, points }
    return { body }
  },
})

function watchable({ who, orgBoard, params }: Call<'roomSummary' | 'roomLastHour'>): string {
  const room = parse(roomName, params.room)
  if (!mayWatch(who, room, (agentId) => orgBoard.put(agentId)?.teams))
    throw new Refused('forbidden', `The token does not allow watching ${room}`)
  return room
}
