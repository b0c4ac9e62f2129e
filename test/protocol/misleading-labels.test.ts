import { misleadingLabels } from '../../protocol/misleading-labels.js'

test.each([
  ['away', 'Available for tea', 'Available'],
  ['busy', 'Stepped away', 'Appear away'],
  ['available', 'DND until noon', 'Do not disturb'],
] as const)('a label of base %s that reads "%s" is said to name %s', (base, label, named) => {
  expect(misleadingLabels(base, { en: label })).toEqual([expect.stringContaining(`names ${named}, but routing`)])
})

test('a label that names its own base, or none, is fine', () => {
  expect(misleadingLabels('busy', { en: 'Busy, not available', de: 'Schulung' })).toEqual([])
})
