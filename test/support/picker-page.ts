import type { Browser, BrowserContext, Page } from 'playwright-core'
import { PATIENCE_MS } from './eventually.js'

/**
 * Somebody else's page with the picker in its navigation bar. In its hash: `hub`, the token (none: the cookie says who it
 * is), `lang`, `dir`, `polling`.
 */
export const PICKER_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Orders</title>
    <script src="/sdk/presence-hub.js"></script>
    <script src="/sdk/presence-elements.js"></script>
    <style>
      body { margin: 0; font: 15px system-ui; background: Canvas; color: CanvasText; }
      nav { display: flex; justify-content: space-between; align-items: center; padding: 8px 16px; }
    </style>
  </head>
  <body>
    <nav aria-label="Pages"><a href="#orders">Orders</a><presence-picker></presence-picker></nav>
    <main><h1>Orders</h1><p>Nothing to do.</p></main>
    <script>
      const { hub, token, lang, dir, deadline, polling } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)))
      if (lang) document.documentElement.lang = lang
      if (dir) document.documentElement.dir = dir
      window.presence = PresenceHub.createPresenceClient({
        url: hub, getToken: () => token, polling: polling === 'yes', commandDeadlineMs: deadline ? Number(deadline) : 8000,
      })
      document.querySelector('presence-picker').client = window.presence
    </script>
  </body>
</html>
`
/** The same, inside of another site, whose address is in the hash of the host. */
export const FRAME_PAGE = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Host</title></head>
  <body>
    <script>
      const frame = document.createElement('iframe')
      frame.title = 'Orders'
      frame.style = 'width: 700px; height: 560px'
      frame.src = location.hash.slice(1)
      document.body.append(frame)
    </script>
  </body>
</html>
`

export const pickerAddress = (site: string, parameters: Readonly<Record<string, string>>): string =>
  `${site}/orders.html#${new URLSearchParams(parameters).toString()}`

/** Opens the page in a fresh profile, or in a context that is there. */
export async function openPicker(
  where: Browser | BrowserContext,
  address: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Page> {
  const context = 'newContext' in where ? await where.newContext(options) : where
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  await page.goto(address)
  return page
}

/** What the picker's button is called: what a screen reader says of it. */
export const said = (page: Page): Promise<string | null> =>
  page.getByTestId('presence-picker').locator('.unseen').textContent()
