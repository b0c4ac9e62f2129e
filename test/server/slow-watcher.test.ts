import { randomBytes } from 'node:crypto'
import { runHub, type RunningHub, type Tab } from '../support/running-hub.js'

const AGENTS = 100
/** Makes all that is missed at once more than the hub deflates in one go. */
const TEAMS = Array.from({ length: 45 }, (_, n) => `team-${n}-${'of-many-words-'.repeat(4)}`)
/** Far more than any kernel keeps: its buffers are some 6 MB. */
const MOST_LOOKS = 200

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

/** Something that cannot be deflated goes with it, as the kernel's buffers are large. */
const noteOf = (round: number, more = randomBytes(90).toString('base64')) => `round ${round}: ${more}`

const metric = async (name: string): Promise<number> =>
  Number(new RegExp(`^${name} (\\S+)`, 'm').exec((await hub.http('GET', '/metrics')).body)?.[1])

test.each([
  { how: 'plain', query: '', teams: [], roundsALook: 20 },
  { how: 'deflated', query: '?deflate=1', teams: TEAMS, roundsALook: 2 },
])(
  'a watcher that reads nothing is taken out of the broadcast, costs bounded memory, and is level again once it reads: $how',
  async ({ how, query, teams, roundsALook }) => {
    const ids = Array.from({ length: AGENTS }, (_, n) => `${how}${n}`)
    await Promise.all(ids.map((id) => hub.agentTab(id, { teams: [how, ...teams] })))
    const supervisor = { sub: 'sam', roles: ['supervisor' as const] }
    const [reader, stalled] = [
      // It shares its process with all who change something here: to inflate as well would make it slow.
      await hub.connect(supervisor, { as: 'watcher' }),
      await hub.connect(supervisor, { as: 'watcher' }, query),
    ]
    for (const watcher of [reader, stalled]) await watcher.send('room:watch', { room: `team:${how}` })
    transportOf(stalled).pause()

    let round = 0
    /** Many changes; gives what waits for the watcher after them. */
    async function waitsAfterChanges(): Promise<number> {
      for (let n = 0; n < roundsALook; n++) {
        const changes = ids.map((agentId) => ({ agentId, status: 'busy', note: noteOf(round) }))
        await hub.service('POST', '/v1/presence/batch-set', { changes })
        round++
      }
      return metric('presence_backlog_bytes')
    }
    let looks = 0
    let waiting = 0
    while ((await metric('presence_slow_watchers')) === 0 && looks++ < MOST_LOOKS) waiting = await waitsAfterChanges()
    expect(await metric('presence_slow_watchers')).toBe(1)
    expect(waiting).toBeGreaterThan(0)
    expect(waiting).toBeLessThan(2 ** 20)
    // It does not grow with the changes after that.
    for (let more = 0; more < looks; more++) expect(await waitsAfterChanges()).toBeLessThanOrEqual(waiting * 1.5)

    // As they come: to look through all that was heard at every event would take longer than the hub does.
    const level = new Set<string>()
    const last = noteOf(round - 1, '')
    const isLevel = new Promise<void>((resolve) =>
      stalled.socket.on('presence:changed', ({ changes }) => {
        for (const { agentId, note } of changes) if (note?.startsWith(last)) level.add(agentId)
        if (level.size === AGENTS) resolve()
      }),
    )
    transportOf(stalled).resume()
    await isLevel
    expect(stalled.heard.length).toBeLessThan(reader.heard.length)
    expect(await metric('presence_slow_watchers')).toBe(0)
    reader.close()
    stalled.close()
  },
)
