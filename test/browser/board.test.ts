import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { openBoard, order, rowOf } from '../support/board-page.js'
import type { BoardOptions } from '../support/board-page.js'
import { hasFocus, openBrowser } from '../support/browser.js'
import { eventually } from '../support/eventually.js'
import { runHub } from '../support/running-hub.js'
import type { RunningHub, Tab } from '../support/running-hub.js'

const MINUTE_MS = 60_000

let hub: RunningHub
let browser: Browser
let pages: Page[]
beforeAll(async () => {
  browser = await openBrowser()
})
beforeEach(async () => {
  hub = await runHub()
  pages = []
})
afterEach(async () => {
  await Promise.all(pages.map((page) => page.context().close()))
  await hub.stop()
})
afterAll(() => browser.close())

async function board(options: BoardOptions = {}): Promise<Page> {
  const page = await openBoard(browser, hub, options)
  pages.push(page)
  return page
}
const signsIn = (sub: string, team = 'billing'): Promise<Tab> =>
  hub.agentTab(sub, { name: `${sub.charAt(0).toUpperCase()}${sub.slice(1)}`, teams: [team] })
const staff = async (...agents: string[]): Promise<Record<string, Tab>> =>
  Object.fromEntries(await Promise.all(agents.map(async (agent) => [agent, await signsIn(agent)] as const)))
const set = (tab: Tab | undefined, status: string) => tab?.send('presence:set', { status })
const shows = (page: Page, ...agents: string[]) =>
  eventually(`the board shows ${agents.join(', ')}`, async () => {
    const drawn = await order(page)
    return drawn.join() === agents.join() ? null : `it shows ${drawn.join(', ')}`
  })
const chosen = (page: Page, text: string) => page.getByTestId('chosen-count').filter({ hasText: text }).waitFor()

test('rows under the pointer keep their places, and take the right ones when it leaves', async () => {
  const { cleo } = await staff('ada', 'bob', 'cleo')
  const page = await board({ search: '?sort=status' })
  await shows(page, 'ada', 'bob', 'cleo')
  await rowOf(page, 'ada').hover()
  await page.getByTestId('held').filter({ hasText: 'keep their places' }).waitFor()
  await hub.supervisor('PUT', '/v1/agents/ada/presence', { status: 'away' })
  await signsIn('aaron')
  // What the rows say is new at once; where they are is not.
  await rowOf(page, 'ada', 'away').waitFor()
  await set(cleo, 'busy')
  await rowOf(page, 'cleo', 'busy').waitFor()
  expect(await order(page)).toEqual(['ada', 'bob', 'cleo'])
  await page.mouse.move(5, 5)
  await shows(page, 'aaron', 'bob', 'cleo', 'ada')
})

test('whoever sorts or filters sees it at once, wherever the pointer is; so does who is deleted', async () => {
  await staff('ada', 'bob')
  const page = await board()
  await shows(page, 'ada', 'bob')
  await rowOf(page, 'bob').hover()
  await page.getByTestId('sort-name').press('Enter')
  await shows(page, 'bob', 'ada')
  await hub.admin('DELETE', '/v1/agents/ada')
  await page.mouse.move(5, 5)
  await shows(page, 'bob')
})

test('several agents are set at once, with a result for each', async () => {
  const { bob } = await staff('ada', 'bob', 'cleo')
  const page = await board()
  await shows(page, 'ada', 'bob', 'cleo')
  for (const agent of ['ada', 'bob']) await rowOf(page, agent).getByTestId('pick').click()
  await chosen(page, '2 selected')
  await bob?.send('presence:sign_out', {})
  await rowOf(page, 'bob', 'offline').waitFor()
  await page.getByTestId('batch-status').selectOption('away')
  await page.getByPlaceholder('Optional').fill('Fire drill')
  await page.getByTestId('batch-set').click()
  await page.getByTestId('batch-sum').filter({ hasText: 'Done: 1 agent. Not done: 1 agent' }).waitFor()
  await page.locator('[data-testid="outcome"][data-agent="ada"][data-ok="true"]').waitFor()
  const refused = page.locator('[data-testid="outcome"][data-agent="bob"][data-ok="false"]')
  expect(await refused.textContent()).toContain('not signed in')
  await page.getByTestId('batch-retry').click()
  await chosen(page, '1 selected')
  expect(await rowOf(page, 'bob').getAttribute('aria-selected')).toBe('true')
  await rowOf(page, 'ada', 'away').waitFor()
  expect((await hub.supervisor('GET', '/v1/agents/ada/presence')).body).toMatchObject({
    note: 'Fire drill',
    actor: { type: 'supervisor', id: 'sam' },
  })
})

test('a range is selected with Shift, all that are shown with one box, and who is hidden is not forgotten', async () => {
  await staff('ada', 'bob', 'cleo', 'dan')
  const page = await board()
  await shows(page, 'ada', 'bob', 'cleo', 'dan')
  await rowOf(page, 'bob').getByTestId('pick').click()
  await rowOf(page, 'dan')
    .getByTestId('pick')
    .click({ modifiers: ['Shift'] })
  await chosen(page, '3 selected')
  await page.getByTestId('filter-text').fill('bob')
  await chosen(page, '3 selected, 2 of them not shown')
  await page.getByTestId('pick-all').click()
  await chosen(page, '2 selected, 2 of them not shown')
  await page.getByTestId('batch-clear').click()
  await page.getByTestId('shown').filter({ hasText: '1 of 4 agents' }).waitFor()
})

