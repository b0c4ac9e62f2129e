/** A process of agents, each with a tab: they change at fixed times, whether or not the servers keep up. */
import { type Line, openLine } from './line.js'
import { Latencies, type Pairs } from './latencies.js'
import { answerParent } from './orders.js'
import { nowUs, stampOf } from './stamp.js'

export interface OpenAgents {
  /** One tab each, spread over the nodes. */
  readonly urls: readonly string[]
  readonly tokens: readonly string[]
}

export interface Schedule {
  readonly perSecond: number
  readonly startUs: number
  readonly forMs: number
}

export interface Driven {
  readonly sent: number
  readonly acked: number
  readonly refused: readonly string[]
  /** How far behind the schedule the driver itself was. */
  readonly late: Pairs
}

export type AgentOrders = {
  open(order: OpenAgents): Promise<void>
  /** Every line breaks at the same moment and every tab comes back at once; gives the ms until each was welcome. */
  comeBack(order: OpenAgents): Promise<Pairs>
  /** Resolves when all is sent, not when all is acked. */
  drive(schedule: Schedule): Promise<void>
  driven(): Driven
  cpuUs(): number
}

const AT_ONCE = 50
const REFUSALS_KEPT = 5
/** Every change is of another agent, as long as there are some, and another status than before. */
const STATUSES = ['busy', 'available']
const REFUSED = Buffer.from('"ok":false')

const lines: Line[] = []
const refused: string[] = []
const late = new Latencies()
let [sent, acked] = [0, 0]

answerParent<AgentOrders>({
  async open({ urls, tokens }) {
    for (let from = 0; from < tokens.length; from += AT_ONCE) {
      const some = tokens.slice(from, from + AT_ONCE)
      lines.push(...(await Promise.all(some.map((token, n) => openTab(urls[(from + n) % urls.length] ?? '', token)))))
    }
  },

  async comeBack({ urls, tokens }) {
    for (const line of lines.splice(0)) line.close()
    const beganUs = nowUs()
    const back = new Latencies()
    const open = async (token: string, n: number) => {
      lines.push(await openTab(urls[n % urls.length] ?? '', token))
      back.add(nowUs() - beganUs)
    }
    await Promise.all(tokens.map(open))
    return back.pairs()
  },

  drive: ({ perSecond, startUs, forMs }) =>
    new Promise((resolve) => {
      const total = Math.round((perSecond * forMs) / 1_000)
      let done = 0
      const tick = () => {
        const now = nowUs()
        const due = Math.min(total, Math.floor(((now - startUs) / 1e6) * perSecond) + 1)
        for (; done < due; done++) change(startUs + (done / perSecond) * 1e6, now)
        if (done >= total) return resolve()
        setTimeout(tick, 1)
      }
      tick()
    }),

  driven: () => ({ sent, acked, refused, late: late.pairs() }),
  cpuUs: () => {
    const { user, system } = process.cpuUsage()
    return user + system
  },
})

function change(dueUs: number, now: number) {
  const status = STATUSES[Math.floor(sent / lines.length) % STATUSES.length] ?? ''
  lines[sent % lines.length]?.emit('presence:set', { status, note: stampOf(dueUs) })
  late.add(now - dueUs)
  sent++
}

function openTab(url: string, token: string): Promise<Line> {
  return openLine({
    url,
    auth: { token, as: 'agent' },
    onAck: (frame) => {
      acked++
      if (frame.includes(REFUSED) && refused.length < REFUSALS_KEPT) refused.push(frame.toString())
    },
  })
}
