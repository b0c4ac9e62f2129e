import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, openPage } from '../support/browser.js'
import { eventually } from '../support/eventually.js'
import { startRestlessFloor } from '../support/restless-floor.js'
import type { RestlessFloor } from '../support/restless-floor.js'

const AGENTS = 10_000
const PER_SECOND = 2_000
/** Changes enough for every row in view to have had some. */
const CHANGES = 10_000

let floor: RestlessFloor
let browser: Browser
let page: Page
beforeAll(async () => {
  floor = await startRestlessFloor(AGENTS, PER_SECOND)
  browser = await openBrowser()
  page = await openPage(browser, `${floor.url}/supervisor`, { viewport: { width: 1280, height: 900 } })
  await page.locator(`[data-testid="board"][aria-rowcount="${AGENTS + 1}"]`).waitFor()
})
afterAll(async () => {
  await browser?.close()
  await floor?.stop()
})

const room = `document.querySelector('supervisor-floor').session.room`
const nodes = () =>
  page.locator('presence-board').evaluate((board) => board.shadowRoot?.querySelectorAll('*').length ?? 0)
const shown = () => page.getByTestId('row').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-agent')))

test('ten thousand agents of whom thousands change each second: a page that answers, and rows that are as they should be', async () => {
  const before = await nodes()
  expect(await page.getByTestId('row').count()).toBeLessThan(60)
  await page.evaluate(`window.heard = 0; ${room}.subscribe(({ changed }) => { window.heard += changed.length })`)

  // Whoever looks for somebody finds them, while the floor goes on.
  await page.getByTestId('filter-text').fill('agent 4321')
  await eventually('one agent is shown', async () => ((await shown()).join() === 'agent-04321' ? null : 'not yet'))
  await page.getByTestId('filter-text').fill('')
  await page.getByTestId('sort-since').click()

  // Everything moves, but not what the pointer is on.
  await page.getByTestId('row').nth(2).hover()
  await page.getByTestId('held').filter({ hasText: 'keep their places' }).waitFor()
  const held = await shown()
  const heardThen = await page.evaluate<number>('window.heard')
  await eventually(
    'thousands of changes came',
    async () => ((await page.evaluate<number>('window.heard')) > heardThen + CHANGES ? null : 'not yet'),
    60_000,
  )
  expect(await shown()).toEqual(held)
  await page.mouse.move(5, 5)
  await eventually('the rows are in order again', async () =>
    (await shown()).join() === held.join() ? 'they are as before' : null,
  )
  expect(await nodes()).toBeLessThan(2 * before)
})

test('when the changes stop, the rows say what the hub says, in the order that was asked for', async () => {
  floor.toggle()
  await page.getByTestId('sort-name').click()
  const wanted = Array.from({ length: 10 }, (_none, n) => `agent-${String(n).padStart(5, '0')}`)
  const statusOf = (agentId: string) => `[data-testid="row"][data-agent="${agentId}"]`
  const token = (await (
    await fetch(`${floor.url}/dev/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sub: 'sam', roles: ['supervisor'] }),
    })
  ).json()) as { token: string }
  const stored = async (agentId: string) => {
    const answer = await fetch(`${floor.url}/v1/agents/${agentId}/presence`, {
      headers: { authorization: `Bearer ${token.token}` },
    })
    return ((await answer.json()) as { status: string }).status
  }
  for (const agentId of wanted.slice(0, 3))
    await eventually(`${agentId} is shown as stored`, async () =>
      (await page.locator(statusOf(agentId)).getAttribute('data-status')) === (await stored(agentId))
        ? null
        : 'not yet',
    )
})
