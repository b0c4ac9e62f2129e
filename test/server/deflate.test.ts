import { io } from 'socket.io-client'
import { WebSocket } from 'ws'
import type { Presence } from '../../protocol/presence.js'
import { eventually, until } from '../support/eventually.js'
import { recordWatcher, type RecordingWatcher } from '../support/recording-watcher.js'
import { difference } from '../support/redis-floor.js'
import { runHub, type RunningHub, type Tab } from '../support/running-hub.js'

/** So many, each with so many teams, are more than the hub deflates in one go. */
const AGENTS = 200
const TEAMS = ['large', ...Array.from({ length: 19 }, (_, n) => `team-${n}-${'of-many-words-'.repeat(4)}`)]
/** One to four bytes a letter. */
const nameOf = (id: string, suffix = '') => `Zoë 你好 🎧 ${id} ${suffix}`.trim()
const ids = Array.from({ length: AGENTS }, (_, n) => `agent-${n}`)

let hub: RunningHub
let token: string
beforeAll(async () => {
  const unlimited = '1000000/1000000'
  hub = await runHub({
    PRESENCE_RATE_SERVICE: unlimited,
    PRESENCE_RATE_CONNECT: unlimited,
    // Whoever waits for something must not get it with the next heartbeat.
    PRESENCE_HEARTBEAT_MS: '120000',
  })
  token = await hub.token({ sub: 'sam', roles: ['supervisor'] })
  await Promise.all(ids.map((id) => hub.admin('PUT', `/v1/agents/${id}`, { name: nameOf(id), teams: TEAMS })))
})
afterAll(() => hub.stop())

async function inRoom(room: string): Promise<RecordingWatcher> {
  const watcher = recordWatcher(`${hub.url}?deflate=1`, token, room)
  await until('it is in the room', () => watcher.cursor !== undefined, 30_000)
  return watcher
}

async function stored(): Promise<ReadonlyMap<string, Presence>> {
  const found = new Map<string, Presence>()
  let after: string | undefined = ''
  while (after !== undefined) {
    const { body } = await hub.supervisor('GET', `/v1/agents?limit=500${after && `&after=${after}`}`)
    for (const one of body.items as Presence[]) found.set(one.agentId, one)
    after = body.next
  }
  return found
}

const showsAll = async (watcher: RecordingWatcher) => {
  const truth = await stored()
  await eventually('the board shows what is stored', () => difference(truth, watcher.held))
}

/** Each of them is called something else now. */
const change = (some: readonly string[], suffix: string) =>
  Promise.all(some.map((id) => hub.admin('PUT', `/v1/agents/${id}`, { name: nameOf(id, suffix), teams: TEAMS })))

/** How much of it comes in one frame is not the same for both: whoever is slow for a moment gets more at once. */
const newest = (one: Tab) => Object.fromEntries(one.presences().map((presence) => [presence.agentId, presence]))

/** Of the TCP connection below. */
const bytesRead = ({ socket }: Tab): number =>
  (socket.io.engine.transport as unknown as { ws: { _socket: { bytesRead: number } } }).ws._socket.bytesRead

test('a board that asks for it hears the same in a fraction of the bytes', async () => {
  const boards = await Promise.all(
    ['', '?deflate=1'].map((query) => hub.connect({ sub: 'sam', roles: ['supervisor'] }, { as: 'watcher' }, query)),
  )
  const answers = await Promise.all(boards.map((one) => one.send('room:watch', { room: 'org' })))
  expect(answers[1]).toEqual(answers[0])
  await change(ids.slice(0, 50), 'at lunch')
  await change(ids.slice(0, 1), 'back')
  const isBack = (one: Tab) =>
    one.next('presence:changed', ({ changes }) => changes.some(({ name }) => name.endsWith('back')))
  await Promise.all(boards.map(isBack))
  const [plain, deflated] = boards.map(newest)
  expect(deflated).toEqual(plain)
  const [plainBytes = 0, deflatedBytes = 0] = boards.map(bytesRead)
  expect(deflatedBytes).toBeLessThan(plainBytes / 4)
  for (const one of boards) one.close()
})

