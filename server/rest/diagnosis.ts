import { Router } from 'express'
import type { WayIn } from '../../protocol/rest.js'
import { letsIn } from '../auth/origins.js'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import type { Health } from '../ops/health.js'

/**
 * What a page needs to find out why it has no presence. Before the check of origins, and readable from all of them: a
 * browser shows a page that is refused nothing else, and could not tell that from a hub that is down. No secrets in it.
 */
export function mountDiagnosis(config: Config, health: Health, clock: Clock): Router {
  const router = Router()
  router.get('/diagnosis', ({ headers }, response) => {
    const wayIn: WayIn = {
      serverTime: new Date(clock.now()).toISOString(),
      originAllowed: letsIn(headers, config),
      polling: config.polling,
      ready: health.check().ready,
    }
    response.set({
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Cache-Control': 'no-store',
    })
    response.json(wayIn)
  })
  return router
}
