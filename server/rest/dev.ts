import { json, Router } from 'express'
import { LIMITS } from '../../protocol/limits.js'
import { devToken } from '../../protocol/rest.js'
import type { Tokens } from '../auth/tokens.js'
import { parse } from '../edge/parse.js'

/** For trying things out on one's own machine: anybody may be anybody. Mounted in dev mode only. */
export function mountDev(sign: NonNullable<Tokens['sign']>, demo: boolean): Router {
  const router = Router()
  router.get('/dev/info', (_request, response) => void response.json({ devMode: true, demo }))
  router.post('/dev/token', json({ limit: LIMITS.bodyBytes, type: () => true }), async (request, response) => {
    response.json({ token: await sign(parse(devToken, request.body === undefined ? {} : request.body)) })
  })
  return router
}
