import type { Presence } from '../../protocol/presence.js'
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

/** Frames that are remembered: as many as may be on their way to the slowest of the watchers. */
const KEPT = 512
/** Where frames of different changes differ. */
const KEY_BYTES = 160

/**
 * Reads frames that a thousand watchers get alike: each is parsed once, and compared for all the others. So every watcher
 * is checked to the last byte, and still costs next to nothing.
 */
export function createFrameReader() {
  const known = new Map<string, { readonly bytes: Buffer; readonly read: ScreenFrame }>()
  return (frame: Buffer): ScreenFrame => {
    const key = `${frame.length} ${frame.toString('latin1', 0, KEY_BYTES)}`
    const found = known.get(key)
    if (found?.bytes.equals(frame)) return found.read
    const read = parse(frame)
    known.delete(key)
    known.set(key, { bytes: Buffer.from(frame), read })
    if (known.size > KEPT) known.delete(known.keys().next().value ?? '')
    return read
  }
}

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
