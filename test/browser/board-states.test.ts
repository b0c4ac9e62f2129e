import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { seriousOn } from '../support/axe.js'
import { openBoard, rowOf } from '../support/board-page.js'
import { openBrowser } from '../support/browser.js'
import { runHub } from '../support/running-hub.js'
import type { RunningHub } from '../support/running-hub.js'

const MINUTE_MS = 60_000
const TABLET = { width: 820, height: 1180 }

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** Every state of the board's page that somebody can bring about, and how. */
const STATES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'as it opens': async () => {},
  'with filters set': async (page) => {
    await page.getByTestId('filter-text').fill('a')
    await page.getByTestId('count-away').click()
    await rowOf(page, 'ada').waitFor({ state: 'detached' })
  },
  'where no agent matches': async (page) => {
    await page.getByTestId('filter-text').fill('nobody of this name')
    await page.getByTestId('empty').waitFor()
  },
  'with agents selected': async (page) => {
    await page.getByTestId('pick-all').click()
    await page.getByTestId('chosen-count').waitFor()
  },
  'with the time limits open': async (page) => {
    await page.getByTestId('limits').click()
    await page.getByTestId('limit-busy').waitFor()
  },
  'with the drawer and its grounds open': async (page) => {
    await rowOf(page, 'ada').click()
    await page.locator('[data-testid="timeline"] li').first().waitFor()
    await page.getByTestId('drawer-item').first().waitFor()
    await page.locator('agent-drawer').getByText('Why?').click()
    await page.locator('[data-outcome="answered"]').waitFor()
  },
  'while the line is down': async (page) => {
    await page.context().setOffline(true)
    await page.getByTestId('stale').waitFor()
  },
  'with the result of a change': async (page) => {
    await page.getByTestId('pick-all').click()
    await page.getByTestId('batch-status').selectOption('busy')
    await page.getByTestId('batch-set').click()
    await page.getByTestId('batch-sum').filter({ hasText: 'Not done: 1 agent' }).waitFor()
  },
}

/** How it may be looked at. */
const LOOKS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  light: (page) => page.emulateMedia({ colorScheme: 'light' }),
  dark: (page) => page.emulateMedia({ colorScheme: 'dark' }),
  'in colours the system forces': (page) => page.emulateMedia({ forcedColors: 'active' }),
  'on a tablet': async (page) => {
    await page.emulateMedia({ forcedColors: 'none' })
    await page.setViewportSize(TABLET)
  },
}

describe('axe finds nothing serious', () => {
  let hub: RunningHub
  let page: Page
  beforeAll(async () => {
    hub = await runHub()
    const [ada, bob, cleo] = await Promise.all(
      ['ada', 'bob', 'cleo'].map((sub) => hub.agentTab(sub, { name: `${sub} of Billing`, teams: ['billing'] })),
    )
    await hub.service('PUT', '/v1/agents/ada/work-items/chat-1', { state: 'accepted', units: 30 })
    await bob?.send('presence:set', { status: 'away' })
    await cleo?.send('presence:sign_out', {})
    await ada?.send('presence:set', { status: 'busy', note: 'Paperwork' })
    hub.clock.shift(20 * MINUTE_MS)
    await hub.settled()
  })
  afterEach(() => page.context().close())
  afterAll(() => hub.stop())

  test.each(Object.entries(STATES))('%s', async (_state, enter) => {
    page = await openBoard(browser, hub, { context: { reducedMotion: 'reduce' } })
    await page.locator('[data-agent="bob"][data-over="true"]').waitFor()
    await enter(page)
    for (const [look, take] of Object.entries(LOOKS)) {
      await take(page)
      expect([look, await seriousOn(page)]).toEqual([look, []])
      // Nothing is wider than the window: what is not in it cannot be found.
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    }
  })
})

