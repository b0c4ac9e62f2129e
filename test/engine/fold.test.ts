import { fold, type Posted, type Start } from '../../server/engine/fold.js'
import { catalogueOf, NO_SETTINGS, policyFor } from '../../server/engine/rulebook.js'

const RULEBOOK = { statuses: catalogueOf(NO_SETTINGS), policy: policyFor(NO_SETTINGS, []), outage: null }
const NOBODY: Start = { agentId: 'ada', record: null, revision: 0, version: 0 }
const TAB = { type: 'connection_opened', id: 't', node: 'n' } as const

const choice = (status: string) => ({ event: { type: 'chosen', status, by: { type: 'agent', id: 'ada' } } }) as const
const posts = (...posted: readonly Posted[]) => fold(NOBODY, posted, () => RULEBOOK, 1_000)

test('whoever is refused at the door stays unknown', () => {
  const { answers, write } = posts({ event: { type: 'profile_changed', defaultStatus: 'nowhere', name: 'Ada' } })
  expect(answers).toMatchObject([{ refusal: { code: 'unknown_status' } }])
  expect(write).toBeNull()
})

test.each<Posted['event']>([
  { type: 'reset' },
  { type: 'work_removed', itemId: 'a' },
  { type: 'rulebook_changed' },
  { type: 'time_passed' },
])('$type introduces nobody', (event) => {
  const { answers, write } = posts({ event })
  expect(answers).toMatchObject([{ refusal: { code: 'not_found' } }])
  expect(write).toBeNull()
})

test("a newcomer has the token's name and teams, each team once; who is known keeps theirs", () => {
  const { write } = posts(
    { event: { ...TAB, name: 'Ada Lovelace', teams: ['red', 'red'] } },
    { event: { ...TAB, id: 'other', name: 'Somebody else', teams: ['blue'] } },
  )
  expect(write?.record.presence).toMatchObject({ name: 'Ada Lovelace', teams: ['red'] })
  expect(posts({ event: TAB }).write?.record.presence).toMatchObject({ name: 'ada', teams: [] })
})

test('every change is kept: A, B, A are three changes and three rows', () => {
  const { write } = posts({ event: TAB }, choice('away'), choice('busy'), choice('busy'), choice('away'))
  expect(write?.changes.map((one) => [one.version, one.status])).toEqual([
    [1, 'available'],
    [2, 'away'],
    [3, 'busy'],
    [4, 'away'],
  ])
  expect(write?.rows.map((row) => row.status)).toEqual(['available', 'away', 'busy', 'away'])
  expect(write?.record.revision).toBe(1)
})

test('a condition on the version holds for the moment its event has its turn', () => {
  const { answers } = posts(
    { event: TAB },
    { ...choice('away'), ifVersions: [1] },
    { ...choice('busy'), ifVersions: [1] },
  )
  expect(answers).toMatchObject([
    { presence: { version: 1 } },
    { presence: { version: 2, status: 'away' } },
    { refusal: { code: 'version_mismatch' } },
  ])
})

test('who was deleted goes on with the numbers after theirs', () => {
  const { write } = fold({ ...NOBODY, revision: 7, version: 5 }, [{ event: TAB }], () => RULEBOOK, 1_000)
  expect(write?.record).toMatchObject({ revision: 8, presence: { version: 6 } })
})
