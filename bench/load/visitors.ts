/** A process whose clients come, ask for what they came for, and go: connects, watches, returns. */
import { setTimeout } from 'node:timers/promises'
import { Latencies, type Pairs } from './latencies.js'
import { type Line, openLine } from './line.js'
import { answerParent } from './orders.js'
import { agentName, nowUs } from './stamp.js'

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
  /** One connection asks again and again for a room that changed since: from asking to having it read. */
  watchAgain(order: {
    readonly url: string
    readonly token: string
    readonly adminToken: string
    readonly times: number
  }): Promise<Visited>
  /** The changes alone. */
  change(order: { readonly url: string; readonly adminToken: string; readonly times: number }): Promise<void>
  /** Another one asks for a single agent all the time, until it leaves: how long others wait. */
  keepAsking(order: { readonly url: string; readonly token: string }): Promise<Pairs>
  leave(): void
}

const lines: Line[] = []
const ASKS_EVERY_MS = 3
let asking = false

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

  async watchAgain({ url, token, adminToken, times }) {
    const latencies = new Latencies()
    const line = await openLine({ url, auth: { token, as: 'watcher' } })
    const beganUs = nowUs()
    let last: Answer | null = null
    for (let round = 0; round < times; round++) {
      await rename(url, adminToken, `as of round ${round}`)
      const askedUs = nowUs()
      last = readAnswer(await line.ask('room:watch', { room: 'org' }), 'snapshot')
      latencies.add(nowUs() - askedUs)
    }
    line.close()
    return visited(beganUs, latencies, last)
  },

  async change({ url, adminToken, times }) {
    for (let round = 0; round < times; round++) await rename(url, adminToken, `for the ${round}th time`)
  },

  async keepAsking({ url, token }) {
    const latencies = new Latencies()
    const line = await openLine({ url, auth: { token, as: 'watcher' } })
    for (asking = true; asking; await setTimeout(ASKS_EVERY_MS)) {
      const askedUs = nowUs()
      await line.ask('room:watch', { room: `agent:${agentName(0)}` })
      latencies.add(nowUs() - askedUs)
    }
    line.close()
    return latencies.pairs()
  },

  leave() {
    asking = false
    for (const line of lines.splice(0)) line.close()
  },
})

async function rename(url: string, token: string, name: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ name })
  const { ok, status } = await fetch(`${url}/v1/agents/${agentName(0)}`, { method: 'PUT', headers, body })
  if (!ok) throw new Error(`an agent could not be renamed: ${status}`)
}

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
