import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { desk, hasFocus, openBrowser, openPage, showing } from '../support/browser.js'
import { startHub } from '../support/hub-process.js'
import type { HubProcess } from '../support/hub-process.js'

const ADMIN = { sub: 'root', roles: ['admin'] } as const
const LISTED = ['Available', 'Busy', 'Do not disturb', 'Appear away', 'Offline']

describe('the picker by keyboard alone', () => {
  let hub: HubProcess
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    hub = await startHub()
    await hub.call(ADMIN, 'PUT', '/v1/statuses/lunch', { base: 'busy', labels: { en: 'Lunch prep' } })
    browser = await openBrowser()
    page = await openPage(browser, desk(hub.url, 'ada'))
    await showing(page, 'available').waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await hub?.stop()
  })

  const picker = () => page.getByTestId('presence-picker')
  const menu = () => page.getByTestId('presence-menu')
  const item = (label: string) => menu().getByRole('menuitemradio', { name: label })
  const gone = () => menu().waitFor({ state: 'detached' })
  const tabToPicker = async () => {
    await page.locator('body').focus()
    for (let presses = 0; presses < 10 && !(await hasFocus(picker())); presses++) await page.keyboard.press('Tab')
    expect(await hasFocus(picker())).toBe(true)
  }

  test('lists the statuses in the known order, then the custom ones, and never Inactive', async () => {
    await tabToPicker()
    await page.keyboard.press('Enter')
    await menu().waitFor()
    const labels = await menu().getByRole('menuitemradio').allTextContents()
    expect(labels.map((label) => label.trim())).toEqual([...LISTED, 'Lunch prep'])
    await page.keyboard.press('Escape')
    await gone()
    expect(await hasFocus(picker())).toBe(true)
  })

  test('arrows, Home and End move; Enter chooses; the change is read out and the focus is back', async () => {
    await tabToPicker()
    await page.keyboard.press('ArrowDown')
    await menu().waitFor()
    expect(await hasFocus(item('Available'))).toBe(true)
    await page.keyboard.press('ArrowDown')
    expect(await hasFocus(item('Busy'))).toBe(true)
    await page.keyboard.press('End')
    expect(await hasFocus(menu().getByTestId('sign-out'))).toBe(true)
    await page.keyboard.press('ArrowDown')
    expect(await hasFocus(item('Available'))).toBe(true)
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await showing(page, 'busy').waitFor()
    await page
      .getByTestId('picker-announcement')
      .filter({ hasText: 'Your status is now Busy' })
      .waitFor({ state: 'attached' })
    expect(await hasFocus(picker())).toBe(true)
  })

  test('typing finds a status and Space opens and chooses', async () => {
    await tabToPicker()
    await page.keyboard.press('Space')
    await menu().waitFor()
    await page.keyboard.type('do')
    expect(await hasFocus(item('Do not disturb'))).toBe(true)
    await page.keyboard.press('Escape')
    await gone()
    await page.keyboard.press('Space')
    await menu().waitFor()
    await page.keyboard.press('l')
    expect(await hasFocus(item('Lunch prep'))).toBe(true)
    await page.keyboard.press('Enter')
    await showing(page, 'lunch').waitFor()
  })

  test('the present status is the one ticked, and Tab leaves the menu', async () => {
    await tabToPicker()
    await page.keyboard.press('ArrowDown')
    await menu().waitFor()
    expect(await item('Lunch prep').getAttribute('aria-checked')).toBe('true')
    expect(await hasFocus(item('Lunch prep'))).toBe(true)
    await page.keyboard.press('Tab')
    await gone()
  })
})
