/** A process whose clients come, ask for what they came for, and go: connects, watches, returns. */
import { Latencies, type Pairs } from './latencies.js'
import { type Line, openLine } from './line.js'
import { answerParent } from './orders.js'
import { nowUs } from './stamp.js'

export interface Visit {
  readonly urls: readonly string[]
  readonly token: string
  readonly count: number
  /** Handshakes at once. */
  readonly atOnce: number
  /** What each asks for: once it is in, or with the handshake where it was there before. */
  readonly ask: 'nothing' | 'snapshot' | { readonly after: string }
}

export interface Visited {
  /** Until the last had what it came for. */
  readonly tookMs: number
  /** For each, from its connect on. */
  readonly latencies: Pairs
  /** Of what was asked for, each. */
  readonly bytes: number
  readonly agents: number
  readonly cursor: string | null
}

export type VisitorOrders = {
  visit(order: Visit): Promise<Visited>
  /** One connection asks again and again for a room: from asking to having it read. */
  watchAgain(order: { readonly url: string; readonly token: string; readonly times: number }): Promise<Visited>
  leave(): void
}

const lines: Line[] = []

answerParent<VisitorOrders>({
  async visit({ urls, token, count, atOnce, ask }) {
    const latencies = new Latencies()
    const beganUs = nowUs()
    let last: Answer | null = null
    let next = 0
    const lane = async () => {
      while (next < count) {
        const url = urls[next++ % urls.length] ?? ''
        const cameUs = nowUs()
        const { line, answer } = await come(url, token, ask)
        lines.push(line)
        latencies.add(nowUs() - cameUs)
        // All get the same. A thousand snapshots read by one process would time that process.
        if (answer && ask !== 'nothing') last ??= readAnswer(answer, ask)
      }
    }
    await Promise.all(Array.from({ length: Math.min(atOnce, count) }, lane))
    return visited(beganUs, latencies, last)
  },

  async watchAgain({ url, token, times }) {
    const latencies = new Latencies()
    const line = await openLine({ url, auth: { token, as: 'watcher' } })
    const beganUs = nowUs()
    let last: Answer | null = null
    for (let round = 0; round < times; round++) {
      const askedUs = nowUs()
      last = readAnswer(await line.ask('room:watch', { room: 'org' }), 'snapshot')
      latencies.add(nowUs() - askedUs)
    }
    line.close()
    return visited(beganUs, latencies, last)
  },

  leave() {
    for (const line of lines.splice(0)) line.close()
  },
})

async function come(url: string, token: string, ask: Visit['ask']): Promise<Came> {
  const auth = { token, as: 'watcher' } as const
  if (typeof ask === 'object') {
    let hear = (_frame: Buffer) => {}
    const missed = new Promise<Buffer>((resolve) => (hear = resolve))
    const rooms = [{ room: 'org', after: ask.after }]
    const line = await openLine({ url, auth: { ...auth, rooms }, onEvent: hear })
    const frame = await missed
    const read = () => (JSON.parse(frame.toString('utf8', frame.indexOf('['))) as [string, unknown])[1]
    return { line, answer: { bytes: frame.length, read } }
  }
  const line = await openLine({ url, auth })
  return { line, answer: ask === 'nothing' ? null : await line.ask('room:watch', { room: 'org' }) }
}

interface Came {
  readonly line: Line
  readonly answer: { readonly bytes: number; read(): unknown } | null
}

interface Answer {
  readonly bytes: number
  readonly agents: number
  readonly cursor: string | null
}

type Asked = Exclude<Visit['ask'], 'nothing'>

function readAnswer({ bytes, read }: NonNullable<Came['answer']>, ask: Asked): Answer {
  const body = read() as { snapshot?: unknown[]; changes?: unknown[]; cursor?: string }
  const given = ask === 'snapshot' ? body.snapshot : body.changes
  if (!given) throw new Error(`neither snapshot nor changes as asked, but ${JSON.stringify(body).slice(0, 200)}`)
  return { bytes, agents: given.length, cursor: body.cursor ?? null }
}

const visited = (beganUs: number, latencies: Latencies, last: Answer | null): Visited => ({
  tookMs: (nowUs() - beganUs) / 1e3,
  latencies: latencies.pairs(),
  bytes: last?.bytes ?? 0,
  agents: last?.agents ?? 0,
  cursor: last?.cursor ?? null,
})
