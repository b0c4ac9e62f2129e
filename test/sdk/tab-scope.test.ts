import { scopeOf } from '../../client-sdk/tab-scope.js'

const NOW_MS = Date.parse('2026-11-23T10:00:00.000Z')
const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`
const ADA = { sub: 'ada', org: 'acme', roles: ['agent'], name: 'Ada Lovelace ✓', iat: 1, exp: NOW_MS / 1_000 + 60 }
const scope = (claims: object, url = 'https://hub.test', as?: string) => scopeOf(jwt(claims), url, as, NOW_MS)

beforeAll(() => void Object.assign(globalThis, { location: { href: 'https://crm.test/page?x#y' } }))
afterAll(() => void Reflect.deleteProperty(globalThis, 'location'))

test('tabs with the same agent share, whenever their tokens were signed', () => {
  expect(scope(ADA)).toBe(scope({ ...ADA, iat: 2, exp: ADA.exp + 900, jti: 'other' }))
  expect(scope(ADA)).toBe(scope(ADA, 'https://hub.test/?x=1'))
})

test.each([
  ['agent', { ...ADA, sub: 'bob' }],
  ['organisation', { ...ADA, org: 'other' }],
  ['roles', { ...ADA, roles: ['agent', 'supervisor'] }],
  ['teams', { ...ADA, teams: ['billing'] }],
  ['issuer', { ...ADA, iss: 'https://login.test' }],
])('another %s is another group', (_what, claims) => {
  expect(scope(claims)).toBeDefined()
  expect(scope(claims)).not.toBe(scope(ADA))
})

test('so is another hub, and another role of the connection', () => {
  expect(scope(ADA, 'https://hub2.test')).not.toBe(scope(ADA))
  expect(scope(ADA, 'https://hub.test', 'watcher')).not.toBe(scope(ADA))
  expect(scopeOf(jwt(ADA), undefined, undefined, NOW_MS)).toBe(scope(ADA, 'https://crm.test'))
})

test.each([
  ['no token', undefined],
  ['an expired token', jwt({ ...ADA, exp: NOW_MS / 1_000 })],
  ['a token that is no JWT', 'opaque'],
  ['a JWT without claims', `e30.${Buffer.from('1').toString('base64url')}.c2ln`],
  ['a JWT that is not UTF-8', `e30.${Buffer.from([0xff]).toString('base64url')}.c2ln`],
  ['nothing of the kind', 'a.%.b'],
])('%s shares with nobody', (_what, token) => {
  expect(scopeOf(token, 'https://hub.test', undefined, NOW_MS)).toBeUndefined()
})
