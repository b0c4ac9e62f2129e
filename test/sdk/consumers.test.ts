import { readFile } from 'node:fs/promises'
import ts from 'typescript'
import { ERROR_CODES } from '../../protocol/errors.js'
import { installPackage, type Consumer } from '../support/installed-package.js'

const NODE16 = { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 }
const BUNDLER = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.ReactJSX,
}

const USES_ALL = `
import { createPresenceClient, PresenceError, type ErrorCode, type Presence, type Room } from '@presence-hub/client'
import { usePresence, useRoom, type RoomSnapshot } from '@presence-hub/client/react'
import '@presence-hub/client/elements'
import type { PresencePickerElement } from '@presence-hub/client/elements'

const client = createPresenceClient({ url: 'http://hub.test', getToken: async () => 'token' })
const picker: PresencePickerElement | null = document.querySelector('presence-picker')
if (picker) picker.client = client
const room: Room = client.watch('team:billing')
const board = document.createElement('presence-board')
board.room = room
export const version: number | undefined = client.current?.version
export const chosen: Promise<Presence> = client.set('busy', { note: 'Paperwork' })
export const codeOf = (error: unknown): ErrorCode | undefined => error instanceof PresenceError ? error.code : undefined
export const useBoth = (): [Presence | undefined, RoomSnapshot] => [usePresence(client).current, useRoom(client, 'org')]
`
/** Handles these codes one by one; the compiler says if one is missing. */
const handling = (codes: readonly string[]) => `
import type { ErrorCode } from '@presence-hub/client'
export function remedy(code: ErrorCode): string {
  switch (code) {
    ${codes.map((code) => `case '${code}': return '${code}'`).join('\n    ')}
    default: return ((never: never) => never)(code)
  }
}
`

let consumer: Consumer
beforeAll(async () => {
  consumer = await installPackage()
})
afterAll(() => consumer.remove())

describe('the types are found and hold', () => {
  test('from ESM under node16', async () => {
    expect(await consumer.compile({ 'uses.mts': USES_ALL }, NODE16)).toEqual([])
  })
  test('from CommonJS under node16', async () => {
    expect(await consumer.compile({ 'uses.cts': USES_ALL }, NODE16)).toEqual([])
  })
  test('by a bundler, and in the React example', async () => {
    const app = await readFile(new URL('../../examples/react/app.tsx', import.meta.url), 'utf8')
    expect(await consumer.compile({ 'uses.ts': USES_ALL, 'app.tsx': app }, BUNDLER)).toEqual([])
  })
  test('and a wrong use does not compile', async () => {
    const wrong = `import { createPresenceClient } from '@presence-hub/client'\ncreatePresenceClient({}).set(1)`
    expect(await consumer.compile({ 'wrong.mts': wrong }, NODE16)).toHaveLength(2)
  })
})

describe('the codes of a PresenceError', () => {
  test('can be handled one by one, with nothing left over', async () => {
    expect(await consumer.compile({ 'all.mts': handling(ERROR_CODES) }, NODE16)).toEqual([])
  })
  test('and the compiler misses each of them', async () => {
    const lacking = (code: string) => handling(ERROR_CODES.filter((one) => one !== code))
    const files = Object.fromEntries(ERROR_CODES.map((code) => [`without_${code}.mts`, lacking(code)]))
    const missed = ERROR_CODES.map(
      (code) => `without_${code}.mts: Argument of type '"${code}"' is not assignable to parameter of type 'never'.`,
    )
    expect((await consumer.compile(files, NODE16)).sort()).toEqual(missed.sort())
  })
})

describe('on a server, without a page,', () => {
  const NAMES = `JSON.stringify([Object.keys(core), Object.keys(react), Object.keys(elements)])`
  const EXPECTED = [['PresenceError', 'createPresenceClient'], ['usePresence', 'useRoom'], []]
  const sorted = (text: string): string[][] =>
    (JSON.parse(text) as string[][]).map((names) =>
      names.filter((name) => !/^(default|__esModule|module\.exports)$/.test(name)).sort(),
    )
  const NOTHING_NEW = `const added = Object.keys(globalThis).filter((name) => !before.has(name)); if (added.length) throw new Error(added)`

  test('every entry can be imported and does nothing', async () => {
    const said = await consumer.run(
      'all.mjs',
      `const before = new Set(Object.keys(globalThis))
       const [core, react, elements] = await Promise.all(['', '/react', '/elements'].map((entry) => import('@presence-hub/client' + entry)))
       ${NOTHING_NEW}
       console.log(${NAMES})`,
    )
    expect(sorted(said)).toEqual(EXPECTED)
  })
  test('and required', async () => {
    const said = await consumer.run(
      'all.cjs',
      `const before = new Set(Object.keys(globalThis))
       const [core, react, elements] = ['', '/react', '/elements'].map((entry) => require('@presence-hub/client' + entry))
       ${NOTHING_NEW}
       console.log(${NAMES})`,
    )
    expect(sorted(said)).toEqual(EXPECTED)
  })
  test('not even the file for browsers minds', async () => {
    const said = await consumer.run(
      'browser.mjs',
      `const { createPresenceClient } = await import('./node_modules/@presence-hub/client/index.js')
       const client = createPresenceClient({ getToken: () => undefined })
       console.log(client.connection, client.lastError.code)
       client.close()`,
    )
    expect(said).toBe('closed invalid')
  })
})
