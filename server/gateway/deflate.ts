import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { constants, deflateRaw, deflateRawSync } from 'node:zlib'
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws'
import { connectQuery } from '../../protocol/messages.js'

/**
 * Deflate for what many are sent: once for all of them, not once for each. That takes a line on which every message can be
 * read by itself ("no context takeover"), and a client that asks for it: whoever only has an agent's tab open would pay
 * with 50 KB on both sides for messages of 500 bytes.
 */
const OPTIONS = { level: 1, finishFlush: constants.Z_SYNC_FLUSH }
/** What ends every message, and is left out. Source: RFC 7692, 7.2.1. */
const TAIL_BYTES = 4

export const deflated = (text: string): Buffer => untailed(deflateRawSync(text, OPTIONS))

/** Beside the event loop, and so that more may follow: the room of 10,000 agents takes some 10 ms. */
export const deflatedAside = (bytes: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    deflateRaw(bytes, OPTIONS, (why, shorter) => (why ? reject(why) : resolve(shorter)))
  })

export const untailed = (bytes: Buffer): Buffer => bytes.subarray(0, -TAIL_BYTES)

/** A few bytes as a block of their own, to stand before what is deflated already. Source: RFC 1951, 3.2.4. */
export function storedBlock(text: string): Buffer {
  const block = Buffer.alloc(5 + Buffer.byteLength(text))
  block.writeUInt16LE(block.length - 5, 1)
  block.writeUInt16LE(~(block.length - 5) & 0xffff, 3)
  block.write(text, 5)
  return block
}

/** For the `wsEngine` option of Engine.IO. It never deflates by itself. */
export class DeflateOnRequest extends WebSocketServer {
  constructor(options: ServerOptions) {
    super({
      ...options,
      perMessageDeflate: { threshold: Infinity, serverNoContextTakeover: true, clientNoContextTakeover: true },
    })
  }

  override handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    done: (client: WebSocket, request: IncomingMessage) => void,
  ): void {
    if (!isWanted(request)) delete request.headers['sec-websocket-extensions']
    // Of Engine.IO, for middleware that waits for the end of a response: there is none, and it holds the request for ever.
    const waiting = socket.rawListeners('close') as (() => void)[]
    super.handleUpgrade(request, socket, head, (client) => {
      for (const one of waiting) socket.removeListener('close', one)
      done(client, request)
    })
  }
}

/** A client that can only keep a small window could not read what all others read. Engine.IO has read the query by now. */
function isWanted(request: IncomingMessage & { readonly _query?: unknown }): boolean {
  const query = connectQuery.safeParse(request._query)
  const offer = String(request.headers['sec-websocket-extensions'])
  return query.data?.deflate !== undefined && !offer.includes('server_max_window_bits')
}
