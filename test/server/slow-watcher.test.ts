import { runHub, type RunningHub, type Tab } from '../support/running-hub.js'

const AGENTS = 100
/** Enough to fill the kernel's buffers in the first half: 45 KB a round against some 6 MB. */
const ROUNDS = 600

let hub: RunningHub
beforeAll(async () => {
  const unlimited = '1000000/1000000'
  hub = await runHub({
    PRESENCE_RATE_SERVICE: unlimited,
    PRESENCE_RATE_CONNECT: unlimited,
    PRESENCE_FRAME_MS: '0',
    PRESENCE_HEARTBEAT_MS: '120000',
  })
})
afterAll(() => hub.stop())

/** The transport below the client: paused, it reads nothing more, and the hub's buffers are all that is left. */
const transportOf = ({ socket }: Tab) =>
  (socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }).ws

const metric = async (name: string): Promise<number> =>
  Number(new RegExp(`^${name} (\\S+)`, 'm').exec((await hub.http('GET', '/metrics')).body)?.[1])

test('a watcher that reads nothing is taken out of the broadcast, costs bounded memory, and is level again once it reads', async () => {
  const ids = Array.from({ length: AGENTS }, (_, n) => `a${n}`)
  await Promise.all(ids.map((id) => hub.agentTab(id, { teams: ['slow'] })))
  const [reader, stalled] = [await hub.watcher(), await hub.watcher()]
  for (const watcher of [reader, stalled]) await watcher.send('room:watch', { room: 'team:slow' })
  transportOf(stalled).pause()

  const waiting: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const changes = ids.map((agentId) => ({ agentId, status: 'busy', note: `round ${round}` }))
    await hub.service('POST', '/v1/presence/batch-set', { changes })
    if (round % 20 === 19) waiting.push(await metric('presence_backlog_bytes'))
  }
  expect(await metric('presence_slow_watchers')).toBe(1)
  // What waits was reached early and did not grow with the changes after it.
  const [half, all] = [Math.max(...waiting.slice(0, waiting.length / 2)), Math.max(...waiting)]
  expect(half).toBeGreaterThan(0)
  expect(all).toBeLessThan(2 ** 20)
  expect(all).toBeLessThanOrEqual(half * 1.5)

  // As they come: to look through all that was heard at every event would take longer than the hub does.
  const level = new Set<string>()
  const last = `round ${ROUNDS - 1}`
  const isLevel = new Promise<void>((resolve) =>
    stalled.socket.on('presence:changed', ({ changes }) => {
      for (const { agentId, note } of changes) if (note === last) level.add(agentId)
      if (level.size === AGENTS) resolve()
    }),
  )
  transportOf(stalled).resume()
  await isLevel
  expect(stalled.heard.length).toBeLessThan(reader.heard.length)
  expect(await metric('presence_slow_watchers')).toBe(0)
  reader.close()
  stalled.close()
}, 120_000)
