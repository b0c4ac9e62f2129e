/**
 * npm run screenshots: what every page looks like, in docs/screenshots: light, dark, and in Arabic, from right to left, in dark.
 * Of the demo floor, so that there is something to see. Needs Chromium.
 */
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { desk, openBrowser, openPage, showing } from '../test/support/browser.js'
import { eventually, lasting } from '../test/support/eventually.js'
import { startHub } from '../test/support/hub-process.js'

const OUT = fileURLToPath(new URL('../docs/screenshots/', import.meta.url))
/** Some arrivals and some breaks: a floor that looks like one. */
const WARM_UP_MS = 30_000
const LOOKS = [
  { name: 'light', options: { colorScheme: 'light' }, locale: 'en-GB' },
  { name: 'dark', options: { colorScheme: 'dark' }, locale: 'en-GB' },
  { name: 'rtl', options: { colorScheme: 'dark' }, locale: 'ar' },
] as const
const ADMIN = { sub: 'root', roles: ['admin'] } as const
const SERVICE = { sub: 'routing', roles: ['service'] } as const

await mkdir(OUT, { recursive: true })
const hub = await startHub({ env: { PRESENCE_DEMO: 'on' } })
const browser = await openBrowser()
try {
  await hub.call(ADMIN, 'PUT', '/v1/statuses/lunch', { base: 'busy', labels: { en: 'Lunch prep', ar: 'تحضير الغداء' } })
  await hub.call(ADMIN, 'PUT', '/v1/statuses/training', { base: 'away', labels: { en: 'Training', ar: 'تدريب' } })
  await lasting(WARM_UP_MS)
  for (const look of LOOKS) {
    await Promise.all([shootDesk(look), shootSupervisor(look), shootAdmin(look)])
    console.log(`docs/screenshots: ${look.name}`)
  }
} finally {
  await browser.close()
  await hub.stop()
}

type Look = (typeof LOOKS)[number]

async function open({ options, locale }: Look, url: string): Promise<Page> {
  return openPage(browser, url, { viewport: { width: 1280, height: 860 }, locale, ...options })
}

async function shoot(page: Page, { name }: Look, what: string) {
  await page.screenshot({ path: `${OUT}${what}-${name}.png` })
}

async function shootDesk(look: Look) {
  const agent = `ada-${look.name}`
  await hub.call(ADMIN, 'PUT', `/v1/agents/${agent}`, { name: 'Ada Lovelace', teams: ['billing'], totalUnits: 100 })
  const page = await open(look, desk(hub.url, agent))
  await showing(page, 'available').waitFor()
  const work = (itemId: string, body: object) =>
    hub.call(SERVICE, 'PUT', `/v1/agents/${agent}/work-items/${itemId}`, body)
  await work('chat-1042', { units: 30 })
  await work('chat-1038', { units: 30, state: 'wrap_up' })
  await work('chat-1051', { units: 30, state: 'offered' })
  await page.getByTestId('offers').waitFor()
  await shoot(page, look, 'desk')
  await page.getByTestId('presence-picker').click()
  await page.getByTestId('presence-menu').waitFor()
  await shoot(page, look, 'picker')
  await page.context().close()
}

async function shootSupervisor(look: Look) {
  const page = await open(look, `${hub.url}/supervisor`)
  const rows = page.getByTestId('row')
  await eventually('the board is there', async () => ((await rows.count()) > 5 ? null : 'it is empty'))
  await lasting(1_000)
  await shoot(page, look, 'supervisor')
  for (const nth of [0, 1, 2]) await page.getByTestId('pick').nth(nth).click()
  await page.getByTestId('batch-set').waitFor()
  await shoot(page, look, 'supervisor-selection')
  await page.getByTestId('batch-clear').click()
  await rows.nth(3).click()
  await page.getByTestId('sheet').waitFor()
  await lasting(1_000)
  await shoot(page, look, 'supervisor-agent')
  await page.context().close()
}

async function shootAdmin(look: Look) {
  const page = await open(look, `${hub.url}/admin`)
  await page.getByTestId('status').first().waitFor()
  await shoot(page, look, 'admin-statuses')
  await page.locator('a[href="#agents"]').click()
  await page.getByTestId('agent').first().waitFor()
  await shoot(page, look, 'admin-agents')
  await page.locator('a[href="#policy"]').click()
  await page.locator('[data-setting="sessionLimit"] input').waitFor()
  await shoot(page, look, 'admin-policy')
  await page.context().close()
}