test('a supervisor whom only the cookie names has the chart, the drawer and the batch', async () => {
  const hub = await runHub()
  for (const agent of ['ada', 'bob']) await hub.agentTab(agent, { teams: ['billing'] })
  const context = await browser.newContext()
  const value = await hub.token({ sub: 'sam', roles: ['supervisor'], teams: ['billing'] })
  await context.addCookies([{ name: 'presence_token', value, url: hub.url, httpOnly: true, sameSite: 'Lax' }])
  const page = await context.newPage()
  await page.goto(`${hub.url}/supervisor`)
  await rowOf(page, 'ada').waitFor()
  expect(await page.getByTestId('filter-team').inputValue()).toBe('team:billing')
  // One point is how it is now; the hub told the others.
  await page.locator('[data-testid="last-hour"]:not([data-points="0"], [data-points="1"])').waitFor()

  await rowOf(page, 'ada').click()
  await page.locator('[data-testid="timeline"] li').first().waitFor()
  await page.getByTestId('force-status').selectOption('away')
  await page.getByTestId('force-set').click()
  await page.getByTestId('drawer-answer').filter({ hasText: 'Status set.' }).waitFor()
  await page.keyboard.press('Escape')

  for (const agent of ['ada', 'bob']) await rowOf(page, agent).getByTestId('pick').check()
  await page.getByTestId('batch-status').selectOption('dnd')
  await page.getByTestId('batch-set').click()
  await page.getByTestId('batch-sum').filter({ hasText: 'Done: 2 agents' }).waitFor()
  await page.getByTestId('batch-close').click()
  for (const agent of ['ada', 'bob']) await rowOf(page, agent, 'dnd').waitFor()
  await context.close()
  await hub.stop()
})

test('read from right to left, the board is mirrored and nothing is cut off', async () => {
  const hub = await runHub()
  await hub.agentTab('ada', { teams: ['billing'] })
  const page = await openBoard(browser, hub, { context: { locale: 'ar' } })
  await rowOf(page, 'ada').click()
  const drawer = await page.getByTestId('sheet').boundingBox()
  expect(drawer?.x).toBe(0)
  await page.keyboard.press('Escape')
  const [name, connection] = [rowOf(page, 'ada').locator('.name'), rowOf(page, 'ada').locator('.connection')]
  expect((await name.boundingBox())?.x ?? 0).toBeGreaterThan((await connection.boundingBox())?.x ?? 0)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  expect(await seriousOn(page)).toEqual([])
  await page.context().close()
  await hub.stop()
})

test('the page is no higher than what is on it, however many rows the board has', async () => {
  const hub = await runHub()
  const numbers = Array.from({ length: 60 }, (_none, n) => n)
  await Promise.all(numbers.map((n) => hub.admin('PUT', `/v1/agents/crowd-${n}`, { teams: ['crowd'] })))
  const page = await openBoard(browser, hub, { context: { viewport: TABLET } })
  await page.getByTestId('shown').filter({ hasText: '60 agents' }).waitFor()
  const beyond = await page
    .locator('supervisor-floor')
    .evaluate((floor) => document.documentElement.scrollHeight - Math.ceil(floor.getBoundingClientRect().bottom))
  expect(beyond).toBeLessThanOrEqual(1)
  await page.context().close()
  await hub.stop()
})

/** As the page itself sees it, frame by frame: whoever looks from outside may look too late. */
const NOTE_FIRSTS = `{
  const floor = document.querySelector('supervisor-floor')
  const live = floor.shadowRoot.querySelector('live-floor')
  const rows = live.shadowRoot.querySelector('presence-board').shadowRoot
  window.firsts = []
  const look = () => {
    const agents = floor.session.room.agents.size
    const first = rows.querySelector('[data-testid="row"]').dataset.agent
    const last = window.firsts.at(-1)
    if (last?.agents !== agents || last.first !== first) window.firsts.push({ at: performance.now(), agents, first })
    requestAnimationFrame(look)
  }
  look()
}`
/** Within so many ms rows that may move take their places. */
const SORTED_MS = 700

test('a finger finds the row it came down for: rows keep their places for a while after a touch', async () => {
  const hub = await runHub()
  await hub.agentTab('ada', { teams: ['billing'] })
  await hub.agentTab('bob', { teams: ['billing'] })
  const page = await openBoard(browser, hub, { context: { viewport: TABLET, hasTouch: true } })
  await rowOf(page, 'bob').waitFor()
  await page.evaluate(NOTE_FIRSTS)
  await rowOf(page, 'bob').getByTestId('pick').tap()
  await hub.agentTab('aaron', { teams: ['billing'] })
  await rowOf(page, 'aaron').waitFor()
  const firsts = await page.evaluate<{ at: number; agents: number; first: string }[]>('window.firsts')
  const [knows, shows] = [firsts.find(({ agents }) => agents === 3), firsts.at(-1)]
  expect([knows?.first, shows?.first]).toEqual(['ada', 'aaron'])
  expect((shows?.at ?? 0) - (knows?.at ?? 0)).toBeGreaterThan(SORTED_MS)
  await page.context().close()
  await hub.stop()
})
