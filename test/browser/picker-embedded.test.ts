import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { seriousOn } from '../support/axe.js'
import { hasFocus, openBrowser, showing } from '../support/browser.js'
import { openHostSite, type HostSite } from '../support/host-site.js'
import { startHub, type HubProcess } from '../support/hub-process.js'
import { openPicker, PICKER_PAGE, pickerAddress, said } from '../support/picker-page.js'

const SERVICE = { sub: 'routing', roles: ['service'] } as const
const ADMIN = { sub: 'root', roles: ['admin'] } as const
const MINUTE = 60_000

let hub: HubProcess
let site: HostSite
let browser: Browser
beforeAll(async () => {
  site = await openHostSite({ '/orders.html': PICKER_PAGE })
  hub = await startHub({
    env: { PRESENCE_POLICY: '{"missedToInactive":true}', PRESENCE_ALLOWED_ORIGINS: site.url },
  })
  const labels = { en: 'Lunch prep', de: 'Mittagspause', ar: 'تحضير الغداء' }
  await hub.call(ADMIN, 'PUT', '/v1/statuses/lunch', { base: 'busy', labels })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await hub?.stop()
  await site?.stop()
})

async function open(agent: string, more: Readonly<Record<string, string>> = {}, options = {}): Promise<Page> {
  const token = await hub.token({ sub: agent, name: agent, roles: ['agent'] })
  const page = await openPicker(browser, pickerAddress(site.url, { hub: hub.url, token, ...more }), options)
  await showing(page, 'available').waitFor()
  return page
}
const presenceOf = async (agent: string) =>
  (await hub.call(SERVICE, 'GET', `/v1/agents/${agent}/presence`)) as {
    readonly status: string
    readonly note?: string
    readonly expiresAt?: string
  }
async function missesAnOffer(agent: string) {
  await hub.call(SERVICE, 'PUT', `/v1/agents/${agent}/work-items/chat`, { state: 'offered' })
  await hub.call(SERVICE, 'POST', `/v1/agents/${agent}/work-items/chat/missed`)
}
const picker = (page: Page) => page.getByTestId('presence-picker')
const openMenu = async (page: Page) => {
  await picker(page).focus()
  await page.keyboard.press('ArrowDown')
  await page.getByTestId('presence-menu').waitFor()
}
/** By its first letters, as the menu pattern has it. */
const wish = async (page: Page, letters: string) => {
  await openMenu(page)
  await page.keyboard.type(letters)
  await page.keyboard.press('Enter')
}

