/**
 * npm run bench:board [-- --agents 10000 --rate 5000 --seconds 10 --minutes 2]
 *
 * The supervisor's page in Chromium, with a floor that does not rest: what somebody sees and feels of it.
 *
 *   frames      frames a second, the slowest of a hundred, and tasks over 50 ms (the page does not answer meanwhile)
 *   busy        the share of a core that the page's scripts, and its main thread in all, took: says more than frames do where
 *               the machine has other things to do
 *   memory      of the page after a collection, at the start and after some minutes of changes
 *   level       when the changes stop: how long until every agent on the page is as the hub has them
 */
import { parseArgs } from 'node:util'
import type { CDPSession, Page } from 'playwright-core'
import { openBrowser, openPage } from '../test/support/browser.js'
import { startRestlessFloor } from '../test/support/restless-floor.js'
import { machine } from './report/machine.js'

const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '10000' },
    rate: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '10' },
    minutes: { type: 'string', default: '2' },
  },
})
const [agents, rate, seconds, minutes] = [values.agents, values.rate, values.seconds, values.minutes].map(Number) as [
  number,
  number,
  number,
  number,
]

/** What a supervisor does meanwhile, in the order of how much it asks of the page. */
const SCENES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'looks on, by name': (page) => page.waitForTimeout(seconds * 1_000),
  'looks on, newest change first': async (page) => {
    await page.getByTestId('sort-since').click()
    await page.getByTestId('sort-since').click()
    await page.mouse.move(5, 5)
    await page.waitForTimeout(seconds * 1_000)
  },
  scrolls: async (page) => {
    await page.getByTestId('sort-name').click()
    await page.getByTestId('row').nth(2).hover()
    const until = performance.now() + seconds * 1_000
    while (performance.now() < until) {
      await page.mouse.wheel(0, 400)
      await page.waitForTimeout(50)
    }
    await page.mouse.move(5, 5)
  },
  'searches and filters': async (page) => {
    const until = performance.now() + seconds * 1_000
    while (performance.now() < until) {
      await page.getByTestId('filter-text').fill('')
      await page.getByTestId('filter-text').pressSequentially('agent 12', { delay: 60 })
      await page.getByTestId('filter-base').selectOption({ index: 1 })
      await page.waitForTimeout(300)
      await page.getByTestId('filter-base').selectOption({ index: 0 })
    }
  },
}

console.log(machine())
console.log(`${agents} agents, ${rate} changes a second asked for, Chromium headless, 1280 x 900\n`)
const floor = await startRestlessFloor(agents, rate)
const browser = await openBrowser()
try {
  const page = await openPage(browser, `${floor.url}/supervisor`, { viewport: { width: 1280, height: 900 } })
  page.setDefaultTimeout(60_000)
  await page.locator(`[data-testid="board"][aria-rowcount="${agents + 1}"]`).waitFor()
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable')
  await watchFrames(page)
  for (const [name, scene] of Object.entries(SCENES)) console.log(await measured(page, devtools, name, scene))
  await remember(page, devtools)
  console.log(await level(page))
} finally {
  await browser.close()
  await floor.stop()
}

interface Seen {
  frames: number[]
  tasks: number[]
  changes: number
}

/** In the page: when frames were drawn, how long tasks took that were too long, how many changes came. */
async function watchFrames(page: Page) {
  await page.evaluate(`
    window.seen = { frames: [], tasks: [], changes: 0 }
    const frame = (at) => { seen.frames.push(at); requestAnimationFrame(frame) }
    requestAnimationFrame(frame)
    new PerformanceObserver((list) => {
      for (const one of list.getEntries()) seen.tasks.push(one.duration)
    }).observe({ entryTypes: ['longtask'] })
    document.querySelector('supervisor-floor').session.room.subscribe(({ changed }) => { seen.changes += changed.length })
  `)
}

async function measured(
  page: Page,
  devtools: CDPSession,
  name: string,
  scene: (page: Page) => Promise<void>,
): Promise<string> {
  const before = await figures(devtools)
  await page.evaluate('Object.assign(seen, { frames: [], tasks: [], changes: 0 })')
  const began = performance.now()
  await scene(page)
  const took = (performance.now() - began) / 1_000
  const after = await figures(devtools)
  const share = (what: string) => `${Math.round((100 * (after(what) - before(what))) / took)} %`
  const { frames, tasks, changes } = await page.evaluate<Seen>('seen')
  const gaps = frames.slice(1).map((at, index) => at - (frames[index] ?? at))
  gaps.sort((a, b) => a - b)
  const slow = gaps[Math.floor(gaps.length * 0.99)] ?? 0
  const blocked = tasks.reduce((sum, task) => sum + task, 0)
  return [
    `${name}: ${(1_000 / (gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length)).toFixed(1)} frames a second`,
    `p99 between two ${slow.toFixed(0)} ms`,
    `${tasks.length} tasks over 50 ms, ${blocked.toFixed(0)} ms in all, the longest ${Math.max(0, ...tasks).toFixed(0)} ms`,
    `busy: scripts ${share('ScriptDuration')}, all ${share('TaskDuration')}`,
    `${Math.round(changes / took)} changes a second`,
  ].join(' · ')
}

async function figures(devtools: CDPSession): Promise<(name: string) => number> {
  const { metrics } = await devtools.send('Performance.getMetrics')
  return (name) => metrics.find((one) => one.name === name)?.value ?? 0
}

async function remember(page: Page, devtools: CDPSession) {
  for (let minute = 0; minute <= minutes; minute++) {
    if (minute > 0) await page.waitForTimeout(60_000)
    await devtools.send('HeapProfiler.collectGarbage')
    const of = await figures(devtools)
    console.log(`after ${minute} min: ${(of('JSHeapUsedSize') / 2 ** 20).toFixed(1)} MiB, ${of('Nodes')} nodes`)
  }
}

/** Versions never repeat, so their sum is level only when every agent is. */
async function level(page: Page): Promise<string> {
  const drawn = () =>
    page.evaluate<number>(
      `[...document.querySelector('supervisor-floor').session.room.agents.values()].reduce((sum, one) => sum + one.version, 0)`,
    )
  floor.toggle()
  const began = performance.now()
  for (let stored = await storedVersions(); performance.now() - began < 30_000; stored = await storedVersions())
    if ((await drawn()) === stored)
      return `level with the hub ${(performance.now() - began).toFixed(0)} ms after the last change`
  throw new Error('the page is not level with the hub, 30 s after the last change')
}

async function storedVersions(): Promise<number> {
  const minted = await fetch(`${floor.url}/dev/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sub: 'bench', roles: ['service'] }),
  })
  const { token } = (await minted.json()) as { token: string }
  let sum = 0
  for (let after: string | undefined = ''; after !== undefined;) {
    const query = `limit=1000${after && `&after=${after}`}`
    const answer = await fetch(`${floor.url}/v1/agents?${query}`, { headers: { authorization: `Bearer ${token}` } })
    const { items, next } = (await answer.json()) as { items: { version: number }[]; next?: string }
    sum = items.reduce((total, one) => total + one.version, sum)
    after = next
  }
  return sum
}
