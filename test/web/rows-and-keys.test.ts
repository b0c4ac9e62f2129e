import { rowKey } from '../../web/board-keys.js'
import type { RowKey } from '../../web/board-keys.js'
import { allToggled, extended, howMany, toggled } from '../../web/row-choice.js'
import { rowWindow } from '../../web/row-window.js'

const key = (name: string, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) =>
  ({ key: name, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held }) as KeyboardEvent

describe('of 100 rows, 10 in view, the keyboard on the 50th', () => {
  const move = (to: number): RowKey => ({ does: 'move', to, extends: false })
  test.each<[string, KeyboardEvent, RowKey | undefined]>([
    ['Down goes on', key('ArrowDown'), move(50)],
    ['Up goes back', key('ArrowUp'), move(48)],
    ['Page Down, as many as are in view', key('PageDown'), move(59)],
    ['Page Up, the same back', key('PageUp'), move(39)],
    ['Home, to the first', key('Home'), move(0)],
    ['End, to the last', key('End'), move(99)],
    ['Shift takes rows along', key('ArrowDown', { shiftKey: true }), { does: 'move', to: 50, extends: true }],
    ['Space selects', key(' '), { does: 'choose' }],
    ['Ctrl+A selects all', key('a', { ctrlKey: true }), { does: 'chooseAll' }],
    ['so does Command+A', key('a', { metaKey: true }), { does: 'chooseAll' }],
    ['a letter is not ours', key('a'), undefined],
    ['Enter presses the button by itself', key('Enter'), undefined],
    ['Alt is the browser’s', key('ArrowDown', { altKey: true }), undefined],
  ])('%s', (_what, event, meaning) => expect(rowKey(event, 49, 100, 10)).toEqual(meaning))

  test('nothing leads beyond the ends', () => {
    expect(rowKey(key('PageUp'), 3, 100, 10)).toEqual(move(0))
    expect(rowKey(key('ArrowDown'), 99, 100, 10)).toEqual(move(99))
  })
})

describe('a selection', () => {
  const SHOWN = ['a', 'b', 'c', 'd']
  test('is toggled one by one', () => {
    expect([...toggled(new Set(['a']), 'b')]).toEqual(['a', 'b'])
    expect([...toggled(new Set(['a', 'b']), 'a')]).toEqual(['b'])
  })
  test('goes from the one selected last to another, either way', () => {
    expect([...extended(new Set(['x']), SHOWN, 'd', 'b')]).toEqual(['x', 'b', 'c', 'd'])
    expect([...extended(new Set(), SHOWN, 'a', 'c')]).toEqual(['a', 'b', 'c'])
  })
  test('is of one where nobody was selected before, or who was is not shown any more', () => {
    expect([...extended(new Set(), SHOWN, undefined, 'c')]).toEqual(['c'])
    expect([...extended(new Set(), SHOWN, 'gone', 'c')]).toEqual(['c'])
  })
  test('of all takes those that are shown, and leaves the others', () => {
    const all = allToggled(new Set(['x', 'b']), SHOWN)
    expect([...all].sort()).toEqual(['a', 'b', 'c', 'd', 'x'])
    expect([...allToggled(all, SHOWN)]).toEqual(['x'])
  })
  test('says how many of those shown are in it', () => {
    expect(howMany(new Set(['x']), SHOWN)).toBe('none')
    expect(howMany(new Set(['x', 'a']), SHOWN)).toBe('some')
    expect(howMany(new Set(SHOWN), SHOWN)).toBe('all')
    expect(howMany(new Set(SHOWN), [])).toBe('none')
  })
})

describe('the window of rows', () => {
  test('costs the same whatever their number', () => {
    const of = (count: number) => rowWindow(count, 54, 2_000, 540)
    expect(of(10_000).end - of(10_000).first).toBe(of(100).end - of(100).first)
  })
  test('and the room around it are as high as all rows', () => {
    const { first, end, above, below } = rowWindow(10_000, 54, 54 * 5_000, 540)
    expect(above + (end - first) * 54 + below).toBe(54 * 10_000)
    expect(first).toBeLessThan(5_000)
    expect(end).toBeGreaterThan(5_010)
  })
  test('of a list that got short while it was scrolled down is at its end', () => {
    expect(rowWindow(3, 54, 54 * 5_000, 540)).toEqual({ first: 0, end: 3, above: 0, below: 0 })
  })
})
