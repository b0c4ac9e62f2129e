import { constants, inflateRawSync } from 'node:zlib'
import type { WebSocket } from 'ws'
import { onceForSameBytes } from './same-bytes.js'

/** At both ends: what is deflated begins much alike. */
const KEY_BYTES = 32

interface Extension {
  decompress(data: Buffer, fin: boolean, done: (why: Error | null, inflated: Buffer) => void): void
}

const onTheWire = new WeakMap<Buffer, number>()

/** Bytes a message had on the wire, without the header of its frame. */
export const wireBytesOf = (message: Buffer): number => onTheWire.get(message) ?? message.length

/** A thousand watchers of one process get the same bytes: these are inflated once, and compared for all the others. */
export function inflateOnce(socket: WebSocket): void {
  const { _extensions: extensions } = socket as unknown as { _extensions: Record<string, Extension | undefined> }
  const extension = extensions['permessage-deflate']
  // Never in the same turn: the receiver takes the next frame when it is told.
  if (extension) extension.decompress = (data, _fin, done) => queueMicrotask(() => done(null, inflated(data)))
}

const inflated = onceForSameBytes(
  (data) => data.toString('latin1', 0, KEY_BYTES) + data.toString('latin1', data.length - KEY_BYTES),
  (data) => {
    const fresh = inflateRawSync(data, { finishFlush: constants.Z_SYNC_FLUSH })
    onTheWire.set(fresh, data.length)
    return fresh
  },
)
