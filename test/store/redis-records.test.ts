import fc from 'fast-check'
import { readRecord, writeRecord } from '../../server/store/redis-records.js'
import { play, rulebooks, steps } from '../support/histories.js'
import { recordOf } from './records.js'

/** SEED=123 npm run jest -- test/store/redis-records runs a failing seed again. */
const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)

test(`whatever happens to an agent, the record is read as it was written (seed ${SEED})`, () =>
  fc.assert(
    fc.property(steps, rulebooks, (all, first) => {
      play(all, first, ({ after }) => expect(readRecord(writeRecord(after))).toEqual(after))
    }),
    { seed: SEED, numRuns: 300 },
  ))

test('a presence that says another name and other teams than the profile takes neither from it', () => {
  const { state, ...record } = recordOf('ada', 1)
  const other = { ...record, state: { ...state, profile: { ...state.profile, name: 'Ada L.', teams: ['vip'] } } }
  expect(readRecord(writeRecord(other))).toEqual(other)
})

test('of what nobody configured and what did not happen nothing is written', () => {
  const [, , facts] = writeRecord(recordOf('ada', 1)).split('\t')
  expect(facts).toBe('{"profile":{},"link":{}}')
})
