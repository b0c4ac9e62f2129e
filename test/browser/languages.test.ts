import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from '@jest/globals'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { seriousOn } from '../support/axe.js'
import { desk, openBrowser, openPage, showing } from '../support/browser.js'
import { eventually, PATIENCE_MS } from '../support/eventually.js'
import { startHub } from '../support/hub-process.js'
import type { HubProcess } from '../support/hub-process.js'
import { englishLeft } from '../support/words-left.js'

const ADMIN = { sub: 'root', roles: ['admin'] } as const
const SERVICE = { sub: 'routing', roles: ['service'] } as const
const LUNCH = { base: 'busy', labels: { en: 'Lunch prep', de: 'Mittagspause', ar: 'تحضير الغداء' } }
const WORDS = {
  de: { available: 'Verfügbar', lunch: 'Mittagspause', settings: 'Regeln', dir: 'ltr' },
  ar: { available: 'متاح', lunch: 'تحضير الغداء', settings: 'السياسة', dir: 'rtl' },
} as const

/** A part that is asked for brings its words along, and may come before them. */
const noEnglish = (page: Page, language: 'de' | 'ar') =>
  eventually('no word of English is left', async () => (await englishLeft(page, language)).join(' | ') || null)

let hub: HubProcess
let locked: HubProcess
let browser: Browser
beforeAll(async () => {
  hub = await startHub({ env: { PRESENCE_POLICY: '{"rejectToDnd":true}' } })
  locked = await startHub({ env: { PRESENCE_JWT_SECRET: 'a-secret-for-tests-that-is-long-enough-for-hs256' } })
  browser = await openBrowser()
  await hub.call(ADMIN, 'PUT', '/v1/statuses/lunch', LUNCH)
  await hub.call(ADMIN, 'PUT', '/v1/agents/zoe', { name: 'Zoe', teams: ['sales'], totalUnits: 100 })
})
afterAll(async () => {
  await browser?.close()
  await Promise.all([hub?.stop(), locked?.stop()])
})

describe.each(['de', 'ar'] as const)('a browser set to %s', (language) => {
  const said = WORDS[language]
  let context: BrowserContext
  beforeEach(async () => {
    context = await browser.newContext({
      locale: `${language}-${language === 'de' ? 'AT' : 'AE'}`,
      reducedMotion: 'reduce',
    })
    context.setDefaultTimeout(PATIENCE_MS)
  })
  afterEach(() => context.close())
  async function open(url: string): Promise<Page> {
    const page = await context.newPage()
    await page.goto(url)
    return page
  }
  const languageOf = (page: Page) =>
    page.evaluate(() => [document.documentElement.lang.split('-')[0], document.documentElement.dir])

  test('has the desk, at work and held back, without a word of English', async () => {
    const agent = `ada-${language}`
    const page = await open(desk(hub.url, agent))
    await showing(page, 'available').waitFor()
    await page.getByTestId('own-label').filter({ hasText: said.available }).waitFor()
    expect(await languageOf(page)).toEqual([language, said.dir])
    const work = (itemId: string, body: object) =>
      hub.call(SERVICE, 'PUT', `/v1/agents/${agent}/work-items/${itemId}`, body)
    await work('chat-1', { units: 30 })
    await work('chat-2', { units: 10, state: 'wrap_up' })
    await work('chat-3', { units: 10, state: 'offered' })
    await page.getByTestId('offers').waitFor()
    await page.getByTestId('work-items').waitFor()
    await noEnglish(page, language)
    await page.locator('[data-item="chat-3"] .actions button').nth(1).click()
    await page.getByTestId('hold-banner').waitFor()
    await page.locator('[data-item="chat-1"] .actions button').first().click()
    await page.getByTestId('transfer').waitFor()
    await noEnglish(page, language)
    expect(await seriousOn(page)).toEqual([])
  })

  test('has the board, the drawer and the batch bar without a word of English', async () => {
    const agent = `bob-${language}`
    const tab = await openPage(browser, desk(hub.url, agent))
    await showing(tab, 'available').waitFor()
    await hub.call(SERVICE, 'PUT', `/v1/agents/${agent}/presence`, { status: 'lunch' })
    const page = await open(`${hub.url}/supervisor`)
    const row = page.locator(`[data-testid="row"][data-agent="${agent}"]`)
    await row.filter({ hasText: said.lunch }).waitFor()
    await page.getByTestId('limits').click()
    await page.getByTestId('limits-save').waitFor()
    await noEnglish(page, language)
    await page.getByTestId('limits-save').click()
    await row.getByTestId('pick').check()
    await page.getByTestId('batch-set').click()
    await page.getByTestId('outcome').waitFor()
    await noEnglish(page, language)
    await page.getByTestId('batch-close').click()
    await row.click()
    await page.locator('[data-testid="timeline"] li').first().waitFor()
    await noEnglish(page, language)
    expect(await seriousOn(page)).toEqual([])
    await tab.context().close()
  })

  test('has the settings without a word of English', async () => {
    const page = await open(`${hub.url}/admin`)
    await page.locator('[data-status="lunch"]').filter({ hasText: said.lunch }).waitFor()
    await page.locator('[data-status="lunch"]').getByTestId('edit-status').click()
    await page.getByTestId('archive-status').click()
    await page.getByTestId('preview').waitFor()
    await noEnglish(page, language)
    await page.getByTestId('sheet-close').click()
    await page.getByRole('link', { name: said.settings }).click()
    await page.locator('[data-setting="sessionLimit"] input').fill('3')
    await page.keyboard.press('Tab')
    await page.getByTestId('preview').waitFor()
    await noEnglish(page, language)
    expect(await seriousOn(page)).toEqual([])
    await page.goto(`${hub.url}/admin#agents`)
    await page.locator('[data-agent="zoe"]').getByTestId('edit-agent').click()
    await page.getByTestId('add-limit').click()
    await page.getByTestId('delete-agent').click()
    await noEnglish(page, language)
  })

  test('is asked for a token, and told why, without a word of English', async () => {
    const page = await open(locked.url)
    await page.getByTestId('sign-in-form').locator('[data-cause="no_token"]').waitFor()
    await page.locator('[data-testid="sign-in-form"] [type="submit"]').click()
    await page.getByTestId('sign-in-form').getByRole('alert').waitFor()
    await noEnglish(page, language)
  })
})

describe('a language that is not shipped', () => {
  test('is English, and one further down the reader’s list comes before; a document that says one goes first', async () => {
    const page = await openPage(browser, 'about:blank', { locale: 'pt-BR' })
    await page.goto(`${hub.url}/supervisor`)
    await page.getByRole('link', { name: 'Supervisor' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
    await page.addInitScript(() => Object.defineProperty(navigator, 'languages', { value: ['pt-BR', 'fr-CA', 'en'] }))
    await page.reload()
    await page.getByRole('link', { name: 'Supervision' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('fr-CA')
    await page.evaluate(() => (document.documentElement.lang = 'es'))
    await page.getByRole('link', { name: 'Supervisión' }).waitFor()
    await page.evaluate(() => document.documentElement.removeAttribute('lang'))
    await page.getByRole('link', { name: 'Supervision' }).waitFor()
    await page.context().close()
  })
})
