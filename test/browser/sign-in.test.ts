import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { SignJWT } from 'jose'
import type { Browser } from 'playwright-core'
import { openBrowser, openPage, pick, showing } from '../support/browser.js'
import { startHub } from '../support/hub-process.js'
import type { HubProcess } from '../support/hub-process.js'

const SECRET = 'a-secret-for-tests-that-is-long-enough-for-hs256'
const signed = (sub: string, role: string, secret = SECRET) =>
  new SignJWT({ roles: [role], name: 'Ada' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret))

describe('signing in', () => {
  let locked: HubProcess
  let browser: Browser
  beforeAll(async () => {
    locked = await startHub({ env: { PRESENCE_JWT_SECRET: SECRET } })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await locked?.stop()
  })

  test('a hub with a key asks for a token, refuses a forged one, and keeps a good one over a refresh', async () => {
    const page = await openPage(browser, locked.url)
    const form = page.getByTestId('sign-in-form')
    await form.waitFor()
    await form.getByLabel('Token').fill(await signed('ada', 'agent', 'another-secret-that-is-long-enough-for-hs256'))
    await form.getByRole('button', { name: 'Sign in' }).click()
    await form.getByRole('alert').waitFor()
    await form.getByLabel('Token').fill(await signed('ada', 'agent'))
    await form.getByRole('button', { name: 'Sign in' }).click()
    await showing(page, 'available').waitFor()
    await page.reload()
    await showing(page, 'available').waitFor()
    expect(await page.getByTestId('send-chat').count()).toBe(0)
    await page.context().close()
  })

  test('an agent’s own token may reject an offer; what only work distribution may do is not there', async () => {
    const page = await openPage(browser, locked.url)
    await page.getByLabel('Token').fill(await signed('cleo', 'agent'))
    await page.getByRole('button', { name: 'Sign in' }).click()
    await showing(page, 'available').waitFor()
    await fetch(`${locked.url}/v1/agents/cleo/work-items/chat-1`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${await signed('routing', 'service')}` },
      body: JSON.stringify({ state: 'offered' }),
    })
    const reject = page.getByRole('button', { name: 'Reject chat-1' })
    await reject.waitFor()
    expect(await page.getByRole('button', { name: /Accept/ }).count()).toBe(0)
    expect(await page.getByTestId('arrivals').count()).toBe(0)
    await reject.click()
    await reject.waitFor({ state: 'detached' })
    await page.context().close()
  })

  test('the cookie of the contact centre is enough for all of the desk', async () => {
    const context = await browser.newContext()
    await context.addCookies([
      { name: 'presence_token', value: await signed('bob', 'agent'), url: locked.url, httpOnly: true, sameSite: 'Lax' },
    ])
    const page = await context.newPage()
    await page.goto(locked.url)
    await showing(page, 'available').waitFor()
    await pick(page, 'busy')
    await page.getByText('Why?').click()
    await page.locator('[data-outcome="answered"]').waitFor()
    await page.locator('[data-testid="timeline"] li[data-status="busy"]').waitFor()
    expect(await page.getByTestId('desk-failure').count()).toBe(0)
    await context.close()
  })

  test('a desk that nobody told who sits there finds out why, and says what to do', async () => {
    const page = await openPage(browser, locked.url)
    const diagnosis = page.locator('[data-testid="diagnosis"][data-cause="no_token"]')
    await diagnosis.filter({ hasText: 'Sign in to it again' }).waitFor()
    await page.getByLabel('Token').fill(await signed('eve', 'agent'))
    await page.getByRole('button', { name: 'Sign in' }).click()
    await showing(page, 'available').waitFor()
    expect(await diagnosis.count()).toBe(0)
    await page.context().close()
  })

  test('the board asks for a token too, and shows the floor for a supervisor’s', async () => {
    const page = await openPage(browser, `${locked.url}/supervisor`)
    const form = page.getByTestId('sign-in-form')
    await form.getByLabel('Token').fill(await signed('sam', 'supervisor'))
    await form.getByRole('button', { name: 'Sign in' }).click()
    await page.getByTestId('count-all').waitFor()
    await page.context().close()
  })
})

describe('in dev mode', () => {
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

  test('the desk can be taken by somebody else, and a refresh keeps them', async () => {
    const page = await openPage(browser, hub.url)
    await showing(page, 'available').waitFor()
    await page.getByText('Sit here as somebody else').click()
    await page.getByLabel('Name').fill('Ada Lovelace')
    await page.getByLabel('Team').fill('sales')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor()
    const found = await hub.call({ sub: 'sam', roles: ['supervisor'] }, 'GET', '/v1/agents/ada-lovelace/presence')
    expect(found).toMatchObject({ name: 'Ada Lovelace', teams: ['sales'], connection: 'connected' })
    await page.context().close()
  })
})
