import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { growthTable, markdownOf, tableText, targetsTable } from './markdown.js'
import type { Section } from './section.js'

const docs = (file: string): string => fileURLToPath(new URL(`../../docs/${file}`, import.meta.url))

/** docs/benchmarks.md, whole: what was measured, and what was tried and lost, which is kept by hand. */
export async function writePage(machine: string, sections: readonly Section[]): Promise<void> {
  const tried = await readFile(docs('benchmarks-tried.md'), 'utf8')
  const page = [
    '# Benchmarks',
    'Written by `npm run bench`; do not edit. One run on one machine: take the ratios, which are measured in turns (A B A B), rather than the times.',
    `${machine}. Clients, servers and Redis share these cores.`,
    '## Targets',
    tableText(targetsTable(sections.flatMap(({ targets }) => targets))),
    '## How it grows',
    'As size to the power of the exponent: 0 is not at all, 1 is in proportion.',
    tableText(growthTable(sections.flatMap(({ growths = [] }) => growths))),
    ...sections.map(markdownOf),
    tried.replace(/^# /, '## ').trimEnd(),
  ]
  await writeFile(docs('benchmarks.md'), `${page.join('\n\n')}\n`)
}
