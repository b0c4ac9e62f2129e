import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { seriousOn } from '../support/axe.js'
import { desk, openBrowser, openPage, showing } from '../support/browser.js'
import { startHub } from '../support/hub-process.js'
import type { HubProcess } from '../support/hub-process.js'

const SERVICE = { sub: 'routing', roles: ['service'] } as const
const ADMIN = { sub: 'root', roles: ['admin'] } as const

const LOOKS = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['forced colours', { forcedColors: 'active' }],
  ['a phone', { viewport: { width: 390, height: 800 } }],
] as const

describe.each(LOOKS)('axe finds nothing serious, %s', (_look, options) => {
  let hub: HubProcess
  let browser: Browser
  beforeAll(async () => {
    hub = await startHub()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await hub?.stop()
  })
  const open = (url: string) => openPage(browser, url, { reducedMotion: 'reduce', ...options })
  const clean = async (page: Page) => expect(await seriousOn(page)).toEqual([])

  test('on the desk: ringing, at work, in wrap-up, handing over, after a miss', async () => {
    await hub.call(ADMIN, 'PUT', '/v1/teams/billing/policy', { missedToInactive: true, wrapUpMs: 600_000 })
    const profiles = [{ name: 'voice', limit: 1, blocking: true }]
    await hub.call(ADMIN, 'PUT', '/v1/agents/ada', { name: 'Ada', teams: ['billing'], totalUnits: 100, profiles })
    const colleague = await open(desk(hub.url, 'grace'))
    await showing(colleague, 'available').waitFor()
    const page = await open(desk(hub.url, 'ada'))
    await showing(page, 'available').waitFor()
    const work = (itemId: string, body: object) => hub.call(SERVICE, 'PUT', `/v1/agents/ada/work-items/${itemId}`, body)
    await work('chat-1', { units: 30 })
    await work('chat-2', { units: 30, state: 'wrap_up' })
    await work('chat-3', { units: 30, state: 'offered' })
    await page.getByTestId('offers').waitFor()
    await clean(page)
    await page.getByRole('button', { name: 'Transfer chat-1' }).click()
    await page.getByTestId('transfer-to').waitFor()
    await clean(page)
    await page.keyboard.press('Escape')
    await hub.call(SERVICE, 'POST', `/v1/agents/ada/work-items/chat-3/missed`)
    await page.getByTestId('offer-gone').waitFor()
    await page.getByTestId('hold-banner').waitFor()
    await clean(page)
    await Promise.all([page.context().close(), colleague.context().close()])
  })

  test('on the administrators’ page: statuses, a form with faults, a policy with its preview, agents', async () => {
    await hub.call(ADMIN, 'PUT', '/v1/statuses/tea', { base: 'away', labels: { en: 'Available for tea' } })
    await hub.call(ADMIN, 'PUT', '/v1/statuses/old', { base: 'busy', labels: { en: 'Old' }, selectable: false })
    await hub.call(ADMIN, 'DELETE', '/v1/statuses/old')
    const page = await open(`${hub.url}/admin`)
    await page.getByTestId('status').first().waitFor()
    await clean(page)
    await page.getByTestId('new-status').click()
    await page.getByTestId('save-status').click()
    await page.getByTestId('fault').first().waitFor()
    await clean(page)
    await page.getByTestId('sheet-close').click()

    await page.getByRole('link', { name: 'Policy' }).click()
    const setting = (name: string) => page.locator(`policy-setting[data-setting="${name}"]`)
    await setting('sessionLimit').getByRole('spinbutton').fill('4')
    await setting('sessionLimit').getByRole('spinbutton').press('Tab')
    await page.getByTestId('preview').waitFor()
    await clean(page)
    await setting('restoreWindowMs').getByRole('spinbutton').fill('1')
    await setting('restoreWindowMs').getByRole('spinbutton').press('Tab')
    await setting('restoreWindowMs').getByTestId('fault').waitFor()
    await clean(page)

    await page.getByRole('link', { name: 'Agents' }).click()
    await page.getByTestId('agent').first().waitFor()
    await clean(page)
    await page.getByTestId('edit-agent').first().click()
    await page.getByTestId('add-limit').click()
    await page.getByTestId('delete-agent').click()
    await clean(page)
    await page.context().close()
  })
})
