import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core'
import { SignJWT } from 'jose'
import { openBrowser, openProfile, showing } from '../support/browser.js'
import { openHostSite, type HostSite } from '../support/host-site.js'
import { startHub, type HubProcess } from '../support/hub-process.js'
import { openOfficeProxy } from '../support/office-proxy.js'
import { FRAME_PAGE, openPicker, PICKER_PAGE, pickerAddress, said } from '../support/picker-page.js'

const SECRET = 'a-secret-for-tests-that-is-long-enough-for-hs256'
const tokenOf = (sub: string, roles = ['agent']) =>
  new SignJWT({ roles })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SECRET))

let hub: HubProcess
let site: HostSite
let browser: Browser
beforeAll(async () => {
  site = await openHostSite({ '/orders.html': PICKER_PAGE, '/host.html': FRAME_PAGE })
  hub = await startHub({
    env: {
      PRESENCE_JWT_SECRET: SECRET,
      HOST: '127.0.0.1',
      PRESENCE_ALLOWED_ORIGINS: site.url,
      PRESENCE_POLLING: 'on',
    },
  })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await hub?.stop()
  await site?.stop()
})

/** Presses "Presence does not load" and waits for the cause. */
async function findsOut(where: Page | FrameLocator, cause: string): Promise<void> {
  await where.getByTestId('presence-trouble').click()
  await where.locator(`[data-testid="diagnosis"][data-cause="${cause}"]`).waitFor()
}
const check = (where: Page | FrameLocator, name: string) =>
  where.locator(`[data-testid="diagnosis-checks"] [data-check="${name}"]`).getAttribute('data-found')

test('a network that goes is said at once, diagnosed without it, and comes back by itself', async () => {
  const token = await tokenOf('ada')
  const page = await openPicker(browser, pickerAddress(site.url, { hub: hub.url, token }))
  await showing(page, 'available').waitFor()
  // What it needs to find out is loaded once there is a line.
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/diagnosis.js')),
  )
  await page.context().setOffline(true)
  const doubtful = page.locator('[data-testid="presence-picker"][data-doubt]')
  await doubtful.filter({ hasText: 'No network' }).waitFor()
  expect(await said(page)).toBe('Your status: Available (last known), No network')
  await doubtful.click()
  await page.getByTestId('presence-diagnose').click()
  const diagnosis = (cause: string) => page.locator(`[data-testid="diagnosis"][data-cause="${cause}"]`)
  await diagnosis('no_network').filter({ hasText: 'This computer has no network' }).waitFor()

  await page.context().setOffline(false)
  await page.locator('[data-testid="presence-picker"]:not([data-doubt])').waitFor()
  await page.getByRole('button', { name: 'Look again' }).click()
  await diagnosis('nothing').waitFor()
  await page.context().close()
})

test('a site that the hub does not let in is named, with the setting that lets it in', async () => {
  const page = await openPicker(browser, pickerAddress(site.otherUrl, { hub: hub.url, token: await tokenOf('bob') }))
  await findsOut(page, 'origin_refused')
  await page
    .getByTestId('diagnosis')
    .filter({ hasText: `${site.otherUrl} to PRESENCE_ALLOWED_ORIGINS` })
    .waitFor()
  await page.context().close()
})

test('a hub that is down is told from one that refuses', async () => {
  const gone = await startHub()
  await gone.stop()
  const page = await openPicker(browser, pickerAddress(site.url, { hub: gone.url, token: 'any' }))
  await findsOut(page, 'hub_unreachable')
  await page.context().close()
})

test('behind a proxy that blocks WebSocket one press goes on without', async () => {
  const office = await openOfficeProxy(hub.url)
  const page = await openPicker(browser, pickerAddress(site.url, { hub: office.url, token: await tokenOf('cleo') }))
  await findsOut(page, 'websocket_blocked')
  expect(await check(page, 'hub')).toBe('ok')
  await page.getByTestId('use-polling').click()
  await showing(page, 'available').waitFor()
  await page.context().close()
  office.stop()
})

