import type { Response } from 'express'
import type { ChangeEvent } from '../../protocol/history.js'
import { maySee } from '../auth/permissions.js'
import type { Identity } from '../auth/identity.js'
import { readCursor, writeCursor } from '../board/cursor.js'
import { invalid, Refused } from '../refused.js'
import type { LogEntry, Position } from '../store/store.js'
import type { RestParts, Some } from './call.js'

/** How often a line is sent to say that the stream lives, ms: below the 30 s after which many proxies cut an idle one. */
const ALIVE_MS = 15_000
/** What may wait for a reader before the stream is ended, bytes. The reader comes back with its cursor and misses nothing. */
const WAITING_BYTES = 1_048_576
/** However long a token lives, a stream is ended after a day. */
const LONGEST_MS = 86_400_000

/**
 *   cursor ──► follow the log, keep what comes ──► send what changed since ──► send what was kept, then as it comes
 *
 * The log is told as it is: a change that a frame would have folded into the next one is told too. Whenever nothing can
 * be vouched for any more the stream ends; the reader comes back with Last-Event-ID and is told, or gets 410.
 */
export const eventHandlers = ({ store, clock }: RestParts): Some<'events'> => ({
  async events({ who, orgBoard, query, header }) {
    const cursor = header('last-event-id') ?? query.after
    const from = cursor === undefined ? undefined : readCursor(cursor)
    if (cursor !== undefined && !from)
      throw invalid('after', 'must be a cursor that this hub gave, e.g. the id of the last event')

    const kept: LogEntry[] = []
    let take = (entry: LogEntry) => void kept.push(entry)
    let doubted = false
    let end = () => void (doubted = true)
    const unfollow = await store.follow({
      wants: (org) => org === who.org,
      entry: (entry) => take(entry),
      doubt: (concerns) => concerns(who.org) && end(),
    })
    try {
      const missed = from ? await store.changesSince(who.org, from) : []
      if (missed === 'gone')
        throw new Refused(
          'gone',
          'The log does not reach back to this cursor; read the agents anew, then go on from now',
        )
      return {
        write(response) {
          let last: Position | undefined
          take = (entry) => {
            if (last && entry.position.epoch === last.epoch && entry.position.sequence <= last.sequence) return
            last = entry.position
            send(response, entry, who)
          }
          end = () => void response.end()
          open(response, cursor ?? orgBoard.cursor('org'))
          for (const entry of [...missed, ...kept]) take(entry)
          if (doubted) end()
          const ends = Math.min(Math.max(0, (who.expiresAt ?? Infinity) - clock.now()), LONGEST_MS)
          const stops = [clock.every(ALIVE_MS, () => response.write(': alive\n\n')), clock.after(ends, end)]
          response.once('close', () => {
            for (const stop of stops) stop()
            void unfollow()
          })
        },
      }
    } catch (why) {
      await unfollow()
      throw why
    }
  },
})

/** With an id and no data: a reader who is cut off before the first change knows already where to go on. */
function open(response: Response, cursor: string): void {
  response.set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' })
  response.write(`id: ${cursor}\n\n`)
}

/** The id goes with the last event of an entry, so that a reader never resumes in the middle of one. */
function send(response: Response, entry: LogEntry, who: Identity): void {
  const cursor = writeCursor(entry.position)
  const events = eventsOf(entry, who, cursor)
  const text = events.map((event, index) => {
    const id = index === events.length - 1 ? `id: ${cursor}\n` : ''
    return `${id}data: ${JSON.stringify(event)}\n\n`
  })
  // Nothing for this reader, but the cursor moves on.
  response.write(text.length > 0 ? text.join('') : `id: ${cursor}\n\n`)
  if (response.writableLength > WAITING_BYTES) response.destroy()
}

function eventsOf(entry: LogEntry, who: Identity, cursor: string): ChangeEvent[] {
  const envelope = (agentId: string, index: number) =>
    ({
      specversion: '1.0',
      id: `${cursor}.${index}`,
      source: `/organisations/${entry.org}`,
      subject: agentId,
      time: new Date(entry.at).toISOString(),
      datacontenttype: 'application/json',
    }) as const
  switch (entry.type) {
    case 'agents':
      return entry.puts
        .flatMap(({ changes }) => changes)
        .filter(({ teams }) => maySee(who, teams))
        .map((data, index) => ({ ...envelope(data.agentId, index), type: 'presence.changed', data }))
    case 'agent_deleted': {
      const { agentId, teams } = entry.tombstone
      if (!maySee(who, teams)) return []
      return [{ ...envelope(agentId, 0), type: 'agent.deleted', data: { agentId } }]
    }
    case 'settings':
      return []
  }
}
