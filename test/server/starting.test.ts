import { startHub } from '../support/hub-process.js'

const KEY = { PRESENCE_JWT_SECRET: 'a-secret-for-tests-that-is-long-enough-for-hs256' }

test('an address that is none of this machine stops the start with a sentence that names HOST', async () => {
  // Source: RFC 5737, addresses for documentation: nobody has them.
  const started = startHub({ env: { ...KEY, HOST: '203.0.113.1' } })
  await expect(started).rejects.toThrow(/ended with code 1;[^]*203\.0\.113\.1: HOST must be an address of this machine/)
})

test('a port that is taken stops the start with a sentence that names PORT', async () => {
  const first = await startHub()
  try {
    const second = startHub({ env: { PORT: new URL(first.url).port } })
    await expect(second).rejects.toThrow(/ended with code 1;[^]*set PORT to a free one/)
  } finally {
    await first.stop()
  }
})

test('dev mode hands out tokens to whoever asks, however they say it', async () => {
  const hub = await startHub()
  try {
    // As curl -d does.
    const answer = await fetch(`${hub.url}/dev/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: '{"sub":"ada","roles":["agent"]}',
    })
    const { token } = (await answer.json()) as { token: string }
    const read = await fetch(`${hub.url}/v1/statuses`, { headers: { authorization: `Bearer ${token}` } })
    expect(read.status).toBe(200)
  } finally {
    await hub.stop()
  }
})
