import type { Socket } from 'node:net'
import { lasting, PATIENCE_MS, until } from '../support/eventually.js'
import { openTab, runHub, type RunningHub } from '../support/running-hub.js'

let hub: RunningHub
beforeAll(async () => {
  hub = await runHub()
})
afterAll(() => hub.stop())

describe('a socket is refused', () => {
  const refusal = async (auth: Readonly<Record<string, unknown>>) => {
    const tab = openTab(hub.url, auth)
    const { data } = (await tab.next('connect_error' as never)) as { data?: { code: string; message: string } }
    tab.close()
    return data
  }

  test.each([
    ['without a token', {}, 'unauthorized'],
    ['with a token that is no text', { token: 5 }, 'unauthorized'],
    ['with a forged token', { token: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.' }, 'unauthorized'],
    ['with a handshake of another shape', { token: 'x', role: 'king' }, 'invalid'],
  ])('%s', async (_case, auth, code) => {
    const data = await refusal(auth)
    expect(data?.code).toBe(code)
    expect(data?.message).toMatch(/\w+ \w+/)
  })

  test('as an agent without that role', async () => {
    expect(await refusal({ token: await hub.token({ sub: 'sam', roles: ['supervisor'] }), as: 'agent' })).toMatchObject(
      { code: 'forbidden' },
    )
  })

  test('from a foreign origin', async () => {
    const answer = await hub.http('GET', '/socket.io/?EIO=4&transport=polling', {
      headers: { origin: 'https://evil.example' },
    })
    expect(answer.status).toBe(403)
  })
})

describe('bad input on a socket', () => {
  test.each([
    ['presence:set', undefined, 'invalid'],
    ['presence:set', 'busy', 'invalid'],
    ['presence:set', { status: 7 }, 'invalid'],
    ['presence:set', { status: 'busy', agentId: 'victim' }, 'invalid'],
    ['presence:set', { status: 'busy', note: 'x'.repeat(141) }, 'invalid'],
    ['presence:set', { status: 'busy', expiresAt: '2020-01-01T00:00:00.000Z' }, 'invalid'],
    ['presence:set', { status: 'nowhere' }, 'unknown_status'],
    ['presence:set', { status: 'inactive' }, 'not_selectable'],
    ['room:watch', { room: 'everything' }, 'invalid'],
    ['room:watch', { room: 'org' }, 'forbidden'],
    ['room:unwatch', null, 'invalid'],
  ])('%s %j is answered %3$s', async (command, payload, code) => {
    const tab = await hub.agentTab('bad')
    const ack = await (
      tab.socket.timeout(PATIENCE_MS) as never as { emitWithAck(...all: unknown[]): Promise<unknown> }
    ).emitWithAck(command, payload)
    expect(ack).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(/\w/) } })
    tab.close()
  })

  test('names the path that is wrong', async () => {
    const tab = await hub.agentTab('bad')
    const ack = await tab.send('presence:set', { status: 'busy', colour: 'red' } as never)
    expect(ack).toMatchObject({ ok: false, error: { errors: [{ path: 'colour' }] } })
    tab.close()
  })

  test('too many commands are answered rate_limited, and the socket lives', async () => {
    const tab = await hub.agentTab('fast')
    // 40 at once and 20 a second: those that are too many are so for eight seconds.
    const acks = await Promise.all(Array.from({ length: 200 }, () => tab.send('probe', {})))
    const refused = acks.filter((ack) => !ack.ok)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused[0]).toMatchObject({ error: { code: 'rate_limited' } })
    hub.clock.shift(2_000)
    expect(await tab.send('probe', {})).toMatchObject({ ok: true })
    tab.close()
  })

  test('a message over 64 KiB closes only its own socket', async () => {
    const [loud, calm] = [await hub.agentTab('loud'), await hub.agentTab('calm')]
    loud.socket.emit('presence:set', { status: 'x'.repeat(1_000_000) }, () => {})
    await loud.next('disconnect' as never)
    expect(await calm.send('probe', {})).toMatchObject({ ok: true })
    calm.close()
  })
})

test('a message of which a half comes before a pulse and a half after it is heard', async () => {
  const tab = await hub.agentTab('halves')
  const line = (tab.socket.io.engine.transport as unknown as { ws: { _socket: Socket } }).ws._socket
  const frame = maskedFrame(`420["probe",${' '.repeat(400)}{}]`)
  const answered = new Promise<string>((resolve) =>
    tab.socket.io.engine.on('data', (data: string) => data.startsWith('30') && resolve(data)),
  )
  line.write(frame.subarray(0, 200))
  await tab.next('pulse')
  // The hub writes to the line first, and only then is done with it.
  await lasting(100)
  line.write(frame.subarray(200))
  expect(await answered).toContain('"ok":true')
  tab.close()
})

/** As browsers send it. */
function maskedFrame(text: string): Buffer {
  const [mask, payload] = [Buffer.from([7, 11, 13, 17]), Buffer.from(text)]
  const begin = Buffer.from([0x81, 0x80 | 126, payload.length >> 8, payload.length & 0xff])
  return Buffer.concat([begin, mask, payload.map((byte, n) => byte ^ (mask[n % 4] ?? 0))])
}

describe('over a line that was used before', () => {
  test.each([
    ['let in', () => hub.token({ sub: 'jon', roles: ['agent'] }), '2["welcome"', '"agentId":"jon"'],
    ['refused', async () => 'forged', '4', 'unauthorized'],
  ])(
    'whoever left is asked again who they are, and %s; nobody else notices',
    async (_case, tokenOf, packet, answer) => {
      const bystander = await hub.agentTab('ivy')
      const tab = await hub.agentTab('jon')
      const { engine } = tab.socket.io
      const answered = new Promise<string>((resolve) =>
        engine.on('data', (data: string) => data.startsWith(packet) && resolve(data)),
      )
      // As bare packets: the client library would open another line.
      engine.write('1')
      await until('they are gone', async () => {
        const { body } = await hub.supervisor('GET', '/v1/agents/jon/presence')
        return body.connection === 'reconnecting'
      })
      engine.write(`0${JSON.stringify({ token: await tokenOf() })}`)
      expect(await answered).toContain(answer)
      expect(await bystander.send('probe', {})).toMatchObject({ ok: true })
      tab.close()
      bystander.close()
    },
  )
})
