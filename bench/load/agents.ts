/** A process of agents, each with a tab: they change at fixed times, whether or not the servers keep up. */
import { Changes, type DriverOrders, type OpenAgents } from './drivers.js'
import { type Line, openLine } from './line.js'
import { Latencies, type Pairs } from './latencies.js'
import { answerParent } from './orders.js'
import { ownCpuUs } from './own-cpu.js'
import { nowUs, stampOf } from './stamp.js'

export type AgentOrders = DriverOrders & {
  /** Every line breaks at the same moment and every tab comes back at once; gives the ms until each was welcome. */
  comeBack(order: OpenAgents): Promise<Pairs>
}

const AT_ONCE = 50
const REFUSED = Buffer.from('"ok":false')

const lines: Line[] = []
const changes = new Changes()

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

  drive: (schedule) =>
    changes.drive(schedule, lines.length, (agent, status, dueUs) =>
      lines[agent]?.emit('presence:set', { status, note: stampOf(dueUs) }),
    ),
  driven: () => changes.driven,
  cpuUs: ownCpuUs,
})

function openTab(url: string, token: string): Promise<Line> {
  return openLine({
    url,
    auth: { token, as: 'agent' },
    onAck: (frame) => changes.answered(frame.includes(REFUSED) ? frame.toString() : null),
  })
}
