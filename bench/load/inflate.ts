import { constants, inflateRawSync } from 'node:zlib'
import type { WebSocket } from 'ws'

/** Messages that are remembered: as many as may be on their way to the slowest of the watchers. */
const KEPT = 512
const KEY_BYTES = 32

interface Extension {
  decompress(data: Buffer, fin: boolean, done: (why: Error | null, inflated: Buffer) => void): void
}

const known = new Map<string, { readonly bytes: Buffer; readonly inflated: Buffer }>()
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

function inflated(data: Buffer): Buffer {
  const key = `${data.length} ${data.toString('latin1', 0, KEY_BYTES)}${data.toString('latin1', data.length - KEY_BYTES)}`
  const found = known.get(key)
  if (found?.bytes.equals(data)) return found.inflated
  const fresh = inflateRawSync(data, { finishFlush: constants.Z_SYNC_FLUSH })
  onTheWire.set(fresh, data.length)
  known.delete(key)
  known.set(key, { bytes: Buffer.from(data), inflated: fresh })
  if (known.size > KEPT) known.delete(known.keys().next().value ?? '')
  return fresh
}