test('who is over the time of their status is highlighted, counted and found', async () => {
  const { bob } = await staff('ada', 'bob')
  await set(bob, 'away')
  hub.clock.shift(20 * MINUTE_MS)
  await hub.settled()
  const page = await board()
  await page.locator('[data-testid="over"][data-count="1"]').waitFor()
  await page.locator('[data-agent="bob"][data-over="true"]').waitFor()
  expect(await rowOf(page, 'bob').textContent()).toContain('Over time')
  await page.getByTestId('over').click()
  await shows(page, 'bob')

  await page.getByTestId('limits').click()
  await page.getByTestId('limit-away').fill('')
  await page.getByTestId('limit-available').fill('15')
  await page.getByTestId('limits-save').click()
  await shows(page, 'ada')
  await page.reload()
  await shows(page, 'ada')
  await page.getByTestId('over').click()
  await page.getByTestId('filter-minutes').selectOption({ label: '30 min or more' })
  await page.getByTestId('empty').waitFor()
  // Time goes on by itself: nobody touches anything, and agents come to be shown.
  hub.clock.shift(15 * MINUTE_MS)
  await shows(page, 'ada', 'bob')
})

test('the address keeps the view, and a reload brings it back', async () => {
  await staff('ada', 'bob')
  await signsIn('zoe', 'sales')
  const page = await board()
  await shows(page, 'ada', 'bob', 'zoe')
  await page.getByTestId('filter-team').selectOption('team:billing')
  await shows(page, 'ada', 'bob')
  await page.getByTestId('sort-name').click()
  await page.getByTestId('filter-text').fill('b')
  await page.getByTestId('count-available').click()
  await shows(page, 'bob')
  await rowOf(page, 'bob').click()
  await page.getByTestId('sheet').waitFor()
  await page.reload()
  await page.getByTestId('drawer-label').filter({ hasText: 'Available' }).waitFor()
  await page.keyboard.press('Escape')
  await shows(page, 'bob')
  expect(new URL(page.url()).search).toBe('?room=team%3Abilling&q=b&base=available&sort=-name')
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await shows(page, 'bob', 'ada')
})

test('a supervisor of some teams begins with the first of them, and is offered no other', async () => {
  await staff('ada')
  await signsIn('zoe', 'sales')
  const page = await board({ teams: ['sales', 'support'] })
  await shows(page, 'zoe')
  expect(await page.getByTestId('filter-team').locator('option').allTextContents()).toEqual(
    expect.arrayContaining([expect.stringContaining('sales'), expect.stringContaining('support')]),
  )
  expect(await page.getByTestId('filter-team').locator('option').count()).toBe(2)
})

test('what is shown is saved as a table', async () => {
  await staff('ada', 'bob')
  const page = await board({ search: '?q=ada' })
  await shows(page, 'ada')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export').click()])
  expect(download.suggestedFilename()).toMatch(/^presence-org-.*\.csv$/)
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toMatch(/^ada,Ada,billing,available,Available,available,default,system,/)
})

test('the last hour is there after a load, and is read minute by minute', async () => {
  const { bob } = await staff('ada', 'bob')
  const first = await board()
  const chart = first.getByTestId('last-hour')
  await chart.getByText('2 signed in').waitFor()
  await set(bob, 'offline')
  await chart.getByText('1 signed in').waitFor()
  await first.getByRole('slider', { name: 'Minute of the last hour' }).press('ArrowLeft')
  await chart.getByText('2 signed in').waitFor()
  await first.getByRole('slider').press('End')
  await chart.getByText('1 signed in').waitFor()
})

test('every job is done by the keyboard alone', async () => {
  const { bob } = await staff('ada', 'bob', 'cleo')
  const page = await board()
  await shows(page, 'ada', 'bob', 'cleo')
  await page.getByTestId('filter-text').focus()
  await page.keyboard.type('a')
  await shows(page, 'ada')
  await page.getByTestId('filter-text').press('Control+A')
  await page.keyboard.press('Delete')
  await shows(page, 'ada', 'bob', 'cleo')

  // From the headings one Tab leads to the rows, and there is one stop in them.
  await page.getByTestId('sort-connection').focus()
  await page.keyboard.press('Tab')
  const name = (agent: string) => rowOf(page, agent).getByRole('button')
  expect(await hasFocus(name('ada'))).toBe(true)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await chosen(page, '1 selected')
  await page.keyboard.press('Shift+ArrowDown')
  await chosen(page, '2 selected')
  expect(await hasFocus(name('cleo'))).toBe(true)
  await set(bob, 'dnd')
  await rowOf(page, 'bob', 'dnd').waitFor()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await page.getByTestId('sheet').waitFor()
  await page.getByTestId('force-reset').press('Enter')
  await page.getByTestId('drawer-answer').filter({ hasText: 'Status reset' }).waitFor()
  await page.keyboard.press('Escape')
  await eventually('the focus is back where it was', async () =>
    (await hasFocus(name('ada'))) ? null : 'it is elsewhere',
  )
  await page.keyboard.press('Control+A')
  await chosen(page, '3 selected')
  await page.getByTestId('batch-status').press('b')
  await page.getByTestId('batch-status').press('Enter')
  await page.getByTestId('batch-set').press('Enter')
  await page.getByTestId('batch-sum').filter({ hasText: 'Done: 3 agents' }).waitFor()
  await page.keyboard.press('Escape')
  await rowOf(page, 'cleo', 'busy').waitFor()
})
