import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { createTokens } from '../../server/auth/tokens.js'
import { readConfig } from '../../server/config.js'
import { timed } from '../support/stopwatch.js'
import { createTestClock } from '../support/test-clock.js'

const SECRET = 'a-secret-for-tests-that-is-long-enough-for-hs256'
const clock = createTestClock()
const CLAIMS: JWTPayload = { sub: 'ada', roles: ['agent'] }
const inAnHour = () => Math.floor(clock.now() / 1_000) + 3_600

const signed = (claims: JWTPayload, key: CryptoKey | Uint8Array, alg: string, kid = 'k1') =>
  new SignJWT({ exp: inAnHour(), ...claims }).setProtectedHeader({ alg, kid }).sign(key)
const bySecret = (claims: JWTPayload, secret = SECRET, alg = 'HS256') =>
  signed(claims, new TextEncoder().encode(secret), alg)

describe('with a shared secret', () => {
  const tokens = createTokens(readConfig({ PRESENCE_JWT_SECRET: SECRET }), clock)

  test('a token says who it is, organisation and limits included', async () => {
    const token = await bySecret({ ...CLAIMS, org: 'acme', name: 'Ada', teams: ['billing'] })
    expect(await tokens.verify(token)).toEqual({
      sub: 'ada',
      org: 'acme',
      roles: ['agent'],
      name: 'Ada',
      teams: ['billing'],
      expiresAt: inAnHour() * 1_000,
    })
    expect(await tokens.verify(await bySecret(CLAIMS))).toMatchObject({ org: 'default' })
  })

  test('roles that mean nothing here give nothing here', async () => {
    expect(await tokens.verify(await bySecret({ ...CLAIMS, roles: ['king', 'agent'] }))).toMatchObject({
      roles: ['agent'],
    })
  })

  test.each<[string, () => Promise<string> | string, RegExp]>([
    ['no token', () => '', /token is needed/],
    ['garbage', () => 'x.y.z', /not a JWT/],
    ['another secret', () => bySecret(CLAIMS, 'another-secret-that-is-long-enough-too'), /signature/],
    ['another algorithm', () => bySecret(CLAIMS, SECRET, 'HS384'), /algorithm/],
    [
      'no algorithm',
      () =>
        `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(CLAIMS)).toString('base64url')}.`,
      /algorithm|not a JWT/,
    ],
    ['an expired token', () => bySecret({ ...CLAIMS, exp: Math.floor(clock.now() / 1_000) - 1 }), /expired/],
    ['no roles', () => bySecret({ sub: 'ada' }), /roles/],
    ['an unknown role', () => bySecret({ sub: 'ada', roles: ['king'] }), /roles/],
    ['a strange id', () => bySecret({ sub: 'a b', roles: ['agent'] }), /sub/],
    ['no sub', () => bySecret({ roles: ['agent'] }), /sub/],
  ])('%s is refused with a sentence', async (_name, token, sentence) => {
    await expect(tokens.verify(await token())).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringMatching(sentence),
    })
  })

  test('audience and issuer count where they are set', async () => {
    const strict = createTokens(
      readConfig({ PRESENCE_JWT_SECRET: SECRET, PRESENCE_JWT_AUDIENCE: 'hub', PRESENCE_JWT_ISSUER: 'login' }),
      clock,
    )
    expect(await strict.verify(await bySecret({ ...CLAIMS, aud: 'hub', iss: 'login' }))).toMatchObject({ sub: 'ada' })
    await expect(strict.verify(await bySecret({ ...CLAIMS, aud: 'crm', iss: 'login' }))).rejects.toMatchObject({
      message: expect.stringContaining('aud'),
    })
  })

  test('a short secret works, since the start has warned of it', async () => {
    const short = createTokens(readConfig({ PRESENCE_JWT_SECRET: 'short' }), clock)
    expect(await short.verify(await bySecret(CLAIMS, 'short'))).toMatchObject({ sub: 'ada' })
  })

  test('nobody can mint tokens', () => expect(tokens.sign).toBeUndefined())
})

