import { io, type Socket } from 'socket.io-client'

/** A socket that sends what it likes; nothing of it is typed. */
export interface Hostile {
  /** How often this event was answered with this code; `ok` for those that were done. */
  readonly answers: ReadonlyMap<string, number>
  readonly open: boolean
  /** Of the agent's presence, as this socket was welcomed with it. */
  readonly version: number
  /** So many events a second for so long, ms; resolves when all are sent. */
  flood(event: string, payload: unknown, perSecond: number, forMs: number): Promise<void>
  send(event: string, payload: unknown): void
  close(): void
}

const SLICE_MS = 20

/** Resolves when the hub took it in; rejects with what it was refused with. */
export async function openHostile(url: string, token: string, headers: Record<string, string> = {}): Promise<Hostile> {
  const socket: Socket = io(url, {
    auth: { token },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: headers,
  })
  const answers = new Map<string, number>()
  const answered = (ack: { ok: true } | { ok: false; error: { code: string } }) => {
    const code = ack.ok ? 'ok' : ack.error.code
    answers.set(code, (answers.get(code) ?? 0) + 1)
  }
  const version = await new Promise<number>((resolve, reject) => {
    socket.once('welcome', ({ presence }: { presence: { version: number } }) => resolve(presence.version))
    socket.once('connect_error', (why: Error & { data?: { code: string } }) =>
      reject(new Error(why.data?.code ?? why.message)),
    )
  }).catch((why: unknown) => {
    socket.disconnect()
    throw why
  })
  return {
    answers,
    version,
    get open() {
      return socket.connected
    },
    send: (event, payload) => void socket.emit(event, payload, answered),
    async flood(event, payload, perSecond, forMs) {
      const began = performance.now()
      for (let sent = 0; ;) {
        const passedMs = Math.min(performance.now() - began, forMs)
        for (; sent < (passedMs / 1_000) * perSecond; sent++) socket.emit(event, payload, answered)
        if (passedMs >= forMs) return
        await new Promise((resolve) => setTimeout(resolve, SLICE_MS))
      }
    },
    close: () => void socket.disconnect(),
  }
}
