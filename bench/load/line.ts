import { WebSocket } from 'ws'
import { inflateOnce } from './inflate.js'

/**
 * One bare WebSocket that speaks Socket.IO by hand, so that the clients cost less than the servers they measure.
 *
 *   open ──0{…}──► 40{token} ──40{…}──► in the namespace ──42[event] / 43id[ack]──►   2 (ping) ──► 3 (pong)
 */
export interface Line {
  /** Emits and does not wait; the ack, if there is one, comes to `onAck`. */
  emit(event: string, body: unknown): void
  /** Emits and waits for the ack. Reading it may cost more than getting it. */
  ask(event: string, body: unknown): Promise<{ readonly bytes: number; read(): unknown }>
  readonly socket: WebSocket
  close(): void
}

export interface LineParts {
  readonly url: string
  readonly auth: {
    readonly token: string
    readonly as: 'agent' | 'watcher'
    readonly rooms?: readonly { readonly room: string; readonly after: string }[]
  }
  /** Default: as the SDK does, a watcher asks for deflated messages and a tab does not. */
  readonly deflates?: boolean
  /** A text frame that is an event, as it came. */
  readonly onEvent?: (frame: Buffer) => void
  readonly onAck?: (frame: Buffer) => void
  readonly onClose?: () => void
}

const PATIENCE_MS = 60_000
const [OPEN, PING, MESSAGE] = ['0', '2', '4'].map((one) => one.charCodeAt(0))
const [CONNECT, EVENT, ACK, REFUSED] = ['0', '2', '3', '4'].map((one) => one.charCodeAt(0))

/** Resolves when the server has said welcome. */
export async function openLine(parts: LineParts): Promise<Line> {
  const { url, auth, deflates = auth.as === 'watcher', onEvent, onAck, onClose } = parts
  const socket = new WebSocket(
    `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket${deflates ? '&deflate=1' : ''}`,
    {
      perMessageDeflate: deflates,
      skipUTF8Validation: true,
      maxPayload: 0,
    },
  )
  const asked = new Map<number, (frame: Buffer) => void>()
  let nextId = 0
  let settle = (_why?: Error) => {}
  const ready = new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => settle(new Error(`no welcome within ${PATIENCE_MS} ms`)), PATIENCE_MS)
    settle = (why) => {
      clearTimeout(late)
      if (why) reject(why)
      else resolve()
    }
  })
  socket.on('open', () => inflateOnce(socket))
  socket.on('error', (why) => settle(why))
  socket.on('close', () => {
    settle(new Error('the line was closed'))
    onClose?.()
  })
  socket.on('message', (frame: Buffer) => {
    if (frame[0] === PING) return socket.send('3')
    if (frame[0] === OPEN) return socket.send(`40${JSON.stringify(auth)}`)
    if (frame[0] !== MESSAGE || frame[1] === CONNECT) return
    if (frame[1] === REFUSED) return settle(new Error(`refused: ${frame.toString().slice(2)}`))
    if (frame[1] === ACK) {
      const id = Number(frame.toString('latin1', 2, frame.indexOf('[')))
      const waiting = asked.get(id)
      if (!waiting) return onAck?.(frame)
      asked.delete(id)
      return waiting(frame)
    }
    if (frame[1] !== EVENT) return
    if (isWelcome(frame)) return settle()
    onEvent?.(frame)
  })
  await ready.catch((why: unknown) => {
    socket.terminate()
    throw why
  })
  return {
    socket,
    emit: (event, body) => socket.send(`42${nextId++}${JSON.stringify([event, body])}`),
    ask: (event, body) =>
      new Promise((resolve, reject) => {
        const id = nextId++
        const late = setTimeout(() => reject(new Error(`${event} was not answered`)), PATIENCE_MS)
        asked.set(id, (frame) => {
          clearTimeout(late)
          const read = () => (JSON.parse(frame.toString('utf8', frame.indexOf('['))) as [unknown])[0]
          resolve({ bytes: frame.length, read })
        })
        socket.send(`42${id}${JSON.stringify([event, body])}`)
      }),
    close: () => socket.terminate(),
  }
}

const WELCOME = Buffer.from('42["welcome"')
const isWelcome = (frame: Buffer): boolean => frame.compare(WELCOME, 0, WELCOME.length, 0, WELCOME.length) === 0
