import { Ajv2020 } from 'ajv/dist/2020.js'
import { type RouteName, ROUTES } from '../../protocol/routes.js'
import { runHub, type RunningHub, type Tab } from '../support/running-hub.js'

/** What the hub really answers, held against the document it hands out. */
interface Example {
  readonly as: 'service' | 'admin' | 'supervisor'
  readonly path?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly answers: number
  /** Reports the offer this call is about. */
  readonly offer?: boolean
}

const ada = { id: 'ada' }
const chat = { id: 'ada', itemId: 'chat-1' }
const offer = { id: 'ada', itemId: 'offer-1' }
const lunch = { id: 'lunch' }
const billing = { team: 'billing' }

/** In this order; a route without an example does not compile. A stream never answers whole: test/server/events.test.ts. */
const EXAMPLES: Readonly<Record<Exclude<RouteName, 'events'>, Example>> = {
  me: { as: 'supervisor', answers: 200 },
  putAgent: { as: 'admin', path: { id: 'eve' }, body: { name: 'Eve', totalUnits: 100 }, answers: 201 },
  getAgent: { as: 'supervisor', path: ada, answers: 200 },
  listAgents: { as: 'supervisor', answers: 200 },
  listProfiles: { as: 'admin', answers: 200 },
  getPresence: { as: 'service', path: ada, answers: 200 },
  putWorkItem: { as: 'service', path: chat, body: { units: 30 }, answers: 201 },
  listWorkItems: { as: 'supervisor', path: ada, answers: 200 },
  missOffer: { as: 'service', path: offer, answers: 200, offer: true },
  rejectOffer: { as: 'service', path: offer, answers: 200, offer: true },
  transferWorkItem: { as: 'service', path: chat, body: { to: 'bob' }, answers: 200 },
  deleteWorkItem: { as: 'service', path: { id: 'bob', itemId: 'chat-1' }, answers: 200 },
  setPresence: { as: 'supervisor', path: ada, body: { status: 'busy', note: 'front desk' }, answers: 200 },
  resetPresence: { as: 'supervisor', path: ada, answers: 200 },
  explain: { as: 'supervisor', path: ada, answers: 200 },
  timeline: { as: 'supervisor', path: ada, answers: 200 },
  batchGet: { as: 'service', body: { agentIds: ['ada', 'nobody'] }, answers: 200 },
  batchSet: { as: 'service', body: { changes: [{ agentId: 'nobody', status: 'busy' }] }, answers: 200 },
  timeInStatus: { as: 'supervisor', answers: 200 },
  roomSummary: { as: 'supervisor', path: { room: 'org' }, answers: 200 },
  roomLastHour: { as: 'supervisor', path: { room: 'org' }, answers: 200 },
  putStatus: { as: 'admin', path: lunch, body: { base: 'away', labels: { en: 'Lunch' } }, answers: 201 },
  previewStatus: { as: 'admin', path: lunch, body: { change: null }, answers: 200 },
  archiveStatus: { as: 'admin', path: lunch, answers: 200 },
  listStatuses: { as: 'service', answers: 200 },
  patchPolicy: { as: 'admin', body: { rejectToDnd: true, wrapUpMs: 60_000 }, answers: 200 },
  getPolicy: { as: 'supervisor', answers: 200 },
  previewPolicy: { as: 'admin', body: { policy: { routableBases: [] } }, answers: 200 },
  putTeamPolicy: { as: 'admin', path: billing, body: { sessionLimit: 4 }, answers: 200 },
  listTeams: { as: 'admin', answers: 200 },
  patchTeamPolicy: { as: 'admin', path: billing, body: { sessionLimit: 3 }, answers: 200 },
  getTeamPolicy: { as: 'supervisor', path: billing, answers: 200 },
  deleteTeamPolicy: { as: 'admin', path: billing, answers: 204 },
  signOut: { as: 'supervisor', path: ada, answers: 200 },
  deleteAgent: { as: 'service', path: ada, answers: 204 },
}

let hub: RunningHub
let tabs: Tab[]
// eslint-disable-next-line @typescript-eslint/no-explicit-any
let document: any
const ajv = new Ajv2020({ strict: false, validateFormats: false })

beforeAll(async () => {
  hub = await runHub()
  tabs = [await hub.agentTab('ada', { name: 'Ada', teams: ['billing'] }), await hub.agentTab('bob')]
  document = (await hub.http('GET', '/openapi.json')).body
})
afterAll(async () => {
  for (const tab of tabs) tab.close()
  await hub.stop()
})

/** What is wrong with a body, by the document. */
function faultsOf(body: unknown, path: string, method: string, status: number, type: string): unknown {
  const { schema } = document.paths[path][method].responses[status].content[type]
  const check = ajv.compile({ ...schema, components: document.components })
  return check(body) ? [] : check.errors
}

const urlOf = (path: string, values: Readonly<Record<string, string>> = {}) =>
  path.replace(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '')

test.each(Object.entries(EXAMPLES) as [keyof typeof EXAMPLES, Example][])(
  '%s answers what the document says',
  async (name, { as, path, body, answers, offer: offered }) => {
    const { method, path: template } = ROUTES[name]
    const url = urlOf(template, path)
    if (offered) await hub.service('PUT', url.slice(0, url.lastIndexOf('/')), { state: 'offered' })
    const answer = await hub[as](method.toUpperCase(), url, body)
    expect([answer.status, answer.body]).toEqual([answers, answer.body])
    if (answers !== 204) expect(faultsOf(answer.body, template, method, answers, 'application/json')).toEqual([])
  },
)

test.each<[string, number, () => Promise<{ status: number; body: unknown }>, RouteName]>([
  ['a wrong body', 400, () => hub.service('PUT', '/v1/agents/bob/presence', { status: 'a b', x: 1 }), 'setPresence'],
  ['no token', 401, () => hub.http('GET', '/v1/agents'), 'listAgents'],
  ['the wrong role', 403, () => hub.admin('GET', '/v1/agents'), 'listAgents'],
  ['nobody', 404, () => hub.service('GET', '/v1/agents/nobody/presence'), 'getPresence'],
  ['no such status', 422, () => hub.service('PUT', '/v1/agents/bob/presence', { status: 'nap' }), 'setPresence'],
])('%s is a problem the document knows', async (_name, status, call, route) => {
  const { method, path } = ROUTES[route]
  const answer = await call()
  expect(answer.status).toBe(status)
  expect(faultsOf(answer.body, path, method, status, 'application/problem+json')).toEqual([])
})

test('a presence comes with its version as ETag, as the document says', async () => {
  const answer = await hub.service('GET', '/v1/agents/bob/presence')
  expect(answer.headers.get('etag')).toBe(`"${answer.body.version}"`)
  expect(document.paths['/v1/agents/{id}/presence'].get.responses[200].headers).toHaveProperty('ETag')
})
