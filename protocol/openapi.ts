import { z } from 'zod'
import { ERROR_STATUS, ERROR_TITLES, type ErrorCode } from './errors.js'
import { LIMITS, RATES, type Rate } from './limits.js'
import { policy } from './policy.js'
import { presence, statusDefinition, timelineSpan, workItem } from './presence.js'
import { explanation } from './explanation.js'
import { agentProfile, devToken, problem, summary, wayIn } from './rest.js'
import { type Route, ROUTES } from './routes.js'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

export interface DocumentOptions {
  /** Paths that exist in dev mode only are listed too. */
  readonly devMode?: boolean
  /** The rates in force; default: those of the contract. */
  readonly rates?: Readonly<Record<keyof typeof RATES, Rate>> | undefined
}

/** Schemas that have a name of their own in the documents, for readers and for generated clients. */
const NAMED = z.registry<{ id: string }>()
NAMED.add(presence, { id: 'Presence' })
NAMED.add(statusDefinition, { id: 'StatusDefinition' })
NAMED.add(timelineSpan, { id: 'TimelineSpan' })
NAMED.add(workItem, { id: 'WorkItem' })
NAMED.add(policy, { id: 'Policy' })
NAMED.add(agentProfile, { id: 'AgentProfile' })
NAMED.add(explanation, { id: 'Explanation' })
NAMED.add(summary, { id: 'Summary' })
NAMED.add(problem, { id: 'Problem' })

const REF = '#/components/schemas/'

type Schemas = Record<string, Json>

/** JSON Schema 2020-12 of one schema; named ones become references. What we send may grow, so it is not closed. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const known = NAMED.get(schema)
  if (known) return { $ref: REF + known.id }
  const {
    $schema: _dialect,
    $defs: _named,
    ...json
  } = pointed(z.toJSONSchema(schema, { ...OPEN, io, metadata: NAMED, unrepresentable: 'any' }))
  return json
}

/** The named schemas, for `components`. */
export function namedSchemas(): Schemas {
  const { schemas } = z.toJSONSchema(NAMED, { ...OPEN, io: 'output', uri: (id) => REF + id, unrepresentable: 'any' })
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => {
      const { $schema: _dialect, $id: _id, id: _name, ...json } = pointed(schema)
      return [id, json]
    }),
  )
}

const OPEN: Pick<Parameters<typeof z.toJSONSchema>[1] & object, 'override'> = {
  override: ({ zodSchema, jsonSchema }) => {
    if (zodSchema instanceof z.ZodObject && !(zodSchema.def.catchall instanceof z.ZodNever))
      delete jsonSchema.additionalProperties
  },
}

/** References as the documents have them: to their components, not to definitions beside each schema. */
const pointed = (schema: object): Schemas => JSON.parse(JSON.stringify(schema).replaceAll('#/$defs/', REF)) as Schemas

/** The REST side of the contract, generated from the routes the server mounts: they cannot drift apart. */
export function openApi(options: DocumentOptions = {}): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const [name, route] of Object.entries(ROUTES) as [string, Route][])
    (paths[route.path] ??= {})[route.method] = operationOf(name, route)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Presence Hub',
      version: '1',
      description: describe(options),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { cookie: [] }],
    paths: { ...paths, ...outside(options.devMode ?? false) },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'presence_token',
          description:
            'The same JWT, without an Authorization header. Counts only with Sec-Fetch-Site: same-origin, or with an ' +
            'Origin that is the hub or in PRESENCE_ALLOWED_ORIGINS; anything else is answered 401.',
        },
      },
      schemas: namedSchemas(),
      headers: {
        RetryAfter: { description: 'Seconds to wait', schema: { type: 'integer', minimum: 1 } },
        ETag: { description: 'The version, quoted; for If-Match', schema: { type: 'string' } },
      },
    },
  }
}

