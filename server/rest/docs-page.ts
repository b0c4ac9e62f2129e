import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { Router } from 'express'
import { asyncApi } from '../../protocol/asyncapi.js'
import { COMMANDS, EVENTS } from '../../protocol/messages.js'
import { type Json, limitsOf, openApi, schemaOf } from '../../protocol/openapi.js'
import type { Config, Setting } from '../config.js'

/** The contract as documents (`/openapi.json`, `/asyncapi.json`) and as pages (`/docs`), without internet. */
export function mountDocs(config: Config, settings: readonly Setting[]): Router {
  const router = Router()
  const options = { devMode: config.devMode, rates: config.rates }
  // Made once: nothing in them changes while the process runs.
  const [rest, sockets] = [openApi(options), asyncApi(options)]
  const root = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))

  router.get('/openapi.json', (_request, response) => void response.json(rest))
  router.get('/asyncapi.json', (_request, response) => void response.json(sockets))
  router.get('/docs', (_request, response) => void response.type('html').send(REST_PAGE))
  router.get('/docs/start.js', (_request, response) => void response.type('js').send(START))
  router.get(
    ['/docs/sockets', '/docs/asyncapi'],
    (_request, response) => void response.type('html').send(socketsPage()),
  )
  router.get('/docs/settings', (_request, response) => void response.type('html').send(settingsPage(config, settings)))
  router.get('/docs/style.css', (_request, response) => void response.type('css').send(STYLE))
  // By name: the package also holds a page of its own that loads an example from the internet.
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js'])
    router.get(`/docs/swagger/${file}`, (_request, response) => void response.sendFile(file, { root }))
  return router
}

const page = (title: string, here: string, body: string): string => {
  const links = [
    ['/docs', 'REST'],
    ['/docs/sockets', 'Sockets'],
    ['/docs/settings', 'Limits and settings'],
    ['/openapi.json', 'openapi.json'],
    ['/asyncapi.json', 'asyncapi.json'],
  ].map(([href, name]) => `<a href="${href}"${href === here ? ' aria-current="page"' : ''}>${name}</a>`)
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="icon" href="/web/assets/mark.svg"><link rel="stylesheet" href="/docs/style.css">
<nav><strong>Presence Hub</strong>${links.join('')}</nav>${body}</html>`
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1b1f24;background:#fff}
nav{display:flex;flex-wrap:wrap;gap:20px;padding:14px 24px;border-bottom:1px solid #d5d9e0}
nav a{color:#2f49b8}nav a[aria-current]{color:inherit;text-decoration:none;font-weight:600}
main.text{max-width:64rem;margin:0 auto;padding:24px}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:8px 16px 8px 0;border-bottom:1px solid #e5e8ee;vertical-align:top}
pre{background:#f4f5f7;padding:12px;overflow:auto;font-size:13px}summary{cursor:pointer}h3{margin:1.6em 0 .2em}`

const REST_PAGE = page(
  'Presence Hub API',
  '/docs',
  `<link rel="stylesheet" href="/docs/swagger/swagger-ui.css"><main id="ui"></main>
<script src="/docs/swagger/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script>`,
)

function settingsPage(config: Config, settings: readonly Setting[]): string {
  const row = (cells: readonly string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
  const table = (heads: readonly string[], rows: readonly (readonly string[])[]) =>
    `<table><thead><tr>${heads.map((one) => `<th>${one}</th>`).join('')}</tr></thead><tbody>${rows.map(row).join('')}</tbody></table>`
  const limits = limitsOf(config.rates).map(([name, value]) => [escaped(name), escaped(value)])
  const rows = settings.map(({ name, fallback, what }) => [
    `<code>${name}</code>`,
    fallback === '' ? '' : `<code>${escaped(fallback)}</code>`,
    escaped(what),
  ])
  return page(
    'Presence Hub limits and settings',
    '/docs/settings',
    `<main class="text"><h1>Limits in force</h1>${table(['Limit', 'Value'], limits)}
<h1>Settings</h1><p>From the environment, all optional. A wrong value stops the start and says what is allowed.</p>${table(['Name', 'Default', 'What it is'], rows)}</main>`,
  )
}

/** A file of its own, because the pages allow no inline script. */
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#ui', deepLinking: true, docExpansion: 'list', validatorUrl: null })\n`

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const shape = (schema: Json): string => `<pre tabindex="0">${escaped(JSON.stringify(schema, null, 2))}</pre>`

const fold = (title: string, body: string): string => `<details><summary>${title}</summary>${body}</details>`

function socketsPage(): string {
  const commands = Object.entries(COMMANDS).map(
    ([name, { summary, request, ack, from }]) =>
      `<h3><code>${name}</code></h3><p>${escaped(summary)}. ${from === 'agent' ? 'From an agent tab.' : 'From any socket.'}</p>` +
      fold('Payload', shape(schemaOf(request, 'input'))) +
      fold('Ack', shape(schemaOf(ack, 'output'))),
  )
  const events = Object.entries(EVENTS).map(
    ([name, body]) =>
      `<h3><code>${name}</code></h3><p>${escaped(body.description ?? '')}</p>${fold('Payload', shape(schemaOf(body, 'output')))}`,
  )
  return page(
    'Presence Hub sockets',
    '/docs/sockets',
    `<main class="text"><h1>Sockets</h1>
<p>Socket.IO 4, default path and namespace; <code>auth: { token, as?: "agent" | "watcher" }</code>.</p>
<h2>You send</h2>${commands.join('\n')}
<h2>The hub sends</h2>${events.join('\n')}</main>`,
  )
}
