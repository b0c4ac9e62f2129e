import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { PACKAGE_DIR } from './installed-package.js'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

/** Somebody else's web site: its own pages, and the built package under /sdk/. The same under two names, two sites to a browser. */
export interface HostSite {
  readonly url: string
  readonly otherUrl: string
  stop(): Promise<void>
}

/** `pages` are texts or folders by the path they answer to. */
export async function openHostSite(pages: Readonly<Record<string, string>>): Promise<HostSite> {
  const folders = { '/sdk/': PACKAGE_DIR, ...pages }
  const find = async (where: string): Promise<string | Buffer | undefined> => {
    const own = pages[where]
    if (own !== undefined && !where.endsWith('/')) return own
    const [prefix, folder] = Object.entries(folders).find(([one]) => one.endsWith('/') && where.startsWith(one)) ?? []
    if (prefix === undefined || folder === undefined) return undefined
    return readFile(path.join(folder, path.normalize(where.slice(prefix.length)))).catch(() => undefined)
  }
  const server = createServer((request, response) => {
    const where = new URL(request.url ?? '/', 'http://site').pathname
    void find(where).then((content) => {
      response.writeHead(content === undefined ? 404 : 200, {
        'content-type': TYPES[path.extname(where)] ?? 'text/plain',
      })
      response.end(content)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    otherUrl: `http://localhost:${port}`,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
