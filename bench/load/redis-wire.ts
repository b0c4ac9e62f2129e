import { connect, type Socket } from 'node:net'

/** A command as it goes over the wire. */
export function encode(parts: readonly (string | number | Buffer)[]): Buffer {
  const text = parts.map((part) => {
    const value = String(part)
    return `$${Buffer.byteLength(value)}\r\n${value}\r\n`
  })
  return Buffer.from(`*${parts.length}\r\n${text.join('')}`)
}

export interface Wire {
  /** Sends all, so many at a time; resolves when the last is answered. */
  run(commands: readonly Buffer[], atOnce: number): Promise<void>
  close(): void
}

/** A connection to Redis that does so little that Redis is what is measured. A refusal ends the run. */
export async function openWire(port: number): Promise<Wire> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const opening = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(opening))
    opening.once('error', reject)
  })
  let onData = (_data: Buffer) => {}
  socket.on('data', (data: Buffer) => onData(data))
  return {
    run: (commands, atOnce) =>
      new Promise((resolve, reject) => {
        let [sent, answered, awaited] = [0, 0, 0]
        const replies = createReplyCounter()
        const send = () => {
          awaited = Math.min(commands.length, sent + atOnce)
          socket.write(Buffer.concat(commands.slice(sent, awaited)))
          sent = awaited
        }
        onData = (data) => {
          answered += replies(data, reject)
          if (answered === commands.length) resolve()
          else if (answered === awaited) send()
        }
        send()
      }),
    close: () => void socket.destroy(),
  }
}

const [ARRAY, BULK, ERROR, CR] = ['*', '$', '-', '\r'].map((one) => one.charCodeAt(0))

/** Counts whole replies in a stream of bytes: simple ones, bulk strings, and arrays of those. */
function createReplyCounter() {
  let rest: Buffer = Buffer.alloc(0)
  return (data: Buffer, onError: (why: Error) => void): number => {
    const bytes = rest.length === 0 ? data : Buffer.concat([rest, data])
    let [at, count] = [0, 0]
    for (;;) {
      const end = endOfReply(bytes, at)
      if (end === null) break
      if (bytes[at] === ERROR) onError(new Error(bytes.toString('utf8', at, end)))
      count++
      at = end
    }
    rest = bytes.subarray(at)
    return count
  }
}

function endOfReply(bytes: Buffer, from: number): number | null {
  const lineEnd = bytes.indexOf(CR ?? 0, from)
  if (lineEnd < 0 || lineEnd + 2 > bytes.length) return null
  const kind = bytes[from]
  if (kind !== ARRAY && kind !== BULK) return lineEnd + 2
  const size = Number(bytes.toString('latin1', from + 1, lineEnd))
  if (kind === BULK) {
    const end = lineEnd + 2 + (size < 0 ? 0 : size + 2)
    return end <= bytes.length ? end : null
  }
  let at: number | null = lineEnd + 2
  for (let n = 0; n < size && at !== null; n++) at = endOfReply(bytes, at)
  return at
}
