import type { HubContender } from '../contenders/hub.js'

export interface Batches {
  readonly changes: number
  readonly withinMs: number
}

/** Batches on their way at once: enough that the hub never waits for us. */
const AT_ONCE = 4
const BATCH = 100

/** Sets statuses through REST as fast as the hub takes them, each a commit of its own. */
export async function chooseInBatches(hub: HubContender, agentIds: readonly string[], { changes, withinMs }: Batches) {
  const authorization = `Bearer ${await hub.token('routing', 'service')}`
  const url = `${hub.nodes[0]?.url}/v1/presence/batch-set`
  const began = performance.now()
  let [sent, done] = [0, 0]
  const lane = async (mine: number) => {
    const ours = agentIds.filter((_, n) => n % AT_ONCE === mine).slice(0, BATCH)
    for (let round = 0; sent < changes && performance.now() - began < withinMs; round++) {
      sent += ours.length
      const status = round % 2 === 0 ? 'busy' : 'available'
      const response = await fetch(url, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ changes: ours.map((agentId) => ({ agentId, status })) }),
      })
      const { items } = (await response.json()) as { items: readonly { ok: boolean }[] }
      if (!items.every(({ ok }) => ok)) throw new Error('a choice was refused')
      done += items.length
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => lane(n)))
  return { changes: done, perSecond: (done / (performance.now() - began)) * 1_000 }
}
