import type { Browser, Locator, Page } from 'playwright-core'
import { openPage } from './browser.js'
import type { RunningHub } from './running-hub.js'

export interface BoardOptions {
  readonly search?: string
  /** The only teams the supervisor may see. */
  readonly teams?: readonly string[]
  readonly context?: Parameters<Browser['newContext']>[0]
}

/** The supervisor's page, on a hub of this process: a test can shift its clock. */
export async function openBoard(browser: Browser, hub: RunningHub, options: BoardOptions = {}): Promise<Page> {
  const { search = '', teams, context = {} } = options
  const token = await hub.token({ sub: 'sam', roles: ['supervisor'], name: 'Sam', ...(teams && { teams }) })
  const page = await openPage(browser, 'about:blank', { viewport: { width: 1280, height: 900 }, ...context })
  await page.addInitScript((given) => sessionStorage.setItem('presence-hub.supervisor-token', given), token)
  await page.goto(`${hub.url}/supervisor${search}`)
  return page
}

export const rowOf = (page: Page, agent: string, status?: string): Locator =>
  page.locator(`[data-testid="row"][data-agent="${agent}"]${status === undefined ? '' : `[data-status="${status}"]`}`)

/** Ids as they are drawn, from the top. */
export const order = (page: Page): Promise<(string | null)[]> =>
  page.getByTestId('row').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-agent')))
