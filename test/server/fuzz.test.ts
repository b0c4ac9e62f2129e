import fc from 'fast-check'
import { COMMANDS } from '../../protocol/messages.js'
import { ROUTES } from '../../protocol/routes.js'
import { ERROR_STATUS } from '../../protocol/errors.js'
import { runHub, type RunningHub } from '../support/running-hub.js'

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
const UNLIMITED = '1000000/1000000'
const MESSAGES = 6_000
const REQUESTS = 4_000
const AT_ONCE = 50

let hub: RunningHub
beforeAll(async () => {
  hub = await runHub({
    PRESENCE_RATE_SOCKET: UNLIMITED,
    PRESENCE_RATE_SERVICE: UNLIMITED,
    PRESENCE_RATE_OTHER: UNLIMITED,
  })
})
afterAll(() => hub.stop())

const junk = fc.oneof(
  fc.anything({ maxDepth: 3, withNullPrototype: false, withBigInt: false }),
  fc.record({ status: fc.anything(), room: fc.anything(), commandId: fc.anything() }, { requiredKeys: [] }),
  fc.record({
    status: fc.constantFrom('busy', 'inactive', '__proto__', 'constructor', ''),
    note: fc.string({ maxLength: 300 }),
  }),
  fc.record({ room: fc.string(), after: fc.string() }),
)

/** Sent a few at a time, so that what is measured is the hub and not the length of a queue. */
async function inBatches<T>(items: readonly T[], send: (item: T) => Promise<void>) {
  for (let from = 0; from < items.length; from += AT_ONCE)
    await Promise.all(items.slice(from, from + AT_ONCE).map(send))
}

test(`${MESSAGES} malformed messages are each answered, and the hub lives (seed ${SEED})`, async () => {
  const tab = await hub.agentTab('fuzz')
  const calm = await hub.agentTab('calm')
  const codes = new Set(Object.keys(ERROR_STATUS))
  const commands = Object.keys(COMMANDS).filter((name) => name !== 'presence:sign_out')
  const messages = fc.sample(fc.tuple(fc.constantFrom(...commands), junk), { numRuns: MESSAGES, seed: SEED })
  const emit = tab.socket.timeout(10_000) as never as {
    emitWithAck(name: string, payload: unknown): Promise<{ ok: boolean; error?: { code: string; message: string } }>
  }
  await inBatches(messages, async ([name, payload]) => {
    const ack = await emit.emitWithAck(name, payload)
    if (ack.ok) return
    expect(codes).toContain(ack.error?.code)
    expect(ack.error?.message).toMatch(/\S/)
    expect(ack.error?.message).not.toMatch(/failed to handle/)
  })
  expect(await calm.send('probe', {})).toMatchObject({ ok: true })
  tab.close()
  calm.close()
})

test('events nobody knows, and acks that are none, disturb nobody', async () => {
  const tab = await hub.agentTab('odd')
  const emit = tab.socket as never as { emit(name: string, ...all: unknown[]): void }
  for (const name of ['hello', 'constructor', '__proto__', 'toString', 'presence:changed'])
    emit.emit(name, { a: 1 }, 'b')
  emit.emit('presence:set', { status: 'busy' }, 'no ack')
  emit.emit('presence:set')
  expect(await tab.send('probe', {})).toMatchObject({ ok: true })
  tab.close()
})

test(`${REQUESTS} malformed requests are each answered with a code (seed ${SEED})`, async () => {
  const token = await hub.token({ sub: 'fuzz', roles: ['service', 'admin', 'supervisor', 'agent'] })
  const codes = new Set(Object.keys(ERROR_STATUS))
  const segment = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom('ada', '..', '%', '%00', '*', 'team:x', 'a'.repeat(200)),
  )
  const bodies = fc.oneof(
    fc.json(),
    fc.string({ maxLength: 40 }),
    junk.map((one) => JSON.stringify(one) ?? ''),
  )
  const requests = fc.sample(
    fc.tuple(
      fc.constantFrom(...Object.values(ROUTES)),
      fc.array(segment, { minLength: 3, maxLength: 3 }),
      bodies,
      fc.string({ maxLength: 30 }),
    ),
    { numRuns: REQUESTS, seed: SEED },
  )
  await inBatches(requests, async ([route, segments, raw, query]) => {
    let next = 0
    const path =
      route.path.replace(/\{\w+\}/g, () => encodeURIComponent(segments[next++] ?? 'x')) +
      (query === '' ? '' : `?${encodeURI(query).replaceAll('#', '')}`)
    const method = route.method.toUpperCase()
    const answer = await hub.http(method, path, { token, ...(method !== 'GET' && { raw }) })
    expect(answer.status).toBeLessThan(500)
    if (answer.status < 400) return
    expect(codes).toContain(answer.body.code)
    expect(answer.body.detail).toMatch(/\S/)
  })
  expect((await hub.http('GET', '/healthz')).status).toBe(200)
})