describe('by keyboard alone', () => {
  test('a status is chosen with a note and an end, and both are shown', async () => {
    const page = await open('ada')
    await wish(page, 'with')
    const form = page.getByTestId('choice-form')
    await form.waitFor()
    await page.keyboard.type('Do not')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Paperwork')
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    expect(await form.getByLabel('15 minutes').isChecked()).toBe(true)
    const before = Date.now()
    await page.keyboard.press('Enter')
    await showing(page, 'dnd').waitFor()
    expect(await hasFocus(picker(page))).toBe(true)

    const { note, expiresAt = '' } = await presenceOf('ada')
    expect(note).toBe('Paperwork')
    expect(Date.parse(expiresAt) - before).toBeGreaterThan(15 * MINUTE - 1_000)
    expect(Date.parse(expiresAt) - before).toBeLessThan(16 * MINUTE)
    expect(await said(page)).toMatch(/^Your status: Do not disturb, until \d/)
    await openMenu(page)
    await page.getByTestId('picker-note').filter({ hasText: 'Paperwork' }).waitFor()
    await page.context().close()
  })

  test('the end of the day is the next midnight where the agent is', async () => {
    // Tokyo is nine hours ahead of UTC and Honolulu ten behind, all year: where midnight is hours away.
    const [timezoneId, midnight] =
      new Date().getUTCHours() < 12 ? ['Asia/Tokyo', 'T15:00'] : ['Pacific/Honolulu', 'T10:00']
    const page = await open('bea', {}, { timezoneId })
    await wish(page, 'with')
    const form = page.getByTestId('choice-form')
    await form.waitFor()
    await page.keyboard.type('Busy')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowUp')
    expect(await form.getByLabel('End of day').isChecked()).toBe(true)
    await page.keyboard.press('Enter')
    await showing(page, 'busy').waitFor()
    const { expiresAt } = await presenceOf('bea')
    expect(expiresAt).toContain(`${midnight}:00.000Z`)
    await page.context().close()
  })

  test('"Why?" lists the rules, and Escape leads back to the button', async () => {
    const page = await open('cleo')
    await wish(page, 'why')
    const deciding = page.locator('[data-testid="why-rules"] [data-outcome="answered"]')
    await deciding.filter({ hasText: 'The sign-in default stands' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByTestId('picker-dialog').waitFor({ state: 'detached' })
    expect(await hasFocus(picker(page))).toBe(true)
    await page.context().close()
  })

  test('who signed out signs in again', async () => {
    const page = await open('dora')
    await wish(page, 'sign')
    const again = page.getByTestId('picker-sign-in')
    await again.waitFor()
    await again.focus()
    await page.keyboard.press('Enter')
    await showing(page, 'available').waitFor()
    await page.context().close()
  })
})

describe('a hold', () => {
  test('is told by a banner, which can wait; the button goes on naming it, and reset ends it', async () => {
    const page = await open('eve')
    await missesAnOffer('eve')
    const banner = page.getByTestId('hold-banner')
    await banner.filter({ hasText: 'You missed an offer' }).waitFor()
    await page
      .getByTestId('picker-announcement')
      .filter({ hasText: 'Your status is now Inactive. You missed an offer' })
      .waitFor({ state: 'attached' })
    await banner.getByRole('button', { name: 'Later' }).click()
    await banner.waitFor({ state: 'detached' })
    expect(await said(page)).toBe('Your status: Inactive, You missed an offer')
    await wish(page, 'reset')
    await showing(page, 'available').waitFor()

    await missesAnOffer('eve')
    await page.getByTestId('hold-reset').click()
    await showing(page, 'available').waitFor()
    await banner.waitFor({ state: 'detached' })
    await page.context().close()
  })

  test('is left to a page that has a banner of its own', async () => {
    const page = await open('fay')
    await page.locator('presence-picker').evaluate((element) => element.setAttribute('banner-elsewhere', ''))
    await missesAnOffer('fay')
    await showing(page, 'inactive').waitFor()
    expect(await page.getByTestId('hold-banner').count()).toBe(0)
    await page.context().close()
  })
})

test('a change shows as pending until the hub answers, and as failed if it does not', async () => {
  const page = await open('gus', { deadline: '4000' })
  hub.freeze()
  await openMenu(page)
  await page.keyboard.type('busy')
  await page.keyboard.press('Enter')
  await page.locator('[data-testid="presence-picker"][aria-busy="true"]').waitFor()
  expect(await said(page)).toContain('Available, changing to Busy')
  await page.getByTestId('picker-error').filter({ hasText: 'Not changed.' }).waitFor()
  hub.thaw()
  await page.getByTestId('picker-error').getByRole('button').click()
  await page.getByTestId('picker-error').waitFor({ state: 'detached' })
  await page.context().close()
})

describe('in the language of the page', () => {
  const AVAILABLE = { de: 'Verfügbar', es: 'Disponible', fr: 'Disponible', ja: '対応可能', ar: 'متاح' }

  test.each(Object.entries(AVAILABLE))('%s', async (lang, available) => {
    const page = await open(`lin-${lang}`, { lang, dir: lang === 'ar' ? 'rtl' : 'ltr' })
    await picker(page).getByText(available, { exact: true }).waitFor()
    await openMenu(page)
    const labels = await page.getByRole('menuitemradio').allTextContents()
    const lunch = { de: 'Mittagspause', ar: 'تحضير الغداء' }[lang] ?? 'Lunch prep'
    expect(labels.map((label) => label.trim())).toEqual(
      [available, ...labels.slice(1, 5), lunch].map((one) => one.trim()),
    )
    expect(labels.join()).not.toContain('Busy')
    await page.context().close()
  })

  test('which may change, also for the picker alone, and a language we do not have is English', async () => {
    const page = await open('mia')
    const shows = (label: string) => picker(page).getByText(label, { exact: true }).waitFor()
    await shows('Available')
    await page.evaluate(`document.documentElement.lang = 'de-AT'`)
    await shows('Verfügbar')
    await page.evaluate(`document.querySelector('presence-picker').lang = 'fr'`)
    await shows('Disponible')
    await page.evaluate(`document.querySelector('presence-picker').lang = 'tlh'`)
    await shows('Available')
    await page.context().close()
  })

  test('an Arabic menu is written from right to left and stays within the window', async () => {
    const page = await open('noor', { lang: 'ar', dir: 'rtl' })
    await picker(page).getByText('متاح', { exact: true }).waitFor()
    await openMenu(page)
    const menu = page.getByTestId('presence-menu')
    expect(await menu.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl')
    const box = await menu.boundingBox()
    const width = await page.evaluate('innerWidth')
    expect(box && box.x >= 0 && box.x + box.width <= Number(width)).toBe(true)
    await page.context().close()
  })
})

describe.each([
  ['light', { colorScheme: 'light' }, {}],
  ['dark', { colorScheme: 'dark' }, {}],
  ['forced colours', { forcedColors: 'active' }, {}],
  ['right to left', { colorScheme: 'light' }, { lang: 'ar', dir: 'rtl' }],
] as const)('axe finds nothing serious, %s,', (name, options, more) => {
  test('in any state of the picker', async () => {
    const agent = `axe-${name.replaceAll(' ', '-')}`
    const page = await open(agent, more, { ...options, reducedMotion: 'reduce', viewport: { width: 900, height: 800 } })
    const found: Record<string, string[]> = {}
    const look = async (state: string) => void (found[state] = await seriousOn(page))
    const pickMenu = async (testId: string) => {
      await openMenu(page)
      await page.getByTestId(testId).click()
    }
    await look('closed')
    await openMenu(page)
    await look('menu')
    await page.keyboard.press('Escape')
    await pickMenu('presence-note')
    await page.getByTestId('choice-form').waitFor()
    await look('note')
    await page.keyboard.press('Escape')
    await pickMenu('presence-why')
    await page.getByTestId('why-rules').waitFor()
    await look('why')
    await page.keyboard.press('Escape')
    await missesAnOffer(agent)
    await page.getByTestId('hold-banner').waitFor()
    await look('hold')
    await page.context().setOffline(true)
    await page.locator('[data-testid="presence-picker"][data-doubt]').waitFor()
    await look('offline')
    await pickMenu('presence-diagnose')
    await page.locator('[data-testid="diagnosis"][data-cause="no_network"]').waitFor()
    await look('diagnosis')
    await page.context().setOffline(false)
    await page.locator('[data-testid="presence-picker"]:not([data-doubt])').waitFor()
    await page.keyboard.press('Escape')
    await pickMenu('sign-out')
    await page.getByTestId('picker-sign-in').waitFor()
    await look('signed out')
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((state) => [state, []])))
    expect(Object.keys(found)).toHaveLength(8)
    await page.context().close()
  })
})
