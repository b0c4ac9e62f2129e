import { type Growth, isMet, type Section, short, spreadOf, type Table, type Target } from './section.js'

/** A part of the page, and of what the terminal shows: the same text for both. */
export function markdownOf({ title, how, tables, targets, growths = [], wrongs }: Section): string {
  const parts = [
    `## ${title}`,
    how,
    ...tables.map(tableText),
    ...(targets.length > 0 ? [tableText(targetsTable(targets))] : []),
    ...(growths.length > 0 ? [tableText(growthTable(growths))] : []),
    ...(wrongs.length > 0 ? [wrongsText(wrongs)] : []),
    // Where nothing was measured, nothing was checked.
    ...(wrongs.length === 0 && tables.length > 0 ? ['The checker found nothing wrong.'] : []),
  ]
  return parts.join('\n\n')
}

const wrongsText = (wrongs: readonly string[]): string =>
  ['**The checker found:**', '', ...wrongs.map((wrong) => `- ${wrong}`)].join('\n')

export const growthTable = (growths: readonly Growth[]): Table => ({
  head: ['what', 'with', 'exponent'],
  rows: growths.map(({ what, withWhat, exponent }) => [what, withWhat, exponent.toFixed(2)]),
})

export const targetsTable = (targets: readonly Target[]): Table => ({
  head: ['target', 'median', 'lowest to highest', 'asked', 'met'],
  rows: targets.map((target) => {
    const { median, low, high } = spreadOf(target.values)
    const unit = target.unit === '' || target.unit === '/s' ? target.unit : ` ${target.unit}`
    return [
      target.what,
      `${short(median)}${unit}`,
      target.values.length > 1 ? `${short(low)} to ${short(high)}` : 'once',
      `${target.kind} ${short(target.limit)}${unit}`,
      isMet(target) ? 'yes' : 'no',
    ]
  }),
})

/** Padded as Prettier pads, so that the page can stand in the repository as it comes. */
export function tableText({ head, rows }: Table): string {
  const widths = head.map((cell, n) => Math.max(3, cell.length, ...rows.map((row) => (row[n] ?? '').length)))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n')
}
