/**
 * node scripts/api-docs.mjs     writes docs/client-api.md from the public types and their comments
 *
 * A test compares the file with what this makes of the sources.
 */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { createRoller } from './roll-types.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
export const API_DOCS = path.join(root, 'docs/client-api.md')
const HEAD = `# API of @presence-hub/client

Written by \`node scripts/api-docs.mjs\` from the types and their comments: change those, not this. How to use it is told
in [sdk.md](sdk.md).
`
const ENTRIES = [
  { name: '@presence-hub/client', source: 'client-sdk/index.ts' },
  { name: '@presence-hub/client/react', source: 'client-sdk/react.ts', door: 'client-sdk/index.ts' },
  { name: '@presence-hub/client/elements', source: 'web/embed.ts', door: 'client-sdk/index.ts' },
]
/** What a reader looks for first. */
const ORDER = [ts.SyntaxKind.FunctionDeclaration, ts.SyntaxKind.ClassDeclaration, ts.SyntaxKind.InterfaceDeclaration]

export function apiDocs() {
  const roller = createRoller(root)
  const parts = ENTRIES.map(({ name, source, door }) => {
    const text = roller.roll(path.join(root, source), door ? { door: path.join(root, door) } : {})
    const tree = ts.createSourceFile('entry.d.ts', text, ts.ScriptTarget.ES2022, true)
    return [`## ${name}\n`, ...declarationsOf(tree).map(section)].join('\n')
  })
  return [HEAD, ...parts].join('\n')
}

function declarationsOf(tree) {
  const rank = (node) => (ORDER.includes(node.kind) ? ORDER.indexOf(node.kind) : ORDER.length)
  const named = tree.statements.filter((node) => node.name && !ts.isModuleDeclaration(node))
  return [...named].sort((a, b) => rank(a) - rank(b))
}

function section(node) {
  const withMembers = ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)
  const body = withMembers ? membersOf(node) : fenced(textOf(node).replace(/^export (declare )?/, ''))
  return [`### ${node.name.text}`, commentOf(node), body].filter(Boolean).join('\n\n') + '\n'
}

function membersOf(node) {
  const from = node.heritageClauses?.map((clause) => clause.getText()).join(' ')
  const rows = node.members.map((member) => {
    const comment = commentOf(member)
    return `- \`${signatureOf(member)}\`${comment ? `  \n  ${comment}` : ''}`
  })
  return [...(from ? [`\`${from}\``] : []), rows.join('\n')].join('\n\n')
}

const signatureOf = (member) =>
  textOf(member)
    .replace(/^readonly /, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/;$/, '')
/** Without the comment above it. */
const textOf = (node) => node.getText().trim()
const fenced = (text) => `\`\`\`ts\n${text}\n\`\`\``

function commentOf(node) {
  const text = ts.getJSDocCommentsAndTags(node).map((one) => (typeof one.comment === 'string' ? one.comment : ''))
  return text
    .join(' ')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(API_DOCS, apiDocs())
