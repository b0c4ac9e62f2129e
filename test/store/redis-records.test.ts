import fc from 'fast-check'
import { putOf } from '../../server/store/put.js'
import { readPut, readRecord, writeRecord } from '../../server/store/redis-records.js'
import { isTombstone, type Put, type Tombstone } from '../../server/store/store.js'
import { play, rulebooks, steps } from '../support/histories.js'
import { recordOf } from './records.js'

/** SEED=123 npm run jest -- test/store/redis-records runs a failing seed again. */
const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)

/** What is known of an agent without reading the record. */
function headOf(put: Put | Tombstone) {
  if (isTombstone(put)) throw new Error('nobody was deleted')
  const { agentId, revision, decidedAt, link, linkSince, version, teams, status, base, routable, json, presence } = put
  return { agentId, revision, decidedAt, link, linkSince, version, teams, status, base, routable, json, presence }
}

test(`whatever happens to an agent, the record is read as it was written (seed ${SEED})`, () =>
  fc.assert(
    fc.property(steps, rulebooks, (all, first) => {
      play(all, first, ({ after }) => {
        expect(readRecord(writeRecord(after))).toEqual(after)
        expect(headOf(readPut(writeRecord(after)))).toEqual(headOf(putOf(after)))
      })
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
