import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** A TypeScript file of ours: real, or written in a test. `file` is relative to the repository, with slashes. */
export interface Source {
  readonly file: string
  readonly text: string
}

/** One `import`, `export ... from` or `import()`. `to` is a file of ours, or a package's specifier. */
export interface Import {
  readonly to: string
  readonly ours: boolean
  readonly line: number
  /** `value` loads the file when the importer loads, `lazy` later, `type` never. */
  readonly kind: 'value' | 'lazy' | 'type'
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDERS = ['protocol', 'server', 'client-sdk', 'web', 'bench', 'test']

export function ourSources(): Source[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => `${folder}/${file.split(path.sep).join('/')}`)
      .filter((file) => file.endsWith('.ts'))
      .sort()
      .map((file) => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') })),
  )
}

export function readOurs(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8')
}

export function parse(source: Source): ts.SourceFile {
  return ts.createSourceFile(source.file, source.text, ts.ScriptTarget.ES2022, true)
}

export function lineOf(node: ts.Node): number {
  const tree = node.getSourceFile()
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1
}

/** Every node below `node`, parents first. */
export function* nodesIn(node: ts.Node): Generator<ts.Node> {
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => void children.push(child))
  for (const child of children) {
    yield child
    yield* nodesIn(child)
  }
}

export function importsOf(source: Source): Import[] {
  const found: Import[] = []
  for (const node of nodesIn(parse(source))) {
    const seen = importIn(node)
    if (!seen) continue
    const ours = seen.specifier.startsWith('.')
    const to = ours
      ? path.posix.join(path.posix.dirname(source.file), seen.specifier).replace(/\.js$/, '.ts')
      : seen.specifier
    found.push({ to, ours, line: lineOf(node), kind: seen.kind })
  }
  return found
}

/** Lines that hold code: neither blank nor only comment. */
export function codeLines(source: Source): number {
  const tree = parse(source)
  const lines = new Set<number>()
  for (const node of [...nodesIn(tree), tree.endOfFileToken]) {
    if (ts.forEachChild(node, () => true)) {
      // Braces and commas are no children: a parent's first and last line count as well.
      lines.add(lineOf(node))
      lines.add(tree.getLineAndCharacterOfPosition(node.getEnd()).line + 1)
      continue
    }
    if (node.kind === ts.SyntaxKind.EndOfFileToken) continue
    const last = tree.getLineAndCharacterOfPosition(node.getEnd()).line + 1
    for (let line = lineOf(node); line <= last; line++) lines.add(line)
  }
  return lines.size
}

function importIn(node: ts.Node): { specifier: string; kind: Import['kind'] } | null {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    // `import { type A }` still loads the file (verbatimModuleSyntax): only `import type` does not.
    const onlyTypes = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    return { specifier: node.moduleSpecifier.text, kind: onlyTypes ? 'type' : 'value' }
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text, kind: node.isTypeOnly ? 'type' : 'value' }
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
    return { specifier: node.argument.literal.text, kind: 'type' }
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [specifier] = node.arguments
    if (specifier && ts.isStringLiteral(specifier)) return { specifier: specifier.text, kind: 'lazy' }
  }
  return null
}
