import fc from 'fast-check'
import { wasDone, withDone, type CommandDone } from '../../server/engine/commands.js'

const MINUTE_MS = 60_000

test('a command is remembered for two minutes, and not for ever', () => {
  const done = withDone([], 'c-1', 0)
  expect(wasDone(done, 'c-1', 2 * MINUTE_MS)).toBe(true)
  expect(wasDone(done, 'c-2', 0)).toBe(false)
  expect(wasDone(done, 'c-1', 2 * MINUTE_MS + 1)).toBe(false)
})

test('what is forgotten leaves the record with the next command', () => {
  expect(withDone(withDone([], 'c-1', 0), 'c-2', 3 * MINUTE_MS)).toEqual([{ id: 'c-2', at: 3 * MINUTE_MS }])
})

test('a tab that floods makes a longer record, not an endless one', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 10 }), { maxLength: 600 }), (steps) => {
      let [done, now]: [readonly CommandDone[], number] = [[], 0]
      for (const [n, step] of steps.entries()) done = withDone(done, `c-${n}`, (now += step))
      expect(done.length).toBeLessThanOrEqual(64)
      if (steps.length > 0) expect(wasDone(done, `c-${steps.length - 1}`, now)).toBe(true)
    }),
  )
})
