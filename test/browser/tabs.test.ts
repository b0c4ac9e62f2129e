import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { desk, openBrowser, openPage, pick, showing } from '../support/browser.js'
import { startHub } from '../support/hub-process.js'
import type { HubProcess } from '../support/hub-process.js'
import { watchRaw } from '../support/raw-watcher.js'

const SUPERVISOR = { sub: 'sam', roles: ['supervisor'] } as const

describe('one agent, several tabs', () => {
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

  const watcher = async () => watchRaw(hub.url, await hub.token(SUPERVISOR), 'org')
  const timeline = async (agent: string) => {
    const answer = await hub.call(SUPERVISOR, 'GET', `/v1/agents/${agent}/timeline`)
    return (answer as { items: { status: string }[] }).items
  }

  test('two tabs of one agent agree', async () => {
    const one = await openPage(browser, desk(hub.url, 'ada'))
    await showing(one, 'available').waitFor()
    const other = await one.context().newPage()
    await other.goto(desk(hub.url, 'ada'))
    await pick(one, 'busy')
    await showing(other, 'busy').waitFor()
    await pick(other, 'away')
    await showing(one, 'away').waitFor()
    await one.context().close()
  })

  test('closing one of two tabs changes nothing', async () => {
    const watching = await watcher()
    const one = await openPage(browser, desk(hub.url, 'bob'))
    await pick(one, 'busy')
    const other = await one.context().newPage()
    await other.goto(desk(hub.url, 'bob'))
    await showing(other, 'busy').waitFor()
    const before = watching.of('bob').length
    await one.close()
    await pick(other, 'dnd')
    await watching.until('bob', 'dnd', (presence) => presence.status === 'dnd', before)
    expect(
      watching
        .of('bob')
        .slice(before)
        .map((presence) => presence.connection),
    ).toEqual(['connected'])
    await other.context().close()
    watching.close()
  })

  test('a refresh leaves no trace for a watcher but the connection flag', async () => {
    const watching = await watcher()
    const page = await openPage(browser, desk(hub.url, 'cleo'))
    await pick(page, 'busy')
    const picked = await watching.until('cleo', 'busy', (presence) => presence.status === 'busy')
    const rows = await timeline('cleo')
    const before = watching.of('cleo').length

    await page.reload()
    await showing(page, 'busy').waitFor()
    await watching.until('cleo', 'connected again', (presence) => presence.connection === 'connected', before)

    for (const presence of watching.of('cleo').slice(before)) {
      expect(presence).toMatchObject({ status: 'busy', reason: 'manual', since: picked.since })
    }
    expect((await timeline('cleo')).map((row) => row.status)).toEqual(rows.map((row) => row.status))
    await page.context().close()
    watching.close()
  })

  test('twenty refreshes in a row show nobody offline', async () => {
    const watching = await watcher()
    const page = await openPage(browser, desk(hub.url, 'dora'))
    await pick(page, 'busy')
    await watching.until('dora', 'busy', (presence) => presence.status === 'busy')
    const before = watching.of('dora').length
    const rows = (await timeline('dora')).length

    for (let refresh = 0; refresh < 20; refresh++) {
      const heard = watching.of('dora').length
      await page.reload()
      await showing(page, 'busy').waitFor()
      await watching.until('dora', 'connected again', (presence) => presence.connection === 'connected', heard)
    }

    const seen = watching.of('dora').slice(before)
    expect(new Set(seen.map((presence) => presence.status))).toEqual(new Set(['busy']))
    expect(new Set(seen.map((presence) => presence.connection))).toEqual(new Set(['reconnecting', 'connected']))
    expect(await timeline('dora')).toHaveLength(rows)
    await page.context().close()
    watching.close()
  })

  test('signing out in one tab ends the session in the other, and either can sign in again', async () => {
    const one = await openPage(browser, desk(hub.url, 'eve'))
    await showing(one, 'available').waitFor()
    const other = await one.context().newPage()
    await other.goto(desk(hub.url, 'eve'))
    await showing(other, 'available').waitFor()
    await one.getByTestId('presence-picker').click()
    await one.getByTestId('sign-out').click()
    await other.locator('[data-testid="session-ended"][data-reason="signed_out"]').waitFor()
    await one.getByTestId('session-ended').waitFor()
    await other.getByTestId('sign-in').click()
    await showing(other, 'available').waitFor()
    await one.context().close()
  })
})
