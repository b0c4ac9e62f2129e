import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { desk, openBrowser, openPage, pick, showing } from '../support/browser.js'
import { until } from '../support/eventually.js'
import { startHub } from '../support/hub-process.js'
import type { HubProcess } from '../support/hub-process.js'

const SERVICE = { sub: 'routing', roles: ['service'] } as const
const AGENTS = 300

describe('the live board', () => {
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

  const row = (page: Page, agent: string, status: string) =>
    page.locator(`[data-testid="row"][data-agent="${agent}"][data-status="${status}"]`)

  test('a supervisor sees a change at once and forces another', async () => {
    const ada = await openPage(browser, desk(hub.url, 'ada'))
    await showing(ada, 'available').waitFor()
    const board = await openPage(browser, `${hub.url}/supervisor?room=team:billing`)
    await row(board, 'ada', 'available').waitFor()
    await pick(ada, 'busy')
    await row(board, 'ada', 'busy').waitFor()
    await board.locator('[data-testid="count-busy"][data-count="1"]').waitFor()

    await row(board, 'ada', 'busy').click()
    await board.getByTestId('force-status').selectOption('away')
    await board.getByTestId('force-set').click()
    await board.getByTestId('drawer-label').filter({ hasText: 'Appear away' }).waitFor()
    await board.locator('[data-testid="timeline"] li[data-status="away"]').waitFor()
    await showing(ada, 'away').waitFor()
    await ada.getByTestId('own-reason').filter({ hasText: 'Set for you by supervisor-demo' }).waitFor()

    await board.getByTestId('force-sign-out').click()
    await board.getByTestId('force-sign-out').click()
    await ada.locator('[data-testid="session-ended"][data-reason="signed_out_by_supervisor"]').waitFor()
    await board.getByTestId('sheet-close').click()
    await row(board, 'ada', 'offline').waitFor()
    await ada.context().close()
    await board.context().close()
  })

  test('another team’s agents are not in the room', async () => {
    const zoe = await openPage(browser, desk(hub.url, 'zoe', 'sales'))
    await showing(zoe, 'available').waitFor()
    const board = await openPage(browser, `${hub.url}/supervisor?room=team:billing`)
    await board.getByTestId('board').waitFor()
    expect(await board.locator('[data-agent="zoe"]').count()).toBe(0)
    await zoe.context().close()
    await board.context().close()
  })

  test('hundreds of agents: only the rows in view are drawn, scrolling and filters reach the others', async () => {
    const numbers = Array.from({ length: AGENTS }, (_none, index) => String(index).padStart(3, '0'))
    await Promise.all(
      numbers.map((number) =>
        hub.call(SERVICE, 'PUT', `/v1/agents/crowd-${number}`, { name: `Crowd ${number}`, teams: ['crowd'] }),
      ),
    )
    const board = await openPage(browser, `${hub.url}/supervisor?room=team:crowd`)
    await board.locator(`[data-testid="board"][aria-rowcount="${AGENTS + 1}"]`).waitFor()
    await board.locator('[data-agent="crowd-000"]').waitFor()
    expect(await board.getByTestId('row').count()).toBeLessThan(60)

    await board.getByRole('region', { name: 'Agents' }).evaluate((region) => region.scrollTo(0, region.scrollHeight))
    await board.locator('[data-agent="crowd-299"]').waitFor()
    await board.getByTestId('filter-text').fill('crowd 15')
    await board.locator('[data-testid="board"][aria-rowcount="11"]').waitFor()
    await board.getByTestId('sort-name').click()
    await until(
      'the last one is the first',
      async () => (await board.getByTestId('row').first().getAttribute('data-agent')) === 'crowd-159',
    )
    await board.getByTestId('filter-text').fill('nobody of this name')
    await board.getByTestId('empty').waitFor()
    await board.context().close()
  })
})
