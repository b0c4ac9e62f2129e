import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Router, static as files } from 'express'

/** The desk at `/`, the board at `/supervisor`, the settings at `/admin`, and what they load. `root` is the built web folder. */
export function mountPages(root: string): Router {
  const router = Router()
  const page = (name: string) => join(root, name)
  if (!existsSync(page('desk.html'))) {
    router.get(['/', '/supervisor', '/admin'], (_request, response) => {
      response.status(503).type('text').send('The pages are not built. Run: npm run build\n')
    })
    return router
  }
  router.get('/', (_request, response) => void response.sendFile(page('desk.html')))
  router.get('/supervisor', (_request, response) => void response.sendFile(page('supervisor.html')))
  router.get('/admin', (_request, response) => void response.sendFile(page('admin.html')))
  router.use('/web', files(root, { index: false }))
  return router
}
