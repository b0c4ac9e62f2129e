import type { Express } from 'express'
import helmet from 'helmet'
import { allowsOrigin, namesThisMachine } from '../auth/origins.js'
import type { Setting } from '../config.js'
import type { Health } from '../ops/health.js'
import type { Log } from '../ops/logging.js'
import type { Metrics } from '../ops/metrics.js'
import type { OnRefused } from '../ops/refusal-log.js'
import { Refused } from '../refused.js'
import { mountDev } from './dev.js'
import { mountDiagnosis } from './diagnosis.js'
import { mountDocs } from './docs-page.js'
import { type ApiParts, mountApi } from './mount.js'
import { mountPages } from './pages.js'
import { answerThrown } from './problem.js'

export interface SiteParts extends Omit<ApiParts, 'onAnswered'> {
  readonly log: Log
  readonly metrics: Metrics
  readonly health: Health
  readonly onRefused: OnRefused
  /** For the documents. */
  readonly settings: readonly Setting[]
  /** Folder of the built pages. */
  readonly webRoot: string
}

/** Everything that answers HTTP: health first, then the API, then pages and documents, then "not found". */
export function mountRest(site: Express, parts: SiteParts): void {
  const { config, log, metrics, health, tokens, clock } = parts
  site.disable('x-powered-by')
  site.disable('etag')

  site.get('/healthz', (_request, response) => void response.json({ ok: true }))
  site.get('/readyz', (_request, response) => {
    const { ready, reasons } = health.check()
    response.status(ready ? 200 : 503).json({ ready, reasons })
  })
  site.use(mountDiagnosis(config, health, clock))
  site.get('/metrics', async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.text())
  })

  site.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          // lit puts its styles into adopted sheets or, where a browser has none, into style elements.
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:'],
          connectSrc: ["'self'", 'ws:', 'wss:'],
          objectSrc: ["'none'"],
          baseUri: ["'self'"],
          frameAncestors: ["'self'", ...config.allowedOrigins],
        },
      },
      // Plain http is normal on an intranet; a proxy that ends TLS sets its own.
      strictTransportSecurity: false,
      crossOriginResourcePolicy: { policy: 'same-site' },
    }),
  )

  site.use((request, response, next) => {
    const { origin, host } = request.headers
    if (config.devMode && !namesThisMachine(host))
      throw new Refused('forbidden', 'In dev mode this hub answers to localhost and 127.0.0.1 only')
    if (!allowsOrigin(origin, host, config.allowedOrigins))
      throw new Refused('forbidden', `Origin ${origin} is not allowed; add it to PRESENCE_ALLOWED_ORIGINS`)
    if (origin !== undefined && config.allowedOrigins.includes(origin)) {
      response.set({
        'Access-Control-Allow-Origin': origin,
        // The cookie, too: who is on the list may speak for whoever is signed in here.
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Allow-Headers': 'Authorization, Content-Type, If-Match, Last-Event-ID',
        'Access-Control-Allow-Methods': 'GET, PUT, POST, PATCH, DELETE',
        'Access-Control-Expose-Headers': 'ETag, Retry-After',
        Vary: 'Origin',
      })
      if (request.method === 'OPTIONS') return void response.status(204).end()
    }
    next()
  })

  if (tokens.sign) site.use(mountDev(tokens.sign, config.demo))
  site.use(
    mountApi({ ...parts, onAnswered: (route, status, seconds) => metrics.http.observe({ route, status }, seconds) }),
  )
  site.use(mountDocs(config, parts.settings))
  site.use(mountPages(parts.webRoot))
  site.use((request) => {
    throw new Refused(
      'not_found',
      `There is nothing at ${request.method} ${request.path}; the calls are listed at /docs`,
    )
  })
  site.use(
    answerThrown({
      onBug: (err) => log.error({ err }, 'a request failed'),
      onRefused: ({ code }, { ip }) => parts.onRefused({ door: 'http', code, from: ip }),
    }),
  )
}
