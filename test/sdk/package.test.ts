import { execFile } from 'node:child_process'
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'esbuild'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { API_DOCS, apiDocs } from '../../scripts/api-docs.mjs'
import { PACKAGE_DIR } from '../support/installed-package.js'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const KB = 1_024
const zipped = (content: Uint8Array | string) => gzipSync(content, { level: 9 }).length

const LATER: Plugin = {
  name: 'later',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\./ }, ({ kind, path: wanted }) =>
      kind === 'dynamic-import' ? { path: wanted, external: true } : undefined,
    ),
}
const shipped = async (name: string) => zipped(await readFile(path.join(PACKAGE_DIR, name)))
/**
 * An element alone, as a page gets it that bundles it. It knows the core by its types only, so none of it is counted, and
 * what it loads later is a file of its own.
 */
async function element(name: string) {
  const { outputFiles, metafile } = await build({
    entryPoints: [path.join(root, `web/elements/${name}.ts`)],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    plugins: [LATER],
  })
  expect(Object.keys(metafile.inputs).filter((input) => /client-sdk|socket\.io/.test(input))).toEqual([])
  return zipped(outputFiles[0]?.contents ?? '')
}

describe('the package', () => {
  test('is what publint wants of a package', async () => {
    const { messages, pkg } = await publint({ pkgDir: PACKAGE_DIR, strict: true, pack: false })
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
  })

  test('packs everything that its exports name, and no sources', async () => {
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--offline'], { cwd: PACKAGE_DIR })
    const files: string[] = JSON.parse(stdout)[0].files.map((file: { path: string }) => file.path)
    const manifest = await readFile(path.join(PACKAGE_DIR, 'package.json'), 'utf8')
    const named = [...manifest.matchAll(/"\.\/([\w./-]+\.\w+)"/g)].map(([, file]) => file)
    expect(named.length).toBeGreaterThan(12)
    expect(files).toEqual(expect.arrayContaining([...named, 'polling.js', 'LICENSE', 'THIRD-PARTY-LICENSES.txt']))
    expect(files.filter((file) => /(?<!\.d)\.ts$/.test(file))).toEqual([])
  })

  test('has every file that one of its files loads when it is needed', async () => {
    const scripts = (await readdir(PACKAGE_DIR, { recursive: true })).filter((name) => /\.c?js$/.test(name))
    const wanted = await Promise.all(
      scripts.map(async (name) => {
        const text = await readFile(path.join(PACKAGE_DIR, name), 'utf8')
        return [...text.matchAll(/import\(["'](\.[^"']+)["']\)/g)].map(([, to]) =>
          path.join(path.dirname(name), to ?? ''),
        )
      }),
    )
    expect(scripts).toEqual(expect.arrayContaining(wanted.flat()))
    const named = ['polling', 'shared-connection', 'diagnosis', 'picker-details', 'locale/ar', 'locale/ja']
    expect(wanted.flat()).toEqual(expect.arrayContaining(named.map((name) => `${name}.js`)))
  })

  test('has types that reach nothing outside of it but React', async () => {
    for (const name of ['index', 'react', 'elements']) {
      const text = await readFile(path.join(PACKAGE_DIR, `${name}.d.ts`), 'utf8')
      const from = [...text.matchAll(/(?:from |import\()['"]([^'"]+)/g)].map(([, specifier]) => specifier)
      expect(from.filter((specifier) => !['./index.js', 'react'].includes(specifier ?? ''))).toEqual([])
    }
  })

  test('is described as it is: docs/client-api.md is what scripts/api-docs.mjs writes', async () => {
    expect(await readFile(API_DOCS, 'utf8')).toBe(apiDocs())
  })
})

describe('gzipped it is no larger than promised:', () => {
  test.each(['index.js', 'index.cjs', 'presence-hub.js'])('the core with socket.io-client, 16 KB: %s', async (name) => {
    expect(await shipped(name)).toBeLessThanOrEqual(16 * KB)
    const text = await readFile(path.join(PACKAGE_DIR, name), 'utf8')
    expect(text).not.toMatch(/from ?["']|require\(["']/)
  })
  test('the picker, 14 KB', async () => expect(await element('presence-picker')).toBeLessThanOrEqual(14 * KB))
  test('what the picker loads later, 15 KB, and a language, 4 KB', async () => {
    expect(await shipped('picker-details.js')).toBeLessThanOrEqual(15 * KB)
    for (const name of await readdir(path.join(PACKAGE_DIR, 'locale')))
      if (name.endsWith('.js')) expect(await shipped(`locale/${name}`)).toBeLessThanOrEqual(4 * KB)
  })
  test('the board, 60 KB', async () => expect(await element('presence-board')).toBeLessThanOrEqual(60 * KB))
  test('both elements in one file, the sum at most', async () => {
    expect(await shipped('elements.js')).toBeLessThanOrEqual(74 * KB)
  })
})