test('a page that asks for polling of a hub that has it off is told so', async () => {
  const strict = await startHub({
    env: {
      PRESENCE_JWT_SECRET: SECRET,
      HOST: '127.0.0.1',
      PRESENCE_ALLOWED_ORIGINS: site.url,
      PRESENCE_POLLING: 'off',
    },
  })
  const token = await tokenOf('finn')
  const page = await openPicker(browser, pickerAddress(site.url, { hub: strict.url, token, polling: 'yes' }))
  await findsOut(page, 'polling_off')
  await page.getByTestId('diagnosis').filter({ hasText: 'turn on PRESENCE_POLLING' }).waitFor()
  await page.context().close()
  await strict.stop()
})

describe('the sign-in', () => {
  test('that the hub does not accept is told with the words of the hub', async () => {
    const page = await openPicker(browser, pickerAddress(site.url, { hub: hub.url, token: 'nonsense' }))
    await findsOut(page, 'token_refused')
    await page.getByTestId('diagnosis').filter({ hasText: 'The token is not a JWT this hub can read' }).waitFor()
    await page.context().close()
  })

  test('without the role is told apart from one that is wrong', async () => {
    const token = await tokenOf('dora', ['admin'])
    const page = await openPicker(browser, pickerAddress(site.url, { hub: hub.url, token }))
    await findsOut(page, 'role_missing')
    await page.context().close()
  })

  test('that is refused on a computer with a wrong clock is blamed on the clock', async () => {
    const context = await browser.newContext()
    await context.addInitScript(`{
      const { now } = Date
      Date.now = () => now() - 20 * 60_000
    }`)
    const page = await openPicker(context, pickerAddress(site.url, { hub: hub.url, token: 'nonsense' }))
    await findsOut(page, 'clock_wrong')
    await page.getByTestId('diagnosis').filter({ hasText: 'It is 20 min behind' }).waitFor()
    await context.close()
  })
})

describe('cookies', () => {
  let folder: string
  let context: BrowserContext | undefined
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'presence-profile-'))
  })
  afterEach(async () => {
    await context?.close()
    await rm(folder, { recursive: true, force: true })
  })
  /** A Chromium whose user has set its privacy so. */
  async function withPrivacy(profile: object): Promise<BrowserContext> {
    await mkdir(path.join(folder, 'Default'))
    await writeFile(path.join(folder, 'Default/Preferences'), JSON.stringify({ profile }))
    context = await openProfile(folder)
    return context
  }
  const byCookie = (where: string) => pickerAddress(where, { hub: hub.url })

  test('that are blocked are found, where one would say who it is', async () => {
    const privacy = await withPrivacy({ default_content_setting_values: { cookies: 2 } })
    const page = await openPicker(privacy, byCookie(site.url))
    expect(await page.evaluate('navigator.cookieEnabled')).toBe(true)
    await findsOut(page, 'cookies_blocked')
    expect(await check(page, 'storage')).toBe('failed')
    await page
      .getByTestId('diagnosis')
      .filter({ hasText: `Allow cookies for ${site.url}` })
      .waitFor()
  })

  test('that are blocked keep nobody out whom a token lets in', async () => {
    const privacy = await withPrivacy({ default_content_setting_values: { cookies: 2 } })
    const token = await tokenOf('eve')
    const page = await openPicker(privacy, pickerAddress(site.url, { hub: hub.url, token }))
    await showing(page, 'available').waitFor()
  })

  test('that are allowed let in who has one, and say that it is missing to who has none', async () => {
    context = await browser.newContext()
    const page = await openPicker(context, byCookie(site.url))
    await findsOut(page, 'no_token')
    expect(await check(page, 'storage')).toBe('ok')
    await context.addCookies([{ name: 'presence_token', value: await tokenOf('fay'), url: hub.url }])
    await page.reload()
    await showing(page, 'available').waitFor()
  })

  test('that are blocked for third parties are found inside another site', async () => {
    const privacy = await withPrivacy({ cookie_controls_mode: 1, block_third_party_cookies: true })
    // The frame is of the origin that the hub lets in; its host is another site to the browser.
    const page = await openPicker(privacy, `${site.otherUrl}/host.html#${byCookie(site.url)}`)
    await findsOut(page.frameLocator('iframe'), 'third_party_storage_blocked')
  })
})
