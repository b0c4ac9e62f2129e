/**
 * Centrifugo's bidirectional protocol in JSON, as far as a watcher needs it. A message is one or more lines:
 *
 *   client ──► {"id":1,"connect":{"token":…}}       ◄── {"id":1,"connect":{…,"ping":25,"pong":true}}
 *          ──► {"id":2,"subscribe":{"channel":…}}   ◄── {"id":2,"subscribe":{…,"offset":7}}
 *                                                   ◄── {"push":{"channel":…,"pub":{"data":…,"offset":8}}}
 *          ──► {}                                   ◄── {}
 *
 * Offsets of a channel that keeps its history grow by one, so a publication that is missing shows.
 */
import type { Presence } from '../../protocol/presence.js'
import { onceForSameBytes } from './same-bytes.js'
import { type ScreenFrame, shownIn } from './screen-frames.js'

/** The channel that is the room. Its first part is the namespace of the settings. */
export const CHANNEL = 'floor:org'
export const NAMESPACE = 'floor'

export const CONNECT_ID = 1
export const SUBSCRIBE_ID = 2
export const connectCommand = (token: string): string => JSON.stringify({ id: CONNECT_ID, connect: { token } })
export const subscribeCommand = (): string => JSON.stringify({ id: SUBSCRIBE_ID, subscribe: { channel: CHANNEL } })
export const PONG = '{}'

interface Publication {
  readonly data: Presence
  /** Absent on a channel without history. */
  readonly offset?: number
}

interface Line {
  readonly id?: number
  readonly error?: { readonly code: number; readonly message: string }
  readonly subscribe?: { readonly offset?: number; readonly recoverable?: boolean }
  readonly push?: { readonly pub?: Publication }
}

export interface Answer {
  readonly id: number
  readonly error: string | null
  /** Of the newest publication before those to come; only where history is kept. */
  readonly offset: number | null
}

/** What one message brought. */
export interface Told {
  readonly pinged: boolean
  readonly answers: readonly Answer[]
  /** One, as long as its publications continue each other. */
  readonly frames: readonly ScreenFrame[]
  /** What the server says of its own accord that is no publication: it ends the subscription, or the line. */
  readonly others: readonly string[]
}

/** Where messages of different changes differ. */
const KEY_BYTES = 160

export const createMessageReader = () => onceForSameBytes((message) => message.toString('latin1', 0, KEY_BYTES), parse)

function parse(message: Buffer): Told {
  const lines = message.toString().split('\n').filter(Boolean)
  const told = lines.map((text) => ({ text, line: JSON.parse(text) as Line }))
  const isPing = ({ id, push }: Line) => id === undefined && push === undefined
  return {
    pinged: told.some(({ line }) => isPing(line)),
    answers: told.flatMap(({ line }) => answerIn(line)),
    frames: framesOf(told.flatMap(({ line }) => line.push?.pub ?? [])),
    others: told.flatMap(({ line, text }) => (line.push && !line.push.pub ? [text] : [])),
  }
}

const answerIn = ({ id, error, subscribe }: Line): Answer[] =>
  id === undefined
    ? []
    : [
        {
          id,
          error: error ? `${error.code} ${error.message}` : null,
          // A number that is 0 is left out.
          offset: subscribe?.recoverable ? (subscribe.offset ?? 0) : null,
        },
      ]

/** Those that continue each other, together. */
function framesOf(publications: readonly Publication[]): ScreenFrame[] {
  const runs: Publication[][] = []
  for (const one of publications) {
    const run = runs.at(-1)
    if (run && one.offset === (run.at(-1)?.offset ?? 0) + 1) run.push(one)
    else runs.push([one])
  }
  return runs.map((run) => ({
    event: 'presence:changed',
    from: String((run[0]?.offset ?? Number.NaN) - 1),
    cursor: String(run.at(-1)?.offset),
    shown: shownIn(run.map(({ data }) => data)),
  }))
}
