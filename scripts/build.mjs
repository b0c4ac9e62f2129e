/**
 * node scripts/build.mjs [--if-needed]
 *
 *   server/main.ts        -> dist/server/main.js      Node, packages stay outside
 *   server/store/lua/     -> dist/server/lua/
 *   client-sdk/, web/embed.ts -> dist/client-sdk/     the package (scripts/build-sdk.mjs)
 *   web/pages/*.ts        -> dist/web/*.js            browser, minified; what they share or load later: dist/web/parts/
 *   web/*.html, web/pages/*.html -> dist/web/         web/styles, web/assets -> dist/web/{styles,assets}/
 */
import { createHash } from 'node:crypto'
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildSdk } from './build-sdk.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const at = (...parts) => path.join(root, ...parts)
const INPUTS = ['protocol', 'server', 'client-sdk', 'web', 'scripts', 'package-lock.json', 'tsconfig.json']
const STAMP = at('dist', '.stamp')
const LINKED = { bundle: true, format: 'esm', sourcemap: true, logLevel: 'warning' }

const hash = await hashOf(INPUTS)
if (process.argv.includes('--if-needed') && (await storedHash()) === hash) process.exit(0)

const startedAt = performance.now()
// The stamp goes first: a build that fails half-way must not pass for a finished one.
await rm(at('dist'), { recursive: true, force: true })
await Promise.all([buildServer(), buildSdk({ root, out: at('dist/client-sdk') }), buildWeb()])
await writeFile(STAMP, hash)
console.log(`built dist/ in ${Math.round(performance.now() - startedAt)} ms`)

async function buildServer() {
  await build({
    ...LINKED,
    entryPoints: [at('server/main.ts')],
    outfile: at('dist/server/main.js'),
    platform: 'node',
    target: 'node20',
    packages: 'external',
  })
  for (const file of await filesIn('server/store/lua', '.lua')) await copyInto('dist/server/lua', file)
}

async function buildWeb() {
  const pages = await filesIn('web/pages', '.ts')
  await build({
    ...LINKED,
    entryPoints: pages.map((page) => at(page)),
    outdir: at('dist/web'),
    platform: 'browser',
    target: 'es2022',
    minify: true,
    // A page loads what it shows; languages and details come when they are asked for.
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
  })
  const html = [...(await filesIn('web', '.html')), ...(await filesIn('web/pages', '.html'))]
  for (const file of html) await copyInto('dist/web', file)
  for (const file of await filesIn('web/styles', '.css')) await copyInto('dist/web/styles', file)
  for (const file of await filesIn('web/assets', '')) {
    await copyInto(path.dirname(file).replace(/^web/, 'dist/web'), file)
  }
}

async function copyInto(folder, file) {
  await mkdir(at(folder), { recursive: true })
  await cp(at(file), at(folder, path.basename(file)))
}

/** Files right in a folder that end so; `''` means every file below it. None if there is no such folder. */
async function filesIn(folder, ending) {
  const entries = await readdir(at(folder), { withFileTypes: true, recursive: ending === '' }).catch(noneIfAbsent)
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort()
}

async function hashOf(inputs) {
  const digest = createHash('sha256')
  for (const input of inputs) {
    const files = path.extname(input) ? [input] : await filesIn(input, '')
    for (const file of files)
      digest
        .update(`${file}\0`)
        .update(await readFile(at(file)))
        .update('\0')
  }
  return digest.digest('hex')
}

async function storedHash() {
  return readFile(STAMP, 'utf8').catch(() => null)
}

function noneIfAbsent(error) {
  if (error.code === 'ENOENT') return []
  throw error
}