test('a board that polls is told the same', async () => {
  const polling = io(hub.url, { transports: ['polling'], auth: { token, as: 'watcher' }, forceNew: true })
  const board = await hub.connect({ sub: 'sam', roles: ['supervisor'] }, { as: 'watcher' }, '?deflate=1')
  const changed = new Promise((resolve) => polling.once('presence:changed', resolve))
  const answers = [
    await polling.emitWithAck('room:watch', { room: 'org' }),
    await board.send('room:watch', { room: 'org' }),
  ]
  expect(answers[0]).toEqual(answers[1])
  expect(answers[0]).toMatchObject({ ok: true, snapshot: { length: AGENTS } })
  await change(ids, 'all at once')
  expect(await changed).toMatchObject({ room: 'org' })
  polling.close()
  board.close()
})

test('what changes while a large answer is made ready continues it', async () => {
  let working = true
  const work = (async () => {
    for (let round = 0; working; round++) await change(ids.slice(round % AGENTS, (round % AGENTS) + 1), `${round}`)
  })()
  const boards: RecordingWatcher[] = []
  for (let n = 0; n < 6; n++) boards.push(await inRoom(n % 2 === 0 ? 'org' : 'team:large'))
  working = false
  await work
  for (const one of boards) await showsAll(one)
  expect(boards.flatMap(({ violations }) => violations)).toEqual([])
  for (const one of boards) one.close()
}, 120_000)

test('a board comes back with a cursor, and one that leaves while it waits takes nothing with it', async () => {
  const one = await inRoom('org')
  const after = one.cursor ?? ''
  one.drop()
  await change(ids, 'changed while it was away')
  expect(await one.watchFrom(after)).toMatchObject({ ok: true, changes: expect.any(Array) })
  await showsAll(one)
  for (let n = 0; n < 5; n++) {
    const hasty = await hub.connect({ sub: 'sam', roles: ['supervisor'] }, { as: 'watcher' }, '?deflate=1')
    void hasty.send('room:watch', { room: 'team:large' }).catch(() => {})
    hasty.close()
  }
  await change(ids.slice(0, 10), 'and goes on')
  await showsAll(one)
  expect(one.violations).toEqual([])
  one.close()
}, 120_000)

test('who leaves a room before its large answer is ready hears nothing of it', async () => {
  const [one, fickle] = await Promise.all(
    [0, 1].map(() => hub.connect({ sub: 'sam', roles: ['supervisor'] }, { as: 'watcher' }, '?deflate=1')),
  )
  if (!one || !fickle) throw new Error('two boards')
  await one.send('room:watch', { room: 'org' })
  await change(ids.slice(0, 1), 'so that the answer is made anew')
  await Promise.all([fickle.send('room:watch', { room: 'org' }), fickle.send('room:unwatch', { room: 'org' })])
  await change(ids.slice(0, 1), 'unheard of')
  await one.next('presence:changed', ({ changes }) => changes.some(({ name }) => name.endsWith('unheard of')))
  await fickle.send('probe', {})
  expect(fickle.heard.filter(({ event }) => event === 'presence:changed')).toEqual([])
  for (const board of [one, fickle]) board.close()
})

describe('deflate is agreed on', () => {
  const extensionsOf = (query: string, perMessageDeflate: boolean | { serverMaxWindowBits: number }) =>
    new Promise<string>((resolve, reject) => {
      const url = `${hub.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket${query}`
      const socket = new WebSocket(url, { perMessageDeflate })
      socket.on('error', reject)
      socket.on('open', () => {
        resolve(socket.extensions)
        socket.terminate()
      })
    })

  test('with whoever asks for it and can do it', async () => {
    expect(await extensionsOf('&deflate=1', true)).toBe('permessage-deflate')
    expect(await extensionsOf('&deflate=1', false)).toBe('')
  })

  test('and with nobody else: not who does not ask, nor who can only keep a small window', async () => {
    expect(await extensionsOf('', true)).toBe('')
    expect(await extensionsOf('&deflate=0', true)).toBe('')
    expect(await extensionsOf('&deflate=1', { serverMaxWindowBits: 9 })).toBe('')
  })

  test('what is large once it is inflated is refused, and the hub goes on', async () => {
    const socket = new WebSocket(`${hub.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket&deflate=1`, {
      perMessageDeflate: { threshold: 0 },
    })
    const code = await new Promise<number>((resolve, reject) => {
      socket.on('error', reject)
      socket.on('open', () => socket.send(`42${' '.repeat(50 * 2 ** 20)}`))
      socket.on('close', resolve)
    })
    expect(code).toBe(1009)
    expect((await hub.supervisor('GET', '/v1/agents?limit=1')).status).toBe(200)
  })
})
