import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Locator, Page } from 'playwright-core'
import { desk, hasFocus, openBrowser, openPage, showing } from '../support/browser.js'
import { PATIENCE_MS, until } from '../support/eventually.js'
import { startHub } from '../support/hub-process.js'
import type { HubProcess } from '../support/hub-process.js'

const SERVICE = { sub: 'routing', roles: ['service'] } as const
const ADMIN = { sub: 'root', roles: ['admin'] } as const

declare global {
  interface Window {
    tones: number
  }
}

const isOn = (toggle: Locator, on: boolean): Promise<void> =>
  until(`it is ${on ? 'on' : 'off'}`, async () => (await toggle.getAttribute('aria-checked')) === String(on))

describe('offers at the desk', () => {
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

  const offer = (agent: string, itemId: string, more: object = {}) =>
    hub.call(SERVICE, 'PUT', `/v1/agents/${agent}/work-items/${itemId}`, { state: 'offered', ...more })
  const policyOf = (team: string, policy: object) => hub.call(ADMIN, 'PUT', `/v1/teams/${team}/policy`, policy)
  const item = (page: Page, itemId: string, state: string) =>
    page.locator(`[data-testid="work-item"][data-item="${itemId}"][data-state="${state}"]`)
  const sit = async (agent: string, team = 'billing') => {
    const page = await openPage(browser, desk(hub.url, agent, team))
    await showing(page, 'available').waitFor()
    return page
  }

  test('an offer counts down and nobody answers: the hub takes it away and says it was missed', async () => {
    await policyOf('hasty', { offerTimeoutMs: 90_000, missedToInactive: true })
    const page = await sit('ada', 'hasty')
    await offer('ada', 'o-1')
    await item(page, 'o-1', 'offered')
      .getByTestId('due')
      .filter({ hasText: /^1:[0-3]\d$/ })
      .waitFor()
    await page.getByTestId('offer-announcement').filter({ hasText: 'New conversation: o-1' }).waitFor()
    // The deadline moves with the policy, for offers that ring already too.
    await policyOf('hasty', { offerTimeoutMs: 1_000, missedToInactive: true })
    await page.getByTestId('offer-gone').filter({ hasText: 'o-1' }).waitFor()
    await page.locator('[data-testid="hold-banner"][data-hold="offer_missed"]').waitFor()
    await page.locator('[data-testid="timeline"] [data-status="inactive"]').waitFor()
    await page.context().close()
  })

  test('Alt+A accepts the oldest offer, Alt+R rejects it, from anywhere but a text field', async () => {
    const page = await sit('bob')
    await offer('bob', 'first')
    await offer('bob', 'second')
    await item(page, 'second', 'offered').waitFor()
    await page.getByText('Sit here as somebody else').click()
    await page.getByLabel('Name').press('Alt+r')
    await page.getByLabel('Name').blur()
    await page.keyboard.press('Alt+a')
    await item(page, 'first', 'accepted').waitFor()
    await page.keyboard.press('Alt+r')
    await item(page, 'second', 'offered').waitFor({ state: 'detached' })
    expect(await page.getByTestId('work-item').count()).toBe(1)
    await page.context().close()
  })

  test('an offer answered by its button leaves the keyboard near the work', async () => {
    const page = await sit('cleo')
    await offer('cleo', 'o-1')
    await page.getByRole('button', { name: 'Accept o-1' }).press('Enter')
    await item(page, 'o-1', 'accepted').waitFor()
    const heading = page.getByRole('heading', { name: 'Your work' })
    await page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.id === 'work')
    expect(await hasFocus(heading)).toBe(true)
    await page.context().close()
  })

  test('nothing sounds before somebody asks for it, and the wish is remembered', async () => {
    const context = await browser.newContext()
    await context.addInitScript(() => {
      window.tones = 0
      const start = OscillatorNode.prototype.start
      OscillatorNode.prototype.start = function (when) {
        window.tones += 1
        start.call(this, when)
      }
    })
    context.setDefaultTimeout(PATIENCE_MS)
    const page = await context.newPage()
    await page.goto(desk(hub.url, 'dora'))
    await showing(page, 'available').waitFor()
    await offer('dora', 'o-1')
    await item(page, 'o-1', 'offered').waitFor()
    expect(await page.evaluate(() => window.tones)).toBe(0)
    const aloud = page.getByRole('switch', { name: 'Ring aloud' })
    await aloud.press('Space')
    await page.waitForFunction(() => window.tones > 0)
    await page.reload()
    await item(page, 'o-1', 'offered').waitFor()
    await isOn(aloud, true)
    await page.mouse.click(5, 5)
    await page.waitForFunction(() => window.tones > 0)
    await page.getByRole('button', { name: 'Reject o-1' }).click()
    await item(page, 'o-1', 'offered').waitFor({ state: 'detached' })
    await context.close()
  })

  test('work is handed to a colleague who can take it, by keyboard alone', async () => {
    const [eve, finn] = [await sit('eve'), await sit('finn')]
    await hub.call(SERVICE, 'PUT', '/v1/agents/eve/work-items/chat-7', { units: 30 })
    await eve.getByRole('button', { name: 'Transfer chat-7' }).press('Enter')
    await eve.getByTestId('transfer-search').fill('fin')
    await eve.locator('[data-testid="transfer-to"][data-agent="finn"]').press('Enter')
    await item(finn, 'chat-7', 'accepted').waitFor()
    await item(eve, 'chat-7', 'accepted').waitFor({ state: 'detached' })
    await Promise.all([eve.context().close(), finn.context().close()])
  })

  test('a wrap-up shows its end and ends by itself', async () => {
    await policyOf('tidy', { wrapUpMs: 90_000 })
    const page = await sit('gus', 'tidy')
    await hub.call(SERVICE, 'PUT', '/v1/agents/gus/work-items/chat-8', { units: 30 })
    await page.getByRole('button', { name: 'Wrap up chat-8' }).click()
    await item(page, 'chat-8', 'wrap_up').getByTestId('due').waitFor()
    await policyOf('tidy', { wrapUpMs: 1_000 })
    await page.getByTestId('no-work').waitFor()
    await showing(page, 'available').waitFor()
    await page.context().close()
  })

  test('sessions and capacity profiles are shown as they fill', async () => {
    const profiles = [{ name: 'voice', limit: 1, blocking: true }]
    await hub.call(ADMIN, 'PUT', '/v1/agents/hal', { totalUnits: 100, profiles, sessionLimit: 3 })
    const page = await sit('hal')
    await page.getByTestId('sessions').filter({ hasText: '0 of 3 sessions' }).waitFor()
    await hub.call(SERVICE, 'PUT', '/v1/agents/hal/work-items/call-1', { units: 40, profile: 'voice' })
    await page.getByTestId('sessions').filter({ hasText: '1 of 3 sessions' }).waitFor()
    await page.getByTestId('profile').filter({ hasText: '1 of 1 voice' }).waitFor()
    await page.getByTestId('units').filter({ hasText: '40 of 100 units' }).waitFor()
    await page.context().close()
  })

  test('while work is let arrive, chats are offered by themselves', async () => {
    const page = await sit('ivy')
    const arrive = page.getByRole('switch', { name: 'Let work arrive' })
    await isOn(arrive, false)
    await arrive.click()
    await page.getByTestId('offers').waitFor()
    await arrive.click()
    await page.keyboard.press('Alt+r')
    await page.getByTestId('offers').waitFor({ state: 'detached' })
    await page.reload()
    await showing(page, 'available').waitFor()
    await isOn(arrive, false)
    await page.context().close()
  })
})

test('the visitor of a demo floor is given work unless they say no', async () => {
  const hub = await startHub({ env: { PRESENCE_DEMO: 'on' } })
  const browser = await openBrowser()
  try {
    const page = await openPage(browser, hub.url)
    const arrive = page.getByRole('switch', { name: 'Let work arrive' })
    await isOn(arrive, true)
    await page.getByTestId('offers').waitFor()
    await arrive.click()
    await page.reload()
    await isOn(arrive, false)
  } finally {
    await browser.close()
    await hub.stop()
  }
})
