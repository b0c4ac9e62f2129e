import type { Contender } from '../contenders/contender.js'
import type { AgentOrders } from '../load/agents.js'
import { startCrew } from '../load/orders.js'
import { agentName } from '../load/stamp.js'

/** Agents with a tab each, spread over the nodes, in a process of their own. They do nothing unless told. */
export async function signInAll({ nodes, token }: Contender, count: number) {
  const crew = startCrew<AgentOrders>('agents.ts')
  const names = Array.from({ length: count }, (_, n) => agentName(n))
  try {
    const tokens = await Promise.all(names.map((name) => token(name, 'agent')))
    await crew.open({ urls: nodes.map(({ url }) => url), tokens })
  } catch (why) {
    await crew.stop()
    throw why
  }
  return { names, crew, leave: () => crew.stop() }
}
