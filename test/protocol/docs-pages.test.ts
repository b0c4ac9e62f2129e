import { COMMANDS, EVENTS } from '../../protocol/messages.js'
import { SETTINGS } from '../../server/config.js'
import { runHub, type RunningHub } from '../support/running-hub.js'

let hub: RunningHub
beforeAll(async () => {
  hub = await runHub({ PRESENCE_RATE_SOCKET: '7/9' })
})
afterAll(() => hub.stop())

const page = async (path: string) => {
  const { status, body } = await hub.http('GET', path)
  expect(status).toBe(200)
  return String(body)
}

test('the API page needs no internet and no inline script', async () => {
  const html = await page('/docs')
  const loads = Array.from(html.matchAll(/<(?:script|link)[^>]* (?:src|href)="([^"]*)"/g), ([, url = '']) => url)
  expect(loads.filter((url) => !url.startsWith('/') || url.startsWith('//'))).toEqual([])
  expect(html).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/)
  for (const url of loads.filter((one) => one.startsWith('/docs/'))) expect((await page(url)).length).toBeGreaterThan(0)
})

test('only what the API page needs of the packaged pages is served', async () => {
  expect((await hub.http('GET', '/docs/swagger/index.html')).status).toBe(404)
  expect((await hub.http('GET', '/docs/swagger/package.json')).status).toBe(404)
})

test.each(['/docs/sockets', '/docs/asyncapi'])('%s lists every command and every event', async (path) => {
  const html = await page(path)
  for (const name of [...Object.keys(COMMANDS), ...Object.keys(EVENTS)])
    expect(html).toContain(`<h3><code>${name}</code></h3>`)
})

test('every setting is listed, and the limits in force are', async () => {
  const html = await page('/docs/settings')
  for (const { name } of SETTINGS) expect(html).toContain(`<code>${name}</code>`)
  expect(html).toContain('7 a second, 9 at once')
  expect((await hub.http('GET', '/openapi.json')).body.info.description).toContain('7 a second, 9 at once')
})

test('a hub with a key does not document how to get a token for nothing', async () => {
  expect((await hub.http('GET', '/openapi.json')).body.paths).not.toHaveProperty('/dev/token')
  expect((await hub.http('POST', '/dev/token', { body: { sub: 'eve', roles: ['admin'] } })).status).toBe(404)
})
