import { randomBytes } from 'node:crypto'
import {
  createRemoteJWKSet,
  errors,
  type JWTVerifyGetKey,
  type JWTPayload,
  jwtVerify,
  type JWTVerifyOptions,
  SignJWT,
} from 'jose'
import { z } from 'zod'
import { id, name, teams } from '../../protocol/presence.js'
import type { devToken } from '../../protocol/rest.js'
import { ROLES } from '../../protocol/vocabulary.js'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import { Refused } from '../refused.js'
import type { Identity } from './identity.js'

export interface Tokens {
  /** Rejects with Refused `unauthorized` and a sentence about what is wrong; `unavailable` while no keys can be had. */
  verify(token: string | undefined): Promise<Identity>
  /** Dev mode only. */
  readonly sign?: (claims: z.output<typeof devToken>) => Promise<string>
}

const claims = z.object({
  sub: id,
  org: id.default('default'),
  // Whoever signs tokens may have more roles than this hub knows; those give nobody anything here.
  roles: z
    .array(z.string())
    .transform((all) => ROLES.filter((role) => all.includes(role)))
    .refine((known) => known.length > 0, `must name at least one of ${ROLES.join(', ')}`),
  name: name.optional(),
  teams: teams.optional(),
  exp: z.number().optional(),
})

const ASYMMETRIC = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
/** A dev token lives for a working day and a bit. */
const DEV_TOKEN_S = 12 * 3_600
/** How long to wait for published keys, in ms: the contract answers `unavailable` within 2 s. */
const KEYS_MS = 1_500

export function createTokens(config: Config, clock: Clock): Tokens {
  const secret = config.jwtSecret === undefined ? null : new TextEncoder().encode(config.jwtSecret)
  // Random per start: a dev token is worth nothing to any other hub.
  const devKey = config.devMode ? randomBytes(32) : null
  const bytes = secret ?? devKey
  // Once: handed over as bytes it would be imported again for every token.
  const symmetric = bytes && crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
  const remote = config.jwksUrl === undefined ? null : publishedKeys(config.jwksUrl)

  const required: JWTVerifyOptions = {
    ...(config.jwtAudience !== undefined && { audience: config.jwtAudience }),
    ...(config.jwtIssuer !== undefined && { issuer: config.jwtIssuer }),
  }

  async function payloadOf(token: string): Promise<JWTPayload> {
    const options = { ...required, currentDate: new Date(clock.now()) }
    // Each kind of key with its own algorithms only: a public key must never pass for a shared secret.
    if (symmetric && !(remote && !isHs256(token)))
      return (await jwtVerify(token, await symmetric, { ...options, algorithms: ['HS256'] })).payload
    if (!remote) throw new Error('no key is configured')
    return (await jwtVerify(token, remote, { ...options, algorithms: ASYMMETRIC })).payload
  }

  return {
    async verify(token) {
      if (token === undefined || token === '')
        throw new Refused('unauthorized', 'A token is needed: Authorization: Bearer <JWT>, or auth.token on a socket')
      const payload = await payloadOf(token).catch((cause: unknown) => {
        if (cause instanceof Refused) throw cause
        throw Object.assign(new Refused('unauthorized', whatIsWrong(cause)), { cause })
      })
      const read = claims.safeParse(payload)
      if (!read.success) {
        const [issue] = read.error.issues
        throw new Refused(
          'unauthorized',
          `The token's claim ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is wrong'}`,
        )
      }
      const { exp, name: called, teams: of, roles, ...who } = read.data
      return {
        ...who,
        // Kept as long as the socket is: a copy has no room for what will not come.
        roles: roles.slice(),
        ...(called !== undefined && { name: called }),
        ...(of && { teams: of }),
        ...(exp !== undefined && { expiresAt: exp * 1_000 }),
      }
    },
    ...(devKey && {
      sign: ({ sub, ...rest }: z.output<typeof devToken>) =>
        new SignJWT({
          ...rest,
          ...(config.jwtAudience !== undefined && { aud: config.jwtAudience }),
          ...(config.jwtIssuer !== undefined && { iss: config.jwtIssuer }),
        })
          .setProtectedHeader({ alg: 'HS256' })
          .setSubject(sub)
          .setExpirationTime(Math.floor(clock.now() / 1_000) + DEV_TOKEN_S)
          .sign(devKey),
    }),
  }
}

/** The keys at this address. That they cannot be had is no fault of the token: a new one would not help the caller. */
function publishedKeys(jwksUrl: string): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: KEYS_MS })
  return (header, token) =>
    keys(header, token).catch((cause: unknown) => {
      if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys) throw cause
      throw Object.assign(
        new Refused('unavailable', 'The keys that tokens are checked with cannot be fetched now; try again soon'),
        { cause },
      )
    })
}

const isHs256 = (token: string): boolean => {
  const [header = ''] = token.split('.')
  return Buffer.from(header, 'base64url').toString().includes('"HS256"')
}

function whatIsWrong(cause: unknown): string {
  if (cause instanceof errors.JWTExpired) return 'The token has expired; get a fresh one'
  if (cause instanceof errors.JWTClaimValidationFailed)
    return `The token's claim ${cause.claim} is not what this hub asks for`
  if (cause instanceof errors.JWSSignatureVerificationFailed) return 'The signature of the token is wrong'
  if (cause instanceof errors.JOSEAlgNotAllowed) return 'The token is signed with an algorithm this hub does not take'
  if (cause instanceof errors.JWKSNoMatchingKey) return 'The token is signed with a key nobody published'
  if (cause instanceof errors.JWKSMultipleMatchingKeys)
    return 'The token does not say which of the published keys it is signed with; set kid in its header'
  return 'The token is not a JWT this hub can read'
}
