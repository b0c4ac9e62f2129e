import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { seriousOn } from '../support/axe.js'
import { desk, openBrowser, openPage, showing } from '../support/browser.js'
import { startHub } from '../support/hub-process.js'
import type { HubProcess } from '../support/hub-process.js'

describe.each(['light', 'dark'] as const)('axe finds nothing serious, %s', (colorScheme) => {
  let hub: HubProcess
  let locked: HubProcess
  let browser: Browser
  beforeAll(async () => {
    hub = await startHub({ env: { PRESENCE_POLICY: '{"rejectToDnd":true}' } })
    locked = await startHub({ env: { PRESENCE_JWT_SECRET: 'a-secret-for-tests-that-is-long-enough-for-hs256' } })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await Promise.all([hub?.stop(), locked?.stop()])
  })

  const open = (url: string, width = 1280) =>
    openPage(browser, url, { colorScheme, reducedMotion: 'reduce', viewport: { width, height: 900 } })
  test('on the desk, at work, with the menu, the banner and "Why?" open', async () => {
    const page = await open(desk(hub.url, `ada-${colorScheme}`))
    await showing(page, 'available').waitFor()
    await page.getByTestId('send-chat').click()
    await page.getByTestId('work-item').waitFor()
    await page.getByText('Why?').click()
    await page.locator('[data-outcome="answered"]').waitFor()
    expect(await seriousOn(page)).toEqual([])
    await page.getByRole('button', { name: /^Reject/ }).click()
    await page.getByTestId('hold-banner').waitFor()
    await page.getByTestId('presence-picker').click()
    await page.getByTestId('presence-menu').waitFor()
    expect(await seriousOn(page)).toEqual([])
    await page.context().close()
  })

  test('on the board and in the drawer', async () => {
    const agent = await open(desk(hub.url, `bob-${colorScheme}`))
    await showing(agent, 'available').waitFor()
    const page = await open(`${hub.url}/supervisor`)
    await page.getByTestId('row').first().waitFor()
    expect(await seriousOn(page)).toEqual([])
    await page.getByTestId('row').first().click()
    await page.locator('[data-testid="timeline"] li').first().waitFor()
    expect(await seriousOn(page)).toEqual([])
    await agent.context().close()
    await page.context().close()
  })

  test('on a phone, and on the form that asks for a token', async () => {
    const agent = await open(desk(hub.url, `cleo-${colorScheme}`), 390)
    await showing(agent, 'available').waitFor()
    expect(await seriousOn(agent)).toEqual([])
    const board = await open(`${hub.url}/supervisor`, 390)
    await board.getByTestId('row').first().waitFor()
    expect(await seriousOn(board)).toEqual([])
    const form = await open(`${locked.url}/`)
    await form.getByTestId('sign-in-form').waitFor()
    expect(await seriousOn(form)).toEqual([])
    await Promise.all([agent.context().close(), board.context().close(), form.context().close()])
  })
})
