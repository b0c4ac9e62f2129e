/**
 * The folder that is published as @presence-hub/client.
 *
 *   client-sdk/index.ts  -> index.js, index.cjs (browsers), presence-hub.js (script tag), node.js, node.cjs
 *   client-sdk/polling.ts, shared-connection.ts, diagnosis.ts -> files of the same name, loaded by those that need them
 *   client-sdk/react.ts  -> react.js, react.cjs
 *   web/embed.ts         -> elements.js, elements.cjs, presence-elements.js (script tag)
 *   web/elements/picker-details.ts, web/locale/{*,board/*}.ts -> picker-details.js, locale/{*,board-*}.js, loaded by the elements when needed
 *   public types         -> *.d.ts, *.d.cts
 */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'
import { createRoller } from './roll-types.mjs'
import { slimSocketIo } from './slim-socket-io.mjs'

/** Browsers of the last four years; a bundler takes it further down. */
const BROWSER = {
  bundle: true,
  minify: true,
  sourcemap: true,
  platform: 'browser',
  target: 'es2022',
  logLevel: 'warning',
}
const NODE = { bundle: true, platform: 'node', target: 'node20', packages: 'external', logLevel: 'warning' }
/** Without a page there is nothing to define: the file is read on a server and does nothing. Twice is once. */
const ONLY_IN_PAGES = {
  banner: { js: `if (typeof customElements !== 'undefined' && !customElements.get('presence-picker')) {` },
  footer: { js: '}' },
}
/** What is loaded when it is needed: the source, and what it is called in the package. */
const ON_DEMAND = {
  'client-sdk/polling.ts': 'polling.js',
  'client-sdk/shared-connection.ts': 'shared-connection.js',
  'client-sdk/diagnosis.ts': 'diagnosis.js',
  'web/elements/picker-details.ts': 'picker-details.js',
  ...Object.fromEntries(
    ['ar', 'de', 'es', 'fr', 'ja'].flatMap((tag) => [
      [`web/locale/${tag}.ts`, `locale/${tag}.js`],
      [`web/locale/board/${tag}.ts`, `locale/board-${tag}.js`],
    ]),
  ),
}
/** For React's server components: hooks run in the browser. */
const IN_THE_CLIENT = { js: `'use client';` }

export async function buildSdk({ root, out }) {
  const at = (...parts) => path.join(root, ...parts)
  const to = (name) => path.join(out, name)
  const [core, react, elements] = ['client-sdk/index.ts', 'client-sdk/react.ts', 'web/embed.ts'].map((one) => at(one))
  const hub = { ...BROWSER, entryPoints: [core], plugins: [slimSocketIo(), siblings(root)] }
  const hooks = { ...BROWSER, entryPoints: [react], external: ['react'], banner: IN_THE_CLIENT }
  const table = {
    ...BROWSER,
    ...ONLY_IN_PAGES,
    entryPoints: [elements],
    format: 'iife',
    loader: { '.css': 'text' },
    plugins: [siblings(root)],
  }
  await mkdir(out, { recursive: true })
  const built = await Promise.all([
    build({ ...hub, format: 'esm', outfile: to('index.js') }),
    build({ ...hub, format: 'cjs', outfile: to('index.cjs') }),
    build({ ...hub, format: 'iife', globalName: 'PresenceHub', outfile: to('presence-hub.js'), metafile: true }),
    ...Object.entries(ON_DEMAND).map(([source, name]) =>
      // The transports are the engine's own; through socket.io-client all of it would come along a second time.
      build({
        ...BROWSER,
        entryPoints: [at(source)],
        alias: { 'socket.io-client': 'engine.io-client' },
        format: 'esm',
        outfile: to(name),
        plugins: [siblings(root)],
      }),
    ),
    build({ ...NODE, entryPoints: [core], format: 'esm', outfile: to('node.js') }),
    build({ ...NODE, entryPoints: [core], format: 'cjs', outfile: to('node.cjs') }),
    build({ ...hooks, format: 'esm', outfile: to('react.js') }),
    build({ ...hooks, format: 'cjs', outfile: to('react.cjs') }),
    ...['elements.js', 'elements.cjs', 'presence-elements.js'].map((name) =>
      build({ ...table, outfile: to(name), metafile: true }),
    ),
    writeTypes(),
    ...['package.json', 'README.md'].map((name) => copyFile(at('client-sdk', name), to(name))),
    copyFile(at('LICENSE'), to('LICENSE')),
  ])
  await writeFile(to('THIRD-PARTY-LICENSES.txt'), await licencesOf(packagesIn(built)))

  async function writeTypes() {
    const roller = createRoller(root)
    const files = { index: [core], react: [react, core], elements: [elements, core] }
    for (const [name, [entry, door]] of Object.entries(files)) {
      await writeFile(to(`${name}.d.ts`), roller.roll(entry, { door }))
      await writeFile(to(`${name}.d.cts`), roller.roll(entry, { door, extension: 'cjs' }))
    }
  }

  /** The packages whose code is in what was built. */
  function packagesIn(results) {
    const inputs = results.flatMap((result) => Object.keys(result?.metafile?.inputs ?? {}))
    const names = inputs.map((input) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
    return [...new Set(names.filter(Boolean))].sort()
  }

  async function licencesOf(names) {
    const texts = names.map(async (name) => {
      const folder = at('node_modules', name)
      const { version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'))
      const text = await readFile(path.join(folder, 'LICENSE'), 'utf8')
      return `${name} ${version} (${license})\n\n${text.trim()}\n`
    })
    return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`)
  }
}

/**
 * What is loaded on demand stays a file beside the one that asks. A script resolves it against its own address, wherever
 * it is served from, and no code that both need is split off into a third.
 */
function siblings(root) {
  return {
    name: 'siblings',
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ path: wanted, kind, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined
        const source = path.relative(root, path.join(resolveDir, wanted)).replace(/\.js$/, '.ts')
        const name = ON_DEMAND[source.replaceAll(path.sep, '/')]
        return name
          ? { path: `./${name}`, external: true }
          : { errors: [{ text: `${source} is loaded on demand and has no name in the package` }] }
      })
    },
  }
}
