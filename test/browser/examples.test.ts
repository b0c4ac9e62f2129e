import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, openPage } from '../support/browser.js'
import { openHostSite, type HostSite } from '../support/host-site.js'
import { startHub, type HubProcess } from '../support/hub-process.js'
import { installPackage, PACKAGE_DIR } from '../support/installed-package.js'

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url))

let hub: HubProcess
let site: HostSite
let browser: Browser
beforeAll(async () => {
  site = await openHostSite({
    '/examples/react/app.js': await bundled(),
    '/examples/': EXAMPLES,
    '/dist/client-sdk/': PACKAGE_DIR,
  })
  hub = await startHub({ env: { PRESENCE_ALLOWED_ORIGINS: `${site.url},${site.otherUrl}` } })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await hub?.stop()
  await site?.stop()
})

/** As an application that has installed the package bundles it. */
async function bundled(): Promise<string> {
  const consumer = await installPackage()
  const { outputFiles } = await build({
    stdin: {
      contents: await readFile(path.join(EXAMPLES, 'react/app.tsx'), 'utf8'),
      loader: 'tsx',
      resolveDir: consumer.dir,
    },
    bundle: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  await consumer.remove()
  return outputFiles[0]?.text ?? ''
}

const SUPERVISOR = { sub: 'sam', roles: ['supervisor'] } as const
const set = (agent: string, status: string) => hub.call(SUPERVISOR, 'PUT', `/v1/agents/${agent}/presence`, { status })
const statusOf = async (agent: string) => {
  const answer = await hub.call(SUPERVISOR, 'GET', `/v1/agents/${agent}/presence`)
  return (answer as { status: string }).status
}

async function open(where: string, parameters: Readonly<Record<string, string>>, faults: string[]): Promise<Page> {
  const page = await openPage(browser, 'about:blank')
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(`${site.url}/examples/${where}#${new URLSearchParams(parameters).toString()}`)
  return page
}

test('plain: script tags give a page the picker, the board and commands', async () => {
  const faults: string[] = []
  const token = await hub.token({ sub: 'ada', name: 'Ada', roles: ['agent', 'supervisor'] })
  const page = await open('plain/index.html', { hub: hub.url, token }, faults)
  const picker = page.getByTestId('presence-picker')
  await picker.click()
  await page.getByRole('menuitemradio', { name: 'Busy' }).click()
  await page.locator('[data-testid="row"][data-agent="ada"][data-status="busy"]').waitFor()
  await page.getByRole('button', { name: 'Off to lunch' }).click()
  await page.locator('[data-testid="presence-picker"][data-status="away"]').waitFor()
  expect(await page.locator('#connection').textContent()).toBe('connected')
  // The tokens came along: what is drawn is not without colour.
  expect(await picker.evaluate((element) => getComputedStyle(element).backgroundColor)).not.toBe('rgba(0, 0, 0, 0)')
  expect(await page.evaluate('getComputedStyle(document.documentElement).getPropertyValue("--surface")')).toBe('')
  expect(faults).toEqual([])
  await page.context().close()
})

test('react: hooks show what the hub says, in strict mode, and a room is left when nobody shows it', async () => {
  const faults: string[] = []
  const token = await hub.token({ sub: 'bob', name: 'Bob', roles: ['agent'] })
  const page = await open('react/index.html', { hub: hub.url, token }, faults)
  const me = (text: string) => page.getByTestId('me').filter({ hasText: text }).waitFor()
  await me('Bob is Available')
  await page.getByRole('button', { name: 'Do not disturb' }).click()
  await me('Bob is Do not disturb')
  await page.getByRole('listitem').filter({ hasText: 'Bob: Do not disturb' }).waitFor()
  await page.getByText('1 here, 0 can take work').waitFor()

  await page.getByRole('button', { name: 'Close the room' }).click()
  await page.getByTestId('room').waitFor({ state: 'detached' })
  await set('bob', 'busy')
  await me('Bob is Busy')
  await page.getByRole('button', { name: 'Open the room' }).click()
  await page.getByRole('listitem').filter({ hasText: 'Bob: Busy' }).waitFor()
  expect(await page.getByTestId('me').getAttribute('data-connection')).toBe('connected')
  expect(faults).toEqual([])
  await page.context().close()
})

test('iframe: the picker works inside another site, with a token that the host page hands over', async () => {
  const faults: string[] = []
  const token = await hub.token({ sub: 'cleo', name: 'Cleo', roles: ['agent'] })
  const page = await open('iframe/host.html', { widget: site.otherUrl, hub: hub.url, token }, faults)
  const frame = page.frameLocator('#presence')
  await frame.getByTestId('presence-picker').click()
  await frame.getByRole('menuitemradio', { name: 'Busy' }).click()
  await frame.locator('[data-testid="presence-picker"][data-status="busy"]').waitFor()
  expect(await statusOf('cleo')).toBe('busy')
  await set('cleo', 'dnd')
  await frame.locator('[data-testid="presence-picker"][data-status="dnd"]').waitFor()
  expect(page.frames().map((one) => new URL(one.url()).origin)).toEqual([site.url, site.otherUrl])
  expect(faults).toEqual([])
  await page.context().close()
})

test('iframe: the widget takes no token from a page it was not told of', async () => {
  const page = await openPage(browser, `${site.url}/examples/react/index.html`)
  // Told to believe the hub's own site, it finds itself in another.
  const address = `${site.otherUrl}/examples/iframe/widget.html#host=${encodeURIComponent(hub.url)}`
  await page.evaluate(`document.body.innerHTML = '<iframe src="${address}"></iframe>'`)
  await page.frameLocator('iframe').getByText('Signing in…').waitFor()
  const widget = page.frames().find((frame) => frame.url() === address)
  if (!widget) throw new Error('no widget')
  await widget.evaluate(
    `void (window.heard = new Promise((resolve) => addEventListener('message', ({ data }) => data === 'last' && resolve())))`,
  )
  const token = await hub.token({ sub: 'dora', roles: ['agent'] })
  for (const message of [JSON.stringify({ hub: hub.url, token }), `'last'`])
    await page.evaluate(`frames[0].postMessage(${message}, '*')`)
  await widget.evaluate('heard')
  expect(await widget.evaluate(`document.querySelector('presence-picker').client === undefined`)).toBe(true)
  await page.context().close()
})