function operationOf(name: string, route: Route): Json {
  const errors: readonly ErrorCode[] = [
    'invalid',
    'unauthorized',
    'forbidden',
    ...(route.body ? (['too_large'] as const) : []),
    ...route.errors,
    'rate_limited',
    'unavailable',
  ]
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of new Set(errors))
    byStatus.set(ERROR_STATUS[code], [...(byStatus.get(ERROR_STATUS[code]) ?? []), code])
  const answers = Object.entries(route.answers).map(([status, schema]): [string, Json] => [
    status,
    {
      description: status === '201' ? 'Created' : 'Done',
      ...(schema === presence && { headers: { ETag: { $ref: '#/components/headers/ETag' } } }),
      ...(schema && {
        content: Object.fromEntries(
          (route.media ?? [JSON_TYPE]).map((type) => [
            type,
            { schema: type === CSV_TYPE ? { type: 'string' } : schemaOf(schema, 'output') },
          ]),
        ),
      }),
    },
  ])
  const refusals = [...byStatus].map(([status, codes]): [string, Json] => [
    String(status),
    {
      description: codes.map((code) => `\`${code}\`: ${ERROR_TITLES[code]}`).join('; '),
      ...(status === 429 && { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } }),
      content: { 'application/problem+json': { schema: { $ref: `${REF}Problem` } } },
    },
  ])
  return {
    operationId: name,
    summary: route.summary,
    description: route.who.length === 0 ? 'For anybody with a token.' : `For: ${route.who.join(', ')}.`,
    tags: [route.path.split('/')[2] ?? 'other'],
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
      ...(name === 'setPresence' ? [IF_MATCH] : []),
    ],
    ...(route.body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } },
    }),
    responses: Object.fromEntries([...answers, ...refusals]),
  }
}

const JSON_TYPE = 'application/json'
const CSV_TYPE = 'text/csv'

const IF_MATCH: Json = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The ETag of the presence this change is based on',
  schema: { type: 'string' },
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return []
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, Json>
    required?: readonly string[]
  }
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: one,
  }))
}

function outside(devMode: boolean): Record<string, Json> {
  const open = (summary: string, type: string): Json => ({
    get: {
      summary,
      security: [],
      tags: ['operations'],
      responses: { 200: { description: 'Done', content: { [type]: { schema: {} } } } },
    },
  })
  return {
    '/healthz': open('The process lives', 'application/json'),
    '/readyz': {
      get: {
        summary: 'Ready for traffic',
        security: [],
        tags: ['operations'],
        responses: {
          200: { description: 'Ready' },
          503: { description: 'The store is away, or the node is draining' },
        },
      },
    },
    '/diagnosis': {
      get: {
        summary:
          'How a page finds the way to this hub; answered to every origin, so that a page can say why it is refused',
        security: [],
        tags: ['operations'],
        responses: {
          200: { description: 'Done', content: { 'application/json': { schema: schemaOf(wayIn, 'output') } } },
        },
      },
    },
    '/metrics': open('Prometheus metrics', 'text/plain'),
    '/openapi.json': open('This document', 'application/json'),
    '/asyncapi.json': open('The sockets, as AsyncAPI 3.0', 'application/json'),
    ...(devMode && {
      '/dev/token': {
        post: {
          summary: 'A token for anybody; dev mode only',
          security: [],
          tags: ['dev'],
          requestBody: { required: true, content: { 'application/json': { schema: schemaOf(devToken, 'input') } } },
          responses: {
            200: {
              description: 'Done',
              content: {
                'application/json': { schema: { type: 'object', properties: { token: { type: 'string' } } } },
              },
            },
          },
        },
      },
    }),
  }
}

/** Every limit in words: name and value. The documents and the page of settings show them. */
export function limitsOf(
  rates: NonNullable<DocumentOptions['rates']> = RATES,
): readonly (readonly [name: string, value: string])[] {
  const rate = ({ perSecond, burst }: Rate) => `${perSecond} a second, ${burst} at once`
  return [
    ['body or socket message', `${LIMITS.bodyBytes} bytes`],
    ['agents in a batch', `${LIMITS.batch}`],
    ['rows of a page', `${LIMITS.pageDefault}, at most ${LIMITS.pageMax}`],
    ['note', `${LIMITS.noteLength} characters`],
    ['label', `${LIMITS.labelLength} characters a locale`],
    ['rooms a socket watches', `${LIMITS.roomsPerSocket}`],
    ['commands of a socket', rate(rates.socketCommands)],
    ['requests of a service token', rate(rates.serviceRequests)],
    ['requests of any other token', rate(rates.otherRequests)],
    ['new connections of an address', rate(rates.connections)],
    ['a command id is remembered', `${LIMITS.commandIdMs / 1_000} s`],
  ]
}

export const describe = ({ rates }: DocumentOptions): string =>
  [
    'Who can take work right now? Presence of contact-centre agents.',
    'Times are ISO 8601 UTC; durations are milliseconds; cursors are opaque; errors are RFC 9457 with a `code`; unknown fields are refused.',
    `Limits: ${limitsOf(rates)
      .map(([name, value]) => `${name} ${value}`)
      .join('; ')}.`,
  ].join('\n\n')
