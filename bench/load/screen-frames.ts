import type { Presence } from '../../protocol/presence.js'
import { onceForSameBytes } from './same-bytes.js'
import { agentIndex, readStamp } from './stamp.js'

/** One agent of a frame: which, at which version, and when the change was due (null: not by this run). */
export interface Shown {
  readonly agent: number
  readonly version: number
  readonly dueUs: number | null
  readonly connected: boolean
}

export interface ScreenFrame {
  readonly event: string
  /** Absent where frames are no chain. */
  readonly from: string | undefined
  readonly cursor: string | undefined
  readonly shown: readonly Shown[]
}

interface Body {
  readonly from?: string
  readonly cursor?: string
  readonly changes?: readonly Presence[]
  readonly snapshot?: readonly Presence[]
}

/** Where frames of different changes differ. */
const KEY_BYTES = 160

export const createFrameReader = () => onceForSameBytes((frame) => frame.toString('latin1', 0, KEY_BYTES), parse)

function parse(frame: Buffer): ScreenFrame {
  const [event, body] = JSON.parse(frame.toString('utf8', frame.indexOf('['))) as [string, Body]
  return { event, from: body.from, cursor: body.cursor, shown: shownIn(body.changes ?? body.snapshot ?? []) }
}

export const shownIn = (presences: readonly Presence[]): Shown[] =>
  presences.map(({ agentId, version, note, connection }) => ({
    agent: agentIndex(agentId),
    version,
    dueUs: readStamp(note),
    connected: connection === 'connected',
  }))
