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
  /** What each asks for once it is in. */
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
        const line = await openLine({ url, auth: { token, as: 'watcher' } })
        lines.push(line)
        const answer = ask === 'nothing' ? null : await line.ask('room:watch', requestOf(ask))
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
      last = readAnswer(await line.ask('room:watch', requestOf('snapshot')), 'snapshot')
      latencies.add(nowUs() - askedUs)
    }
    line.close()
    return visited(beganUs, latencies, last)
  },

  leave() {
    for (const line of lines.splice(0)) line.close()
  },
})

interface Answer {
  readonly bytes: number
  readonly agents: number
  readonly cursor: string | null
}

type Asked = Exclude<Visit['ask'], 'nothing'>

const requestOf = (ask: Asked) => ({ room: 'org', ...(ask !== 'snapshot' && ask) })

function readAnswer({ bytes, read }: { readonly bytes: number; read(): unknown }, ask: Asked): Answer {
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
