/**
 * A process that is the backend of an application with Centrifugo: it keeps every agent's presence and publishes each change
 * by the server API. Told what to do by its parent, as agents.ts is.
 */
import type { Presence } from '../../protocol/presence.js'
import { believe, chosen, signedIn } from '../opponents/made-presence.js'
import { callCentrifugo } from './centrifugo-api.js'
import { CHANNEL } from './centrifugo-messages.js'
import { Changes, type DriverOrders } from './drivers.js'
import { answerParent } from './orders.js'
import { ownCpuUs } from './own-cpu.js'
import { stampOf } from './stamp.js'

const presences: Presence[] = []
const changes = new Changes()
let nodes: readonly string[] = []

answerParent<DriverOrders>({
  /** Nothing is published yet: who is there when a board opens, it would be told by the backend itself. */
  async open({ urls, tokens }) {
    nodes = urls
    presences.push(...tokens.map((token) => signedIn(believe(token))))
  },
  drive: (schedule) => changes.drive(schedule, presences.length, change),
  driven: () => changes.driven,
  cpuUs: ownCpuUs,
})

function change(agent: number, status: string, dueUs: number) {
  const before = presences[agent]
  if (!before) return
  const data = chosen(before, { status, note: stampOf(dueUs) })
  presences[agent] = data
  void callCentrifugo(nodes[agent % nodes.length] ?? '', 'publish', { channel: CHANNEL, data }).then(
    () => changes.answered(null),
    (why: unknown) => changes.answered(String(why)),
  )
}
