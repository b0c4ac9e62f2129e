import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { PATIENCE_MS } from './eventually.js'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: FLAGS })
}

/** A browser with the profile in this folder, and what its user has set there. */
export async function openProfile(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { executablePath: chromiumPath(), args: FLAGS })
}

function chromiumPath(): string {
  const found = process.env['CHROMIUM'] ?? PLACES.find((place) => existsSync(place))
  if (found === undefined) throw new Error('no Chromium: apt-get install chromium, or set CHROMIUM to its path')
  return found
}

/** A page in a fresh profile. What the page throws fails the test that looks at `faults`. */
export async function openPage(browser: Browser, url: string, options: Parameters<Browser['newContext']>[0] = {}) {
  const context = await browser.newContext(options)
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  await page.goto(url)
  return page
}

export const desk = (url: string, agent: string, team = 'billing') =>
  `${url}/?agent=${agent}&name=${agent.charAt(0).toUpperCase()}${agent.slice(1)}&team=${team}`

/** The picker once it shows this status. */
export const showing = (page: Page, status: string): Locator =>
  page.locator(`[data-testid="presence-picker"][data-status="${status}"]`)

export async function pick(page: Page, status: string): Promise<void> {
  await page.getByTestId('presence-picker').click()
  await page.locator(`[data-testid="presence-menu"] [data-status="${status}"]`).click()
  await showing(page, status).waitFor()
}

export const hasFocus = (locator: Locator): Promise<boolean> => locator.evaluate((element) => element.matches(':focus'))
