import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { desk, openBrowser, openPage, showing } from '../support/browser.js'
import { rowOf } from '../support/board-page.js'
import { startHub } from '../support/hub-process.js'
import type { HubProcess } from '../support/hub-process.js'

const SERVICE = { sub: 'routing', roles: ['service'] } as const

/** What moves now, in every shadow root: whatever runs for longer than nothing. */
const moving = (page: Page) =>
  page.evaluate(() => {
    const rootsOf = (root: Document | ShadowRoot): (Document | ShadowRoot)[] => [
      root,
      ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? rootsOf(shadowRoot) : [])),
    ]
    return rootsOf(document)
      .flatMap((root) => root.getAnimations())
      .filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 0)
      .map(({ effect }) =>
        effect instanceof KeyframeEffect ? `${effect.target?.localName} ${effect.target?.className}` : '',
      )
  })

describe.each([
  ['reduce', 'nothing moves'],
  ['no-preference', 'it does, so that there is something to find'],
] as const)('with %s of motion', (reducedMotion, what) => {
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
  const open = (url: string) => openPage(browser, url, { reducedMotion })
  const holds = async (page: Page) => {
    if (reducedMotion === 'reduce') expect(await moving(page)).toEqual([])
    else expect(await moving(page)).not.toEqual([])
  }

  test(`while an offer rings, ${what}`, async () => {
    const page = await open(desk(hub.url, 'ada'))
    await showing(page, 'available').waitFor()
    await hub.call(SERVICE, 'PUT', '/v1/agents/ada/work-items/chat-1', { state: 'offered' })
    await page.getByTestId('offers').waitFor()
    await holds(page)
    await page.context().close()
  })

  test(`while a change is pending and the line is lost, ${what}`, async () => {
    const page = await open(desk(hub.url, 'bob'))
    await showing(page, 'available').waitFor()
    await page.getByTestId('presence-picker').click()
    await page.getByTestId('presence-menu').waitFor()
    await page.context().setOffline(true)
    await page.locator('[data-status="busy"][role="menuitemradio"]').click()
    await page.locator('[data-testid="presence-picker"][aria-busy="true"]').waitFor()
    await page.locator('[data-testid="connection"]').filter({ hasText: 'No network' }).waitFor()
    await holds(page)
    await page.context().close()
  })

  test(`on the board, behind and with the drawer open, ${what}`, async () => {
    const page = await open(`${hub.url}/supervisor`)
    await rowOf(page, 'ada').click()
    await page.getByTestId('sheet').waitFor()
    await page.context().setOffline(true)
    await page.getByTestId('stale').waitFor()
    await page.locator('agent-drawer').getByText('The connection is lost').waitFor()
    await holds(page)
    await page.context().close()
  })
})
