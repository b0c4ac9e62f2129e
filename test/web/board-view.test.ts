import { NO_FILTER, NO_LIMITS, USUAL_LIMITS, searchOf, viewOf } from '../../web/board-view.js'
import type { BoardView } from '../../web/board-view.js'

const UNTOUCHED: BoardView = {
  room: 'org',
  filter: NO_FILTER,
  sort: { column: 'name', descending: false },
  limits: USUAL_LIMITS,
  agent: undefined,
}

test('an untouched board leaves the address as it is', () => {
  expect(searchOf(UNTOUCHED, 'org')).toBe('')
  expect(viewOf('', 'org')).toEqual(UNTOUCHED)
})

test.each<[string, Partial<BoardView>]>([
  ['a team', { room: 'team:billing' }],
  [
    'every filter',
    {
      filter: {
        text: 'Ada & co',
        base: 'busy',
        status: 'lunch',
        connection: 'reconnecting',
        routable: 'no',
        minutes: 15,
        over: 'yes',
      },
    },
  ],
  ['an order', { sort: { column: 'since', descending: true } }],
  ['the name, backwards', { sort: { column: 'name', descending: true } }],
  ['other limits', { limits: { ...NO_LIMITS, busy: 45, offline: 600 } }],
  ['no limits', { limits: NO_LIMITS }],
  ['the agent in the drawer', { agent: 'ada' }],
])('the address keeps %s', (_what, change) => {
  const view = { ...UNTOUCHED, ...change }
  const search = searchOf(view, 'org')
  expect(search).toMatch(/^\?/)
  expect(viewOf(search, 'org')).toEqual(view)
})

test('where a token sees one team only, that is the board nobody touched', () => {
  expect(viewOf('', 'team:billing').room).toBe('team:billing')
  expect(searchOf({ ...UNTOUCHED, room: 'team:billing' }, 'team:billing')).toBe('')
})

test('what is not understood is as if it were not there', () => {
  expect(viewOf('?base=asleep&connection=x&routable=1&minutes=-3&over=no&sort=-height&limits=busy.x-y', 'org')).toEqual(
    {
      ...UNTOUCHED,
      sort: { column: 'name', descending: true },
      limits: NO_LIMITS,
    },
  )
})

test('nobody is told to wait for longer than a day', () => {
  expect(viewOf('?minutes=9999', 'org').filter.minutes).toBe(1_440)
})
