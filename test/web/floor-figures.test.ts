import { csvOf } from '../../protocol/csv.js'
import type { TimelineSpan } from '../../protocol/presence.js'
import { boardCsv } from '../../web/board-csv.js'
import { areasOf, signedIn } from '../../web/hour-curve.js'
import type { CurvePoint } from '../../web/hour-curve.js'
import { stretchesOf, timeSpent } from '../../web/time-spent.js'
import { teamsOf } from '../../web/token-claims.js'
import { aPresence } from '../sdk/example.js'

const T0 = Date.parse('2026-11-23T10:00:00.000Z')
const MINUTE_MS = 60_000
const iso = (minute: number) => new Date(T0 + minute * MINUTE_MS).toISOString()

describe('the board as CSV', () => {
  const line = (part: Parameters<typeof aPresence>[0]) => boardCsv([aPresence(part)], T0 + 90_000).split('\r\n')[1]

  test('has a line for each agent, as they are now', () => {
    expect(line({ teams: ['billing', 'sales'], actor: { type: 'supervisor', id: 'sam' }, note: 'Back, soon' })).toBe(
      'ada,Ada,billing sales,busy,Busy,busy,manual,supervisor:sam,2026-11-23T10:00:00.000Z,90,connected,true,0,,0,"Back, soon"',
    )
  })
  test('holds nothing that a spreadsheet would run', () => {
    expect(line({ name: '=HYPERLINK("x")' })).toContain(`"'=HYPERLINK(""x"")"`)
    expect(csvOf([['+1', '-5', '@a']])).toBe("'+1,-5,'@a\r\n")
  })
})

describe('an agent’s time', () => {
  const span = (base: 'busy' | 'away', from: number, to?: number): TimelineSpan => ({
    status: base,
    base,
    label: base,
    reason: 'manual',
    actor: { type: 'system' },
    from: iso(from),
    ...(to !== undefined && { to: iso(to) }),
    durationMs: 0,
  })

  test('is cut to what is looked at, oldest first; the span that goes on ends now', () => {
    const spans = [span('away', 50), span('busy', 10, 50), span('away', 0, 10)]
    const stretches = stretchesOf(spans, T0 + 5 * MINUTE_MS, T0 + 60 * MINUTE_MS)
    expect(stretches.map(({ base, from, to }) => [base, (from - T0) / MINUTE_MS, (to - T0) / MINUTE_MS])).toEqual([
      ['away', 5, 10],
      ['busy', 10, 50],
      ['away', 50, 60],
    ])
    expect(timeSpent(stretches)).toEqual([
      { base: 'busy', ms: 40 * MINUTE_MS },
      { base: 'away', ms: 15 * MINUTE_MS },
    ])
  })
  test('before what is looked at is not in it', () => {
    expect(stretchesOf([span('busy', 0, 5)], T0 + 6 * MINUTE_MS, T0 + 60 * MINUTE_MS)).toEqual([])
  })
})

describe('the curve of the last hour', () => {
  const point = (minute: number, available: number, busy: number): CurvePoint => ({
    at: T0 + minute * MINUTE_MS,
    byBase: { available, busy, dnd: 0, away: 0, offline: 1_000 },
    routable: available,
  })
  const box = { from: T0, to: T0 + 60 * MINUTE_MS, width: 600, height: 100 }

  test('stacks who is signed in, and leaves out who is not', () => {
    const [available, busy] = areasOf([point(0, 1, 1), point(60, 2, 2)], box)
    expect(signedIn(point(0, 1, 1))).toBe(2)
    expect(available).toEqual({ base: 'available', path: 'M0.0 75.0L600.0 50.0L600.0 100.0L0.0 100.0Z' })
    expect(busy).toEqual({ base: 'busy', path: 'M0.0 50.0L600.0 0.0L600.0 50.0L0.0 75.0Z' })
  })
  test('begins with two points, and an empty floor is no division by nothing', () => {
    expect(areasOf([point(0, 1, 1)], box)[0]?.path).toBe('')
    expect(areasOf([point(0, 0, 0), point(1, 0, 0)], box)[0]?.path).not.toContain('NaN')
  })
})

describe('the teams of a token', () => {
  const token = (claims: unknown) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`
  test('are those it is limited to', () => expect(teamsOf(token({ teams: ['a', 'b'] }))).toEqual(['a', 'b']))
  test.each([token({}), token({ teams: 'a' }), token(null), 'nonsense', 'x.%%%.y', ''])('%s has none', (text) =>
    expect(teamsOf(text)).toEqual([]),
  )
})
