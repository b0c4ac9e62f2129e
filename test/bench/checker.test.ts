import { Latencies } from '../../bench/load/latencies.js'
import { countAnew, newTally, Screen } from '../../bench/load/screen.js'
import { createFrameReader } from '../../bench/load/screen-frames.js'
import { stampOf } from '../../bench/load/stamp.js'
import { exponentOf, isMet, spreadOf } from '../../bench/report/section.js'

/** A frame as it comes over the line; only what a screen looks at. */
const frame = (from: string, cursor: string, ...changes: readonly [agent: number, version: number, dueUs?: number][]) =>
  Buffer.from(
    `42${JSON.stringify([
      'presence:changed',
      {
        room: 'org',
        from,
        cursor,
        changes: changes.map(([agent, version, dueUs = 1]) => ({
          agentId: `agent-${agent}`,
          version,
          note: stampOf(dueUs),
          connection: 'connected',
        })),
      },
    ])}`,
  )

function openScreen() {
  const tally = newTally()
  const screen = new Screen(10, tally)
  const read = createFrameReader()
  screen.replace([], '0')
  return { tally, screen, shows: (bytes: Buffer, atUs = 0) => screen.take(read(bytes), bytes.length, atUs) }
}

describe('the checker of the bench', () => {
  test('finds nothing where frames continue each other and versions grow', () => {
    const { tally, screen, shows } = openScreen()
    shows(frame('0', '1', [3, 1]))
    shows(frame('1', '2', [3, 2], [4, 1]))
    expect(tally.wrongs).toEqual([])
    expect(
      screen.behind([
        [3, 2],
        [4, 1],
      ]),
    ).toBe(0)
  })

  test('finds a version that goes back', () => {
    const { tally, shows } = openScreen()
    shows(frame('0', '1', [3, 2]))
    shows(frame('1', '2', [3, 1]))
    expect(tally.wrongs).toEqual(['agent 3 went back from version 2 to 1'])
  })

  test('finds a frame that is missing', () => {
    const { tally, shows } = openScreen()
    shows(frame('1', '2', [3, 1]))
    expect(tally.wrongs).toEqual(['a frame from 1 after one that ended at 0'])
  })

  test('finds an agent that is older on a screen than it is stored', () => {
    const { screen, shows } = openScreen()
    shows(frame('0', '1', [3, 1]))
    expect(screen.behind([[3, 2]])).toBe(1)
  })

  test('tells frames apart that are alike but for one byte far inside', () => {
    const { screen, shows } = openScreen()
    shows(frame('0', '0', [1, 1], [2, 1], [3, 1], [4, 1]))
    shows(frame('0', '0', [1, 1], [2, 1], [3, 1], [4, 2]))
    expect(screen.behind([[4, 2]])).toBe(0)
  })

  test('times what was due in the window, and only the first time it is seen', () => {
    const { tally, shows } = openScreen()
    countAnew(tally, { fromUs: 1_000, toUs: 2_000 })
    shows(frame('0', '1', [1, 1, 500]), 9_000)
    shows(frame('1', '2', [2, 1, 1_500]), 4_500)
    shows(frame('2', '3', [2, 1, 1_500]), 9_000)
    expect(tally.latencies.count).toBe(1)
    expect(tally.latencies.percentile(1)).toBeCloseTo(3, 1)
    expect(tally.delivered).toBe(3)
  })
})

describe('the figures of the bench', () => {
  test('percentiles are right to one per cent, over several processes', () => {
    const [one, other] = [new Latencies(), new Latencies()]
    for (let ms = 1; ms <= 50; ms++) one.add(ms * 1_000)
    for (let ms = 51; ms <= 100; ms++) other.add(ms * 1_000)
    one.merge(other.pairs())
    expect(one.percentile(0.5) / 50).toBeCloseTo(1, 1)
    expect(one.percentile(0.99) / 99).toBeCloseTo(1, 1)
  })

  test('what grows with the square of the size has exponent 2, what does not grow 0', () => {
    expect(
      exponentOf([
        [10, 100],
        [100, 10_000],
        [1_000, 1_000_000],
      ]),
    ).toBeCloseTo(2)
    expect(
      exponentOf([
        [10, 7],
        [100, 7],
      ]),
    ).toBeCloseTo(0)
  })

  test('one spoiled repetition decides nothing', () => {
    expect(spreadOf([3, 1, 90, 2, 1])).toEqual({ median: 2, low: 1, high: 90 })
    expect(isMet({ what: '', values: [3, 1, 90, 2, 1], limit: 2, kind: 'at most', unit: '' })).toBe(true)
    expect(isMet({ what: '', values: [3, 1, 90, 2, 1], limit: 2.5, kind: 'at least', unit: '' })).toBe(false)
  })
})