describe('with published keys', () => {
  let keys: Server
  let url: string
  let pair: { publicKey: CryptoKey; privateKey: CryptoKey }
  beforeAll(async () => {
    pair = await generateKeyPair('ES256')
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }
    keys = createServer((_request, response) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] })),
    )
    await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(keys.address() as AddressInfo).port}/jwks.json`
  })
  afterAll(() => void keys.close())

  test('a token signed with one of them is taken', async () => {
    const tokens = createTokens(readConfig({ PRESENCE_JWKS_URL: url }), clock)
    expect(await tokens.verify(await signed(CLAIMS, pair.privateKey, 'ES256'))).toMatchObject({ sub: 'ada' })
  })

  test('a token signed with a key of somebody else, or with a secret, is not', async () => {
    const tokens = createTokens(readConfig({ PRESENCE_JWKS_URL: url }), clock)
    const { privateKey } = await generateKeyPair('ES256')
    await expect(tokens.verify(await signed(CLAIMS, privateKey, 'ES256'))).rejects.toMatchObject({
      code: 'unauthorized',
    })
    await expect(tokens.verify(await signed(CLAIMS, pair.privateKey, 'ES256', 'k2'))).rejects.toMatchObject({
      message: expect.stringContaining('published'),
    })
    await expect(
      tokens.verify(await bySecret(CLAIMS, JSON.stringify(await exportJWK(pair.publicKey)))),
    ).rejects.toMatchObject({ code: 'unauthorized' })
  })

  test.each(['RS256', 'PS256', 'ES384', 'EdDSA', 'Ed25519'])('keys for %s are taken', async (alg) => {
    const { publicKey, privateKey } = await generateKeyPair(alg)
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg, use: 'sig' }
    await publishing(
      (_request, response) => void response.end(JSON.stringify({ keys: [jwk] })),
      async (at) => {
        const tokens = createTokens(readConfig({ PRESENCE_JWKS_URL: at }), clock)
        expect(await tokens.verify(await signed(CLAIMS, privateKey, alg))).toMatchObject({ sub: 'ada' })
      },
    )
  })

  test('a public key never passes for a secret, with a secret beside it or not', async () => {
    const { publicKey } = await generateKeyPair('RS256')
    for (const env of [{}, { PRESENCE_JWT_SECRET: SECRET }]) {
      const tokens = createTokens(readConfig({ PRESENCE_JWKS_URL: url, ...env }), clock)
      for (const text of [await exportSPKI(publicKey), await exportSPKI(pair.publicKey)])
        await expect(tokens.verify(await bySecret(CLAIMS, text))).rejects.toMatchObject({ code: 'unauthorized' })
    }
  })

  test.each<[string, RequestListener]>([
    ['answers 500', (_request, response) => void response.writeHead(500).end()],
    ['answers something else', (_request, response) => void response.end('<html>')],
    ['hangs up', (request) => void request.socket.destroy()],
    ['says nothing', () => {}],
  ])('a key server that %s is not the fault of the token', (_name, listener) =>
    publishing(listener, async (at) => {
      const tokens = createTokens(readConfig({ PRESENCE_JWKS_URL: at }), clock)
      const token = await signed(CLAIMS, pair.privateKey, 'ES256')
      const { ms } = await timed(() =>
        expect(tokens.verify(token)).rejects.toMatchObject({
          code: 'unavailable',
          message: expect.stringContaining('cannot be fetched'),
        }),
      )
      expect(ms).toBeLessThan(2_000)
    }),
  )

  test('a secret beside them goes on working', async () => {
    const tokens = createTokens(readConfig({ PRESENCE_JWKS_URL: url, PRESENCE_JWT_SECRET: SECRET }), clock)
    expect(await tokens.verify(await bySecret(CLAIMS))).toMatchObject({ sub: 'ada' })
    expect(await tokens.verify(await signed(CLAIMS, pair.privateKey, 'ES256'))).toMatchObject({ sub: 'ada' })
  })
})

test('in dev mode tokens of this hub are taken, and those of another are not', async () => {
  const [one, two] = [createTokens(readConfig({}), clock), createTokens(readConfig({}), clock)]
  const token = (await one.sign?.({ sub: 'ada', roles: ['agent'] })) ?? ''
  expect(await one.verify(token)).toMatchObject({ sub: 'ada', org: 'default' })
  await expect(two.verify(token)).rejects.toMatchObject({ code: 'unauthorized' })
})

test('in dev mode tokens are made for the audience and issuer that are asked for', async () => {
  const env = { PRESENCE_JWT_AUDIENCE: 'hub', PRESENCE_JWT_ISSUER: 'login' }
  const tokens = createTokens(readConfig(env), clock)
  const token = (await tokens.sign?.({ sub: 'ada', roles: ['agent'] })) ?? ''
  expect(await tokens.verify(token)).toMatchObject({ sub: 'ada' })
})

/** A key server for the time of one visit. */
async function publishing(listener: RequestListener, visit: (url: string) => Promise<void>) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await visit(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}
