import ts from 'typescript'
import { codeLines, importsOf, lineOf, nodesIn, parse } from './sources.js'
import type { Import, Source } from './sources.js'

/** What a part may import, by the names of parts. `types` may come through `import type` only. */
export interface Arrows {
  readonly values: readonly string[] | 'anything'
  readonly types?: readonly string[]
  /** False where every package and Node built-in is forbidden, 'browser' where only `node:` is. */
  readonly packages?: false | 'browser'
}

export interface House {
  /** First match wins. */
  readonly parts: readonly (readonly [pattern: RegExp, part: string])[]
  readonly arrows: Readonly<Record<string, Arrows>>
  /** Parts that only the parts named here may import. */
  readonly seenOnlyBy: Readonly<Record<string, readonly string[]>>
}

const MOST_LINES = 250
const EMPTY_NAMES = ['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'service', 'index']
const SDK_DOOR = 'client-sdk/index.ts'

export function arrowViolations(house: House, sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const from = partOf(house, source.file)
    const arrows = from === undefined ? undefined : house.arrows[from]
    if (from === undefined || arrows === undefined) {
      return [`${source.file}:1: belongs to no part: give it a row in the table of test/architecture.test.ts`]
    }
    return importsOf(source).flatMap((wanted) => {
      const reason = refusal(house, from, arrows, wanted)
      return reason === null ? [] : [`${source.file}:${wanted.line}: ${reason}`]
    })
  })
}

function refusal(house: House, from: string, arrows: Arrows, wanted: Import): string | null {
  if (!wanted.ours) {
    if (arrows.packages === false) return `${from} may import no package, it imports ${wanted.to}`
    const needsNode = arrows.packages === 'browser' && wanted.to.startsWith('node:')
    return needsNode ? `${from} runs in a browser, it imports ${wanted.to}` : null
  }
  const to = partOf(house, wanted.to) ?? 'no part'
  if (to === from) return null
  const only = house.seenOnlyBy[to]
  if (only && !only.includes(from))
    return `nobody but ${only.join(', ')} may import ${to}, ${from} imports ${wanted.to}`
  if (arrows.values === 'anything' || arrows.values.includes(to)) return null
  const asType = arrows.types?.includes(to) ?? false
  if (asType && wanted.kind === 'type') return null
  if (asType) return `${from} may import ${to} with 'import type' only, it imports ${wanted.to}`
  const may = [...arrows.values, ...(arrows.types ?? []).map((part) => `${part} (types)`)]
  return `${from} may import ${may.join(', ') || 'nothing of ours'}; it imports ${wanted.to} (${to})`
}

function partOf(house: House, file: string): string | undefined {
  return house.parts.find(([pattern]) => pattern.test(file))?.[1]
}

/** The engine decides from its arguments alone: no waiting, clock, chance, environment or class. */
export function impurities(sources: readonly Source[]): string[] {
  return sources
    .filter((source) => source.file.startsWith('server/engine/'))
    .flatMap((source) =>
      [...nodesIn(parse(source))].flatMap((node) => {
        const found = impurityOf(node)
        return found === null ? [] : [`${source.file}:${lineOf(node)}: the engine is pure, no ${found}`]
      }),
    )
}

const IMPURE_NAMES = ['process', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'performance', 'crypto']
const IMPURE_MEMBERS = ['Date.now', 'Math.random', 'globalThis.process']

function impurityOf(node: ts.Node): string | null {
  if (ts.isAwaitExpression(node)) return 'await'
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async'
  if (ts.isClassLike(node)) return 'class'
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0) {
    return 'new Date() without an argument'
  }
  if (ts.isPropertyAccessExpression(node) && IMPURE_MEMBERS.includes(node.getText())) return node.getText()
  if (ts.isIdentifier(node) && IMPURE_NAMES.includes(node.text) && !isNameOfMember(node)) return node.text
  return null
}

/** `x.process` and `{ process: 1 }` only have the name; `process.env` and `{ process }` have the thing. */
function isNameOfMember(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node
  return (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node
}

/** Circles of imports that need each other to load. Types need nothing, and a lazy import comes later. */
export function circles(sources: readonly Source[]): string[] {
  const edges = new Map(
    sources.map((source) => [source.file, importsOf(source).filter((next) => next.ours && next.kind === 'value')]),
  )
  const found: string[] = []
  const done = new Set<string>()
  const visit = (file: string, trail: readonly string[]): void => {
    if (done.has(file)) return
    for (const next of edges.get(file) ?? []) {
      const start = [...trail, file].indexOf(next.to)
      if (start < 0) visit(next.to, [...trail, file])
      else
        found.push(`${file}:${next.line}: circular import ${[...[...trail, file].slice(start), next.to].join(' -> ')}`)
    }
    done.add(file)
  }
  for (const file of edges.keys()) visit(file, [])
  return found
}

export function emptyNames(sources: readonly Source[]): string[] {
  return sources.flatMap(({ file }) => {
    const lastWord = /([a-z]+)(?:\.[\w.]+)?$/i.exec(file.split('/').at(-1)?.split('.')[0] ?? '')?.[1] ?? ''
    if (file === SDK_DOOR || !EMPTY_NAMES.includes(lastWord)) return []
    return [`${file}:1: '${lastWord}' names no subject: call the file after what it is about`]
  })
}

export function longFiles(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const firstLine = source.text.slice(0, source.text.indexOf('\n'))
    const lines = codeLines(source)
    if (lines <= MOST_LINES || /^\/[/*].*\btable\b/.test(firstLine)) return []
    return [
      `${source.file}:${MOST_LINES}: ${lines} lines of code, ${MOST_LINES} are allowed unless line 1 is a comment that says 'table'`,
    ]
  })
}

/** Dependencies of a package.json that are not one exact version. */
export function unpinned(packageJson: string): string[] {
  const manifest = JSON.parse(packageJson) as Record<string, Record<string, string> | undefined>
  return ['dependencies', 'devDependencies', 'overrides'].flatMap((section) =>
    Object.entries(manifest[section] ?? {})
      .filter(([, version]) => !/^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => {
        const line = packageJson.slice(0, packageJson.indexOf(`"${name}":`)).split('\n').length
        return `package.json:${line}: ${name} is '${version}': pin one exact version`
      }),
  )
}
