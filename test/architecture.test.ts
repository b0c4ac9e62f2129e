import {
  arrowViolations,
  circles,
  emptyNames,
  impurities,
  longFiles,
  unpinned,
  type House,
} from './support/house-rules.js'
import { ourSources, readOurs, type Source } from './support/sources.js'

/**
 * Who may import whom. A row that has to change is a decision: write it down in docs/decisions.
 *
 *   web -> client-sdk -> protocol <- everything       engine -> protocol only
 *   gateway, rest -> hub -> engine, port              board  -> port
 *   gateway, rest -> board, edge (what both share)    reaper -> hub, port, lease
 *   backends -> port                                  main, app see everything; nobody sees them
 */
const HOUSE: House = {
  parts: [
    [/^protocol\//, 'protocol'],
    [/^server\/main\.ts$/, 'main'],
    [/^server\/app\.ts$/, 'app'],
    [/^server\/config(-values)?\.ts$/, 'config'],
    [/^server\/clock\.ts$/, 'clock'],
    [/^server\/refused\.ts$/, 'refused'],
    [/^server\/hub\//, 'hub'],
    [/^server\/edge\//, 'edge'],
    [/^server\/lease\.ts$/, 'lease'],
    [/^server\/reaper\//, 'reaper'],
    [/^server\/engine\//, 'engine'],
    [/^server\/store\/(store|put)\.ts$/, 'port'],
    [/^server\/store\//, 'backends'],
    [/^server\/board\//, 'board'],
    [/^server\/gateway\//, 'gateway'],
    [/^server\/rest\//, 'rest'],
    [/^server\/auth\//, 'auth'],
    [/^server\/ops\//, 'ops'],
    [/^server\/demo\//, 'demo'],
    [/^client-sdk\//, 'client-sdk'],
    [/^web\//, 'web'],
    [/^bench\//, 'bench'],
    [/^test\//, 'test'],
    [/^scripts\//, 'scripts'],
  ],
  arrows: {
    protocol: { values: [], packages: 'browser' },
    engine: { values: ['protocol'], packages: false },
    clock: { values: [], packages: false },
    refused: { values: ['protocol'], packages: false },
    config: { values: ['protocol'] },
    port: { values: ['protocol'], types: ['engine'] },
    backends: { values: ['port', 'protocol'], types: ['engine', 'clock'] },
    hub: { values: ['engine', 'port', 'protocol', 'clock', 'refused'] },
    lease: { values: ['port', 'clock'], types: ['engine'] },
    reaper: { values: ['hub', 'port', 'protocol', 'clock', 'refused'], types: ['lease'] },
    board: { values: ['port', 'protocol', 'clock', 'refused'], types: ['engine'] },
    auth: { values: ['protocol', 'refused'], types: ['config', 'clock'] },
    ops: { values: ['protocol'], types: ['board', 'hub', 'config', 'clock'] },
    edge: { values: ['protocol', 'refused', 'clock', 'port'] },
    gateway: {
      values: ['hub', 'board', 'auth', 'edge', 'protocol', 'engine', 'refused'],
      types: ['config', 'clock', 'ops', 'port', 'lease'],
    },
    rest: {
      values: ['hub', 'board', 'auth', 'edge', 'protocol', 'engine', 'refused'],
      types: ['config', 'clock', 'ops', 'port'],
    },
    demo: { values: ['hub', 'board', 'protocol', 'refused'], types: ['clock', 'engine'] },
    app: { values: 'anything' },
    main: { values: 'anything' },
    'client-sdk': { values: ['protocol'], packages: 'browser' },
    web: { values: ['client-sdk', 'protocol'], packages: 'browser' },
    bench: { values: 'anything' },
    test: { values: 'anything' },
  },
  seenOnlyBy: {
    main: ['bench', 'test'],
    app: ['main', 'bench', 'test'],
    bench: ['test'],
    test: ['bench'],
  },
}

describe('the house', () => {
  const sources = ourSources()

  test('has sources to look at', () => {
    expect(sources.map((source) => source.file)).toContain('test/architecture.test.ts')
  })
  test('keeps its arrows', () => expect(arrowViolations(HOUSE, sources)).toEqual([]))
  test('has a pure engine', () => expect(impurities(sources)).toEqual([]))
  test('has no circular imports', () => expect(circles(sources)).toEqual([]))
  test('has no file named after nothing', () => expect(emptyNames(sources)).toEqual([]))
  test('has no file too long to read', () => expect(longFiles(sources)).toEqual([]))
  test('pins every dependency', () => expect(unpinned(readOurs('package.json'))).toEqual([]))
})

describe('a planted violation is caught:', () => {
  const file = (name: string, ...lines: string[]): Source => ({ file: name, text: `${lines.join('\n')}\n` })
  const arrows = (source: Source) => arrowViolations(HOUSE, [source])

  test.each([
    [
      'the hub that opens a socket',
      'server/hub/hub.ts',
      `import { open } from '../gateway/tabs.js'`,
      /hub may import .*tabs/,
    ],
    [
      'a page that reaches into the server',
      'web/pages/desk.ts',
      `import { a } from '../../server/hub/hub.js'`,
      /web may/,
    ],
    ['a re-export', 'server/board/board.ts', `export * from '../hub/hub.js'`, /board may import .*hub/],
    ['an import()', 'server/rest/agents.ts', `await import('../store/redis-store.js')`, /rest may import .*backends/],
    ['a type in an expression', 'protocol/rest.ts', `type A = import('../server/hub/hub.js').Hub`, /nothing of ours/],
    [
      'a value where only types may go',
      'server/store/store.ts',
      `import { a } from '../engine/rules.js'`,
      /'import type'/,
    ],
    [
      'an inline type, which loads the file',
      'server/auth/token.ts',
      `import { type C } from '../config.js'`,
      /'import type'/,
    ],
    ['whoever sees main', 'server/demo/floor.ts', `import '../main.js'`, /nobody but bench, test may import main/],
    ['a package in the engine', 'server/engine/rules.ts', `import { z } from 'zod'`, /no package/],
    ['Node in the SDK', 'client-sdk/room.ts', `import { on } from 'node:events'`, /runs in a browser/],
  ])('%s', (_what, name, line, message) => {
    expect(arrows(file(name, '// first', line))).toEqual([expect.stringMatching(message)])
    expect(arrows(file(name, '// first', line))[0]).toMatch(`${name}:2: `)
  })

  test('a file that belongs to no part', () => {
    expect(arrows(file('server/misc.ts', 'export {}'))).toEqual([
      expect.stringContaining('server/misc.ts:1: belongs to no'),
    ])
  })

  test('while what is allowed passes', () => {
    expect(arrows(file('server/store/store.ts', `import type { A } from '../engine/state.js'`))).toEqual([])
    expect(arrows(file('server/hub/hub.ts', `import { rules } from '../engine/rules.js'`))).toEqual([])
    expect(arrows(file('server/hub/hub.ts', `// import { open } from '../gateway/tabs.js'`))).toEqual([])
  })

  test.each([
    ['await', 'const a = await b'],
    ['async', 'const a = async () => 1'],
    ['Date.now', 'const a = Date.now()'],
    ['new Date() without an argument', 'const a = new Date()'],
    ['Math.random', 'const a = Math.random()'],
    ['process', 'const a = process.env.PORT'],
    ['setTimeout', 'setTimeout(a, 1)'],
    ['class', 'class A {}'],
  ])('%s in the engine', (what, line) => {
    const found = impurities([file('server/engine/rules.ts', '', line)])
    expect(found).toContain(`server/engine/rules.ts:2: the engine is pure, no ${what}`)
    expect(impurities([file('server/hub/hub.ts', line)])).toEqual([])
  })

  test('while the engine may read a time it was given, and speak of a process', () => {
    const text = ['// Date.now() and await are words here', 'const day = new Date(nowMs)', 'const x = record.process']
    expect(impurities([file('server/engine/rules.ts', ...text)])).toEqual([])
  })

  test('a circle of values, not one of types', () => {
    const a = file('server/engine/a.ts', `import { b } from './b.js'`)
    expect(circles([a, file('server/engine/b.ts', `import { a } from './a.js'`)])).toEqual([
      'server/engine/b.ts:1: circular import server/engine/a.ts -> server/engine/b.ts -> server/engine/a.ts',
    ])
    expect(circles([a, file('server/engine/b.ts', `import type { A } from './a.js'`)])).toEqual([])
  })

  test.each(['server/utils.ts', 'server/rest/session-manager.ts', 'web/index.ts', 'test/support/helpers.test.ts'])(
    'the name %s',
    (name) => expect(emptyNames([file(name, '')])).toHaveLength(1),
  )

  test('while a name with a subject passes', () => {
    expect(emptyNames([file('client-sdk/index.ts', ''), file('server/service-level.ts', '')])).toEqual([])
  })

  test('a file of 251 lines of code, unless it says that it is a table', () => {
    const lines = Array.from({ length: 251 }, (_, i) => `const a${i} = ${i}`)
    expect(longFiles([file('server/hub/hub.ts', ...lines)])).toHaveLength(1)
    expect(longFiles([file('server/hub/hub.ts', ...lines.slice(1), '// a comment', '')])).toEqual([])
    expect(longFiles([file('server/hub/hub.ts', '// The table of all cases.', ...lines)])).toEqual([])
  })

  test('a dependency that is a range', () => {
    const manifest = JSON.stringify(
      { dependencies: { a: '^1.0.0', b: '1.0.0' }, devDependencies: { c: '20' } },
      null,
      2,
    )
    expect(unpinned(manifest)).toEqual([
      "package.json:3: a is '^1.0.0': pin one exact version",
      "package.json:7: c is '20': pin one exact version",
    ])
  })
})
