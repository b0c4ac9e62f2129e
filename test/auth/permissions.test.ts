import type { Identity } from '../../server/auth/identity.js'
import { allowsOrigin, namesThisMachine } from '../../server/auth/origins.js'
import { actorOf, allowed, maySee, mayWatch } from '../../server/auth/permissions.js'

const who = (roles: Identity['roles'], more: Partial<Identity> = {}): Identity => ({
  org: 'default',
  sub: 'me',
  roles,
  ...more,
})
const teamsOf = (agentId: string) => (agentId === 'ada' ? ['red'] : undefined)

test.each<[string, Identity, string, boolean]>([
  ['an agent its own room', who(['agent']), 'agent:me', true],
  ['an agent another’s room', who(['agent']), 'agent:ada', false],
  ['an agent the organisation', who(['agent']), 'org', false],
  ['a service anything', who(['service']), 'org', true],
  ['a supervisor anything', who(['supervisor']), 'team:red', true],
  ['a supervisor of red the organisation', who(['supervisor'], { teams: ['red'] }), 'org', false],
  ['a supervisor of red team red', who(['supervisor'], { teams: ['red'] }), 'team:red', true],
  ['a supervisor of red team blue', who(['supervisor'], { teams: ['red'] }), 'team:blue', false],
  ['a supervisor of red an agent of red', who(['supervisor'], { teams: ['red'] }), 'agent:ada', true],
  ['a supervisor of red somebody unknown', who(['supervisor'], { teams: ['red'] }), 'agent:bob', false],
  ['a supervisor of no team anything', who(['supervisor'], { teams: [] }), 'team:red', false],
  ['an administrator', who(['admin']), 'org', false],
])('%s may be watched: %3$s', (_name, identity, room, expected) =>
  expect(mayWatch(identity, room, teamsOf)).toBe(expected),
)

test('a supervisor sees the agents of their teams, or all without any', () => {
  expect(maySee(who(['supervisor'], { teams: ['red'] }), ['red', 'blue'])).toBe(true)
  expect(maySee(who(['supervisor'], { teams: ['red'] }), ['blue'])).toBe(false)
  expect(maySee(who(['supervisor']), [])).toBe(true)
  expect(maySee(who(['agent']), ['red'])).toBe(false)
})

test('"self" is the agent the path names, and only with that role', () => {
  expect(allowed(['self'], who(['agent']), 'me')).toBe(true)
  expect(allowed(['self'], who(['agent']), 'ada')).toBe(false)
  expect(allowed(['self'], who(['supervisor']), 'me')).toBe(false)
  expect(allowed([], who(['agent']), undefined)).toBe(true)
})

test('one’s own name comes first, then the role with the most to answer for', () => {
  expect(actorOf(who(['agent', 'supervisor']), 'me')).toEqual({ type: 'agent', id: 'me' })
  expect(actorOf(who(['agent', 'supervisor']), 'ada')).toEqual({ type: 'supervisor', id: 'me' })
  expect(actorOf(who(['admin', 'service']), 'ada')).toEqual({ type: 'service', id: 'me' })
})

test.each<[string | undefined, string | undefined, readonly string[], boolean]>([
  [undefined, 'hub:3000', [], true],
  ['http://hub:3000', 'hub:3000', [], true],
  ['http://evil.example', 'hub:3000', [], false],
  ['https://crm.example', 'hub:3000', ['https://crm.example'], true],
  ['null', 'hub:3000', [], false],
])('origin %s at host %s with %j: %s', (origin, host, list, expected) =>
  expect(allowsOrigin(origin, host, list)).toBe(expected),
)

test.each<[string | undefined, boolean]>([
  ['localhost:3000', true],
  ['127.0.0.1:3000', true],
  ['127.0.0.1', true],
  ['[::1]:3000', true],
  ['evil.example', false],
  ['127.0.0.1.evil.example', false],
  [undefined, false],
])('the host %s is this machine: %s', (host, expected) => expect(namesThisMachine(host)).toBe(expected))
