import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { SignJWT } from 'jose'
import type { Browser, Page } from 'playwright-core'
import { desk, openBrowser, openPage, pick, showing } from '../support/browser.js'
import { startHub } from '../support/hub-process.js'
import type { HubProcess } from '../support/hub-process.js'

const ADMIN = { sub: 'root', roles: ['admin'] } as const
const SECRET = 'a-secret-for-tests-that-is-long-enough-for-hs256'

describe('the administrators’ page', () => {
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

  const open = (section: string) => openPage(browser, `${hub.url}/admin#${section}`)
  const agentOf = async (name: string, team: string) => {
    const page = await openPage(browser, desk(hub.url, name, team))
    await showing(page, 'available').waitFor()
    return page
  }
  const setting = (page: Page, name: string) => page.locator(`policy-setting[data-setting="${name}"]`)
  const status = (page: Page, id: string) => page.locator(`[data-testid="status"][data-status="${id}"]`)
  const fault = (page: Page, field: string) => page.locator(`[data-testid="fault"][data-field="${field}"]`)

  test('a status is made by keyboard, and agents can choose it at once', async () => {
    const ada = await agentOf('ada', 'billing')
    const page = await open('statuses')
    await status(page, 'available').waitFor()
    expect(await page.getByTestId('status').first().getAttribute('data-status')).toBe('available')
    await page.getByTestId('new-status').press('Enter')
    await page.getByLabel('English').fill('Lunch')
    await page.getByLabel('German').fill('Mittag')
    await page.getByTestId('new-locale').fill('pt-BR')
    await page.getByTestId('new-locale').press('Enter')
    await page.keyboard.type('Almoço')
    await page.getByTestId('save-status').press('Enter')
    await status(page, 'lunch').filter({ hasText: '3 languages' }).waitFor()
    await page.waitForFunction(() => !document.querySelector('admin-page')?.shadowRoot?.querySelector('side-sheet'))
    await pick(ada, 'lunch')
    expect(await hub.call(ADMIN, 'GET', '/v1/statuses')).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({
          id: 'lunch',
          base: 'away',
          labels: { en: 'Lunch', de: 'Mittag', 'pt-BR': 'Almoço' },
        }),
      ]),
    })
    await Promise.all([ada.context().close(), page.context().close()])
  })

  test('a label that names another base is warned of while it is typed, and by the hub when it is saved', async () => {
    const page = await open('statuses')
    await page.getByTestId('new-status').click()
    await page.getByLabel('English').fill('Available for tea')
    await page
      .getByTestId('label-warning')
      .filter({ hasText: 'names Available, but routing will see Appear away' })
      .waitFor()
    await page.getByTestId('save-status').click()
    await page.getByTestId('said-warning').filter({ hasText: 'names Available' }).waitFor()
    await page.context().close()
  })

  test('a status nobody named is refused at the field that is wrong', async () => {
    const page = await open('statuses')
    await page.getByTestId('new-status').click()
    await page.getByLabel('Id', { exact: true }).fill('nap time')
    await page.getByTestId('save-status').click()
    await page.getByRole('alert').filter({ hasText: 'must be 1 to 128 characters' }).waitFor()
    await page.getByLabel('Id', { exact: true }).fill('nap')
    await page.getByTestId('save-status').click()
    await page.getByRole('alert').filter({ hasText: 'needs at least one label' }).waitFor()
    await page.context().close()
  })

  test('before a status is archived or rebased, the page names who is in it', async () => {
    await hub.call(ADMIN, 'PUT', '/v1/statuses/training', { base: 'busy', labels: { en: 'Training' } })
    const bob = await agentOf('bob', 'billing')
    await pick(bob, 'training')
    const page = await open('statuses')
    await status(page, 'training').getByTestId('edit-status').click()
    await page.getByRole('radio', { name: 'Offline' }).check()
    const preview = page.getByTestId('preview')
    await preview.filter({ hasText: 'agent can take no more work' }).waitFor()
    await page.getByTestId('archive-status').click()
    await page.locator('status-archive').getByText('Who', { exact: true }).click()
    await page.locator('status-archive [data-agent="bob"]').filter({ hasText: 'Busy' }).waitFor()
    await showing(bob, 'training').waitFor()
    await page.getByTestId('archive-status').click()
    await showing(bob, 'busy').waitFor()
    await status(page, 'training').getByRole('button', { name: 'Bring back Training' }).waitFor()
    await Promise.all([bob.context().close(), page.context().close()])
  })

  test('a team’s override shows what it will change, changes just that, and is given back to the organisation', async () => {
    const cleo = await agentOf('cleo', 'night')
    const page = await open('policy')
    await page.getByTestId('scope').selectOption('night')
    const bases = setting(page, 'routableBases')
    await bases.getByTestId('own').check()
    await bases.getByRole('checkbox', { name: 'Available', exact: true }).uncheck()
    await page.locator('[data-testid="preview"][data-changed="1"]').getByText('Who', { exact: true }).click()
    await page.locator('change-preview [data-agent="cleo"]').filter({ hasText: 'can take no more work' }).waitFor()
    expect(await cleo.getByTestId('own-routable').textContent()).toBe('Can reach you')
    await page.getByTestId('save').click()
    await cleo.getByTestId('own-routable').filter({ hasText: 'Does not reach you' }).waitFor()
    await bases.getByTestId('own').uncheck()
    await page.locator('[data-testid="preview"][data-changed="1"]').waitFor()
    await page.getByTestId('save').click()
    await cleo.getByTestId('own-routable').filter({ hasText: 'Can reach you' }).waitFor()
    expect(await hub.call(ADMIN, 'GET', '/v1/teams/night/policy')).toMatchObject({ overrides: {} })
    await Promise.all([cleo.context().close(), page.context().close()])
  })

  test('a policy that cannot be is marked where it is wrong before anything is saved', async () => {
    const page = await open('policy')
    const window = setting(page, 'restoreWindowMs')
    await window.getByRole('spinbutton').fill('1')
    await window.getByRole('spinbutton').press('Tab')
    await window.getByTestId('fault').filter({ hasText: 'must be at least' }).waitFor()
    expect(await page.getByTestId('save').getAttribute('aria-disabled')).toBe('true')
    await page.getByTestId('discard').click()
    await window.getByTestId('fault').waitFor({ state: 'detached' })
    await setting(page, 'wrapUpMs').getByRole('checkbox', { name: 'until closed' }).uncheck()
    await setting(page, 'wrapUpMs').getByRole('combobox').selectOption('min')
    await page.getByTestId('save').click()
    await page.getByText('Saved.').waitFor()
    expect(await hub.call(ADMIN, 'GET', '/v1/policy')).toMatchObject({ wrapUpMs: 60_000 })
    await page.context().close()
  })

  test('an agent is made, found, changed and deleted; wrong input is marked at its field', async () => {
    const page = await open('agents')
    await page.getByTestId('new-agent').click()
    await page.getByLabel('Id', { exact: true }).fill('grace')
    await page.getByLabel('Name', { exact: true }).fill('Grace Hopper')
    await page.getByLabel('Teams', { exact: true }).fill('navy, night shift')
    await page.getByLabel('Units in all').fill('-5')
    await page.getByTestId('add-limit').click()
    await page.keyboard.type('a b')
    await page.getByTestId('save-agent').click()
    await fault(page, 'totalUnits').waitFor()
    await fault(page, 'profiles.0.name').waitFor()
    await page.getByLabel('Units in all').fill('120')
    await page.getByLabel('Profile 1, name').fill('chat')
    await page.getByTestId('save-agent').click()
    // As long as the sheet is open, what is typed is typed into it.
    await page.getByTestId('save-agent').waitFor({ state: 'detached' })
    await page.getByTestId('find').fill('HOPP')
    const row = page.locator('[data-testid="agent"][data-agent="grace"]')
    await row.filter({ hasText: 'Offline' }).filter({ hasText: '0 / 120' }).waitFor()
    // Nobody else is found.
    await page.getByTestId('agent').nth(1).waitFor({ state: 'detached' })
    expect(await hub.call(ADMIN, 'GET', '/v1/agents/grace')).toMatchObject({
      teams: ['navy', 'night', 'shift'],
      profiles: [{ name: 'chat', limit: 1, blocking: false }],
    })
    await row.getByTestId('edit-agent').click()
    await page.getByLabel('Units in all').fill('')
    await page.getByRole('button', { name: 'Remove profile 1' }).click()
    await page.getByTestId('save-agent').click()
    await row.filter({ hasText: '0 / –' }).waitFor()
    await row.getByTestId('edit-agent').click()
    await page.getByTestId('delete-agent').click()
    await page.getByRole('button', { name: 'Yes, delete Grace Hopper' }).click()
    await page.getByTestId('nobody').waitFor()
    await page.context().close()
  })

  test('agents come page by page, forwards and back', async () => {
    for (let number = 0; number < 120; number += 1)
      await hub.call(ADMIN, 'PUT', `/v1/agents/crew-${number}`, { name: `Crew ${1_000 + number}`, teams: ['crew'] })
    const page = await open('agents')
    await page.getByTestId('team').locator('option[value="crew"]').waitFor({ state: 'attached' })
    await page.getByTestId('team').selectOption('crew')
    const first = page.getByTestId('agent').first()
    await first.filter({ hasText: 'Crew 1000' }).waitFor()
    await page.getByTestId('next').click()
    await first.filter({ hasText: 'Crew 1050' }).waitFor()
    await page.getByTestId('next').click()
    await first.filter({ hasText: 'Crew 1100' }).waitFor()
    expect(await page.getByTestId('agent').count()).toBe(20)
    expect(await page.getByTestId('next').isDisabled()).toBe(true)
    await page.getByTestId('previous').click()
    await first.filter({ hasText: 'Crew 1050' }).waitFor()
    await page.context().close()
  })
})

describe('on a hub with a key', () => {
  test('the administrators’ page takes a token of theirs and no other', async () => {
    const locked = await startHub({ env: { PRESENCE_JWT_SECRET: SECRET } })
    const browser = await openBrowser()
    try {
      const signed = (role: string) =>
        new SignJWT({ roles: [role] })
          .setProtectedHeader({ alg: 'HS256' })
          .setSubject('root')
          .setExpirationTime('1h')
          .sign(new TextEncoder().encode(SECRET))
      const page = await openPage(browser, `${locked.url}/admin`)
      await page.getByLabel('Token').fill(await signed('supervisor'))
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('alert').filter({ hasText: 'for admin' }).waitFor()
      await page.getByLabel('Token').fill(await signed('admin'))
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByTestId('status').first().waitFor()
      await page.reload()
      await page.getByTestId('status').first().waitFor()
    } finally {
      await browser.close()
      await locked.stop()
    }
  })
})
