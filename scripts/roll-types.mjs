/**
 * The public types of an entry, rolled into one declaration file: what the entry exports and whatever that speaks of,
 * comments included. Types of the contract are inferred from schemas, and the package takes no schema library along: they
 * are written out as what they come to.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

const OPTIONS = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  types: [],
}
const { NoTruncation, InTypeAlias, MultilineObjectLiterals } = ts.NodeBuilderFlags
const printer = ts.createPrinter()

/** One roller for all entries, so that a file is read once. */
export function createRoller(root) {
  const modules = new Map()
  let contract

  /** Declarations and imports of a source file, by the names they have in it. */
  function moduleOf(file) {
    const known = modules.get(file)
    if (known) return known
    const { outputText } = ts.transpileDeclaration(readFileSync(file, 'utf8'), {
      fileName: file,
      compilerOptions: OPTIONS,
    })
    const tree = ts.createSourceFile(file, outputText, ts.ScriptTarget.ES2022, true)
    const found = { file, exports: new Map(), declarations: new Map(), imports: new Map(), globals: [] }
    for (const statement of tree.statements) read(statement, found)
    modules.set(file, found)
    return found
  }

  function read(statement, found) {
    const from = (specifier) =>
      specifier.startsWith('.') ? path.join(path.dirname(found.file), specifier.replace(/\.js$/, '.ts')) : specifier
    if (ts.isImportDeclaration(statement)) {
      const bindings = statement.importClause?.namedBindings
      if (!bindings || !ts.isNamedImports(bindings)) return
      for (const { name, propertyName } of bindings.elements)
        found.imports.set(name.text, { file: from(statement.moduleSpecifier.text), name: (propertyName ?? name).text })
    } else if (ts.isExportDeclaration(statement)) {
      if (!statement.exportClause || !statement.moduleSpecifier) return
      for (const { name, propertyName } of statement.exportClause.elements)
        found.exports.set(name.text, { file: from(statement.moduleSpecifier.text), name: (propertyName ?? name).text })
    } else if (ts.isModuleDeclaration(statement)) {
      found.globals.push(statement)
    } else if (statement.name) {
      found.declarations.set(statement.name.text, statement)
      const isExported = statement.modifiers?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword)
      if (isExported) found.exports.set(statement.name.text, { file: found.file, name: statement.name.text })
    }
  }

  /** Follows imports and re-exports to where a name is declared; a package is where it ends. */
  function declared({ file, name }) {
    if (!path.isAbsolute(file)) return { file, name }
    const { declarations, exports, imports } = moduleOf(file)
    if (declarations.has(name)) return { file, name }
    const next = imports.get(name) ?? exports.get(name)
    if (!next) throw new Error(`${file} speaks of ${name}, which it neither declares nor imports`)
    return declared(next)
  }

  const isContract = (file) => file.startsWith(path.join(root, 'protocol') + path.sep)

  /** What a type alias of the contract comes to. */
  function writtenOut({ file, name }) {
    contract ??= ts.createProgram(
      ['presence', 'errors', 'vocabulary', 'explanation'].map((one) => path.join(root, 'protocol', `${one}.ts`)),
      OPTIONS,
    )
    const checker = contract.getTypeChecker()
    const source = contract.getSourceFile(file)
    const symbol = checker.getExportsOfModule(checker.getSymbolAtLocation(source)).find((one) => one.name === name)
    const type = checker.getDeclaredTypeOfSymbol(symbol)
    const node = checker.typeToTypeNode(type, undefined, NoTruncation | InTypeAlias | MultilineObjectLiterals)
    const text = printer.printNode(ts.EmitHint.Unspecified, node, source)
    return `export type ${name} = ${text.replaceAll(/^(\s*)([\w]+\??:)/gm, '$1readonly $2')};`
  }

  /**
   * `door` is the entry whose names the others import instead of repeating them; `extension` is what its file is called
   * in an import of the same module system.
   */
  function roll(entry, { door, extension = 'js' } = {}) {
    const { exports, globals } = moduleOf(entry)
    const atDoor = new Map(
      door ? [...moduleOf(door).exports].map(([name, target]) => [keyOf(declared(target)), name]) : [],
    )
    const seen = new Map()
    const packages = new Map()
    const fromDoor = new Set()
    const texts = []
    const waiting = [...exports.values()].map(declared)

    const speakOf = (file, node) => {
      const { declarations, imports } = moduleOf(file)
      const visit = (child) => {
        if (ts.isIdentifier(child) && isReference(child) && (declarations.has(child.text) || imports.has(child.text)))
          waiting.push(declared({ file, name: child.text }))
        ts.forEachChild(child, visit)
      }
      visit(node)
    }
    for (const block of globals) speakOf(entry, block)

    for (let target = waiting.shift(); target; target = waiting.shift()) {
      const key = keyOf(target)
      if (atDoor.has(key)) {
        fromDoor.add(atDoor.get(key))
        continue
      }
      if (!path.isAbsolute(target.file)) {
        packages.set(target.file, (packages.get(target.file) ?? new Set()).add(target.name))
        continue
      }
      const other = seen.get(target.name)
      if (other === key) continue
      if (other) throw new Error(`two declarations called ${target.name}: ${other} and ${key}`)
      seen.set(target.name, key)
      const node = moduleOf(target.file).declarations.get(target.name)
      if (isContract(target.file) && ts.isTypeAliasDeclaration(node)) {
        texts.push(`${commentOf(node)}${writtenOut(target)}`)
      } else {
        texts.push(declarationText(node))
        speakOf(target.file, node)
      }
    }

    const imports = [
      ...[...packages].map(([name, names]) => `import type { ${[...names].sort().join(', ')} } from '${name}';`),
      ...(fromDoor.size > 0 ? [`import type { ${[...fromDoor].sort().join(', ')} } from './index.${extension}';`] : []),
    ]
    const rest = globals.map((block) => block.getText())
    // Without an export of its own a file is no module, and its `declare global` is an error.
    return [...imports, ...texts, ...rest, 'export {};', ''].join('\n')
  }

  return { roll }
}

const keyOf = ({ file, name }) => `${file}#${name}`

/** Not the name of a member, and not the name of what is being declared. */
function isReference(node) {
  const { parent } = node
  if (ts.isTypeReferenceNode(parent) || ts.isExpressionWithTypeArguments(parent) || ts.isTypeQueryNode(parent))
    return true
  return ts.isQualifiedName(parent) && parent.left === node
}

function commentOf(node) {
  const ranges = ts.getLeadingCommentRanges(node.getSourceFile().text, node.getFullStart()) ?? []
  const last = ranges.at(-1)
  const text = last ? node.getSourceFile().text.slice(last.pos, last.end) : ''
  return text.startsWith('/**') ? `${text}\n` : ''
}

function declarationText(node) {
  const text = node.getText()
  const exported = text.startsWith('export ') ? text : `export ${text}`
  return `${commentOf(node)}${exported}`
}
