import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { desk, openBrowser, openPage, pick, showing } from '../support/browser.js'
import { startHub } from '../support/hub-process.js'
import type { HubProcess } from '../support/hub-process.js'

const SERVICE = { sub: 'routing', roles: ['service'] } as const

describe('work on the desk', () => {
  let hub: HubProcess
  let browser: Browser
  beforeAll(async () => {
    hub = await startHub({ env: { PRESENCE_POLICY: '{"rejectToDnd":true,"missedToInactive":true}' } })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await hub?.stop()
  })

  test('an offer is accepted, makes the agent busy, and closing it makes them available', async () => {
    const page = await openPage(browser, `${hub.url}/`)
    await showing(page, 'available').waitFor()
    await page.getByTestId('units').filter({ hasText: '0 of 100 units' }).waitFor()
    await page.getByTestId('send-chat').click()
    await page
      .getByTestId('due')
      .filter({ hasText: /^[12]:\d\d$/ })
      .waitFor()
    expect(await showing(page, 'available').count()).toBe(1)
    await page.getByRole('button', { name: /^Accept/ }).click()
    await showing(page, 'busy').waitFor()
    await page.getByTestId('units').filter({ hasText: '30 of 100 units' }).waitFor()
    await page.getByRole('button', { name: /^Wrap up/ }).click()
    await page.getByRole('button', { name: /^Finish/ }).click()
    await showing(page, 'available').waitFor()
    await page.getByTestId('no-work').waitFor()
    await page.context().close()
  })

  test('a rejected offer holds the agent back until the banner’s reset', async () => {
    const page = await openPage(browser, desk(hub.url, 'ada'))
    await showing(page, 'available').waitFor()
    await page.getByTestId('send-chat').click()
    await page.getByRole('button', { name: /^Reject/ }).click()
    await page.locator('[data-testid="hold-banner"][data-hold="offer_rejected"]').waitFor()
    await showing(page, 'dnd').waitFor()
    await page.getByTestId('hold-reset').click()
    await showing(page, 'available').waitFor()
    await page.getByTestId('hold-banner').waitFor({ state: 'detached' })
    await page.context().close()
  })

  test('a missed offer turns the agent inactive until they choose again', async () => {
    const page = await openPage(browser, desk(hub.url, 'bob'))
    await showing(page, 'available').waitFor()
    await page.getByTestId('send-chat').click()
    const itemId = await page.getByTestId('work-item').getAttribute('data-item')
    await hub.call(SERVICE, 'POST', `/v1/agents/bob/work-items/${itemId}/missed`)
    await page.locator('[data-testid="hold-banner"][data-hold="offer_missed"]').waitFor()
    await showing(page, 'inactive').waitFor()
    await pick(page, 'busy')
    await page.getByTestId('hold-banner').waitFor({ state: 'detached' })
    await page.context().close()
  })

  test('nobody is offered a chat on do not disturb, and the desk says why', async () => {
    const page = await openPage(browser, desk(hub.url, 'cleo'))
    await pick(page, 'dnd')
    await page.getByTestId('send-chat').click()
    await page.getByTestId('desk-failure').waitFor()
    expect(await page.getByTestId('work-item').count()).toBe(0)
    await page.context().close()
  })

  test('"Why?" shows the rule that decides', async () => {
    const page = await openPage(browser, desk(hub.url, 'dora'))
    await pick(page, 'away')
    await page.getByText('Why?').click()
    const deciding = page.locator('[data-testid="why-rules"] [data-outcome="answered"]')
    await deciding.filter({ hasText: 'was chosen; work never changes it' }).waitFor()
    await pick(page, 'busy')
    await deciding.filter({ hasText: 'Available or busy was chosen' }).waitFor()
    await page.context().close()
  })
})
