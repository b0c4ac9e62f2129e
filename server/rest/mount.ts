import { type Request, type Response, Router, json } from 'express'
import { z } from 'zod'
import { LIMITS } from '../../protocol/limits.js'
import { type Route, type RouteName, ROUTES } from '../../protocol/routes.js'
import { allowed } from '../auth/permissions.js'
import { tokenOf } from '../auth/request-token.js'
import type { Tokens } from '../auth/tokens.js'
import type { Config } from '../config.js'
import { parse } from '../edge/parse.js'
import { createRates } from '../edge/rates.js'
import { invalid, Refused } from '../refused.js'
import type { Call, Handler, Handlers, Reply, RestParts } from './call.js'
import { agentHandlers } from './agents.js'
import { eventHandlers } from './events.js'
import { meHandlers } from './me.js'
import { policyHandlers } from './policy.js'
import { presenceHandlers } from './presence.js'
import { reportHandlers } from './reports.js'
import { roomHandlers } from './rooms.js'
import { statusHandlers } from './statuses.js'
import { teamHandlers } from './teams.js'
import { timelineHandlers } from './timeline.js'
import { workItemHandlers } from './work-items.js'

export interface ApiParts extends RestParts {
  readonly tokens: Tokens
  readonly config: Config
  readonly onAnswered: (route: string, status: number, seconds: number) => void
}

/** What a call carries that takes nothing: a field of it is unknown too. */
const NOTHING = z.strictObject({})

/** token ──► rate ──► right ──► params, query, body ──► handler ──► answer. Each step refuses by throwing. */
export function mountApi(parts: ApiParts): Router {
  const handlers: Handlers = {
    ...agentHandlers(parts),
    ...presenceHandlers(parts),
    ...timelineHandlers(parts),
    ...workItemHandlers(parts),
    ...statusHandlers(parts),
    ...policyHandlers(parts),
    ...teamHandlers(),
    ...roomHandlers(parts),
    ...eventHandlers(parts),
    ...reportHandlers(parts),
    ...meHandlers(),
  }
  const router = Router({ caseSensitive: true })
  const readBody = json({ limit: LIMITS.bodyBytes, strict: false, type: () => true })
  const serviceRates = createRates(parts.config.rates.serviceRequests, parts.clock)
  const otherRates = createRates(parts.config.rates.otherRequests, parts.clock)

  const admit = async (request: Request, route: Route) => {
    const who = await parts.tokens.verify(tokenOf(request.headers, parts.config))
    const rates = who.roles.includes('service') ? serviceRates : otherRates
    const waitMs = rates.take(`${who.org}/${who.sub}`)
    if (waitMs > 0)
      throw new Refused('rate_limited', `Too many requests with this token; try again in ${waitMs} ms`, {
        retryAfterMs: waitMs,
      })
    if (!allowed(route.who, who, pathAgentOf(request)))
      throw new Refused(
        'forbidden',
        `This call is for ${route.who.join(', ')}; the token's roles are ${who.roles.join(', ')}`,
      )
    return who
  }

  for (const [name, route] of Object.entries(ROUTES) as [RouteName, Route][]) {
    const handler = handlers[name] as Handler<RouteName>
    router[route.method](route.path.replace(/\{(\w+)\}/g, ':$1'), async (request, response) => {
      const began = performance.now()
      response.once('finish', () => parts.onAnswered(name, response.statusCode, (performance.now() - began) / 1_000))
      const who = await admit(request, route)
      await new Promise<void>((resolve, reject) =>
        readBody(request, response, (why?: unknown) => (why ? reject(asError(why)) : resolve())),
      )
      const ifVersions = ifMatchOf(request)
      const call = {
        who,
        orgBoard: await parts.board.open(who.org),
        params: route.params && parse(route.params, request.params),
        query: parse(route.query ?? NOTHING, request.query),
        body: parse(route.body ?? NOTHING, request.body === undefined ? {} : request.body),
        ...(ifVersions && { ifVersions }),
        header: (one: string) => request.get(one),
      }
      send(response, await handler(call as Call<RouteName>))
    })
  }
  return router
}

function send(response: Response, { status = 200, body, etag, write }: Reply): void {
  response.status(status)
  response.set('Cache-Control', 'no-store')
  if (etag !== undefined) response.set('ETag', `"${etag}"`)
  if (write) write(response)
  else if (body === undefined) response.end()
  else response.json(body)
}

const pathAgentOf = (request: Request): string | undefined => {
  const { id } = request.params
  return typeof id === 'string' ? id : undefined
}

/**
 * `If-Match: "42"`, or several; `*` asks for nothing, since every agent with a presence has some version. An ETag that
 * is none of ours is no mistake: it matches no version.
 */
function ifMatchOf(request: Request): readonly number[] | undefined {
  const header = request.headers['if-match']?.trim()
  if (header === undefined || header === '*') return undefined
  const tags = header.split(',').map((tag) => /^(?:(?:W\/)?"(?:(\d+)|[^"]*)"|(\d+))$/.exec(tag.trim()))
  return tags.map((tag) => {
    if (!tag) throw invalid('If-Match', 'must be the ETag of a presence, e.g. "42"')
    return Number(tag[1] ?? tag[2])
  })
}

const asError = (why: unknown): Error => (why instanceof Error ? why : new Error(String(why)))
