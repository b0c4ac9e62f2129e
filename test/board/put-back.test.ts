import { newerThan } from '../../server/board/newer.js'
import { createMemoryStore } from '../../server/store/memory-store.js'
import { isTombstone, type Follower, type Store } from '../../server/store/store.js'
import { createTestClock } from '../support/test-clock.js'
import { openFloor, turn } from './floor.js'
import { readFrame } from '../support/read-frame.js'
import { nextRecord, type Shown } from './staff.js'
import { recordsIn } from '../support/records-in.js'
import { putOf } from '../../server/store/put.js'

/** A floor whose database is replaced by an empty one; nobody read the end of the old one's log. */
const forgetfulFloor = async () => {
  const fresh = createMemoryStore({ clock: createTestClock() })
  let inner: Store | undefined
  let follower: Follower | undefined
  let reads = true
  const floor = await openFloor({
    through: (store) => ({
      ...store,
      snapshot: (org) => (inner ?? store).snapshot(org),
      offer: (org, held) => (inner ?? store).offer(org, held),
      follow(told) {
        follower = told
        return store.follow({ ...told, entry: (entry) => void (reads && told.entry(entry)) })
      },
    }),
  })
  return {
    ...floor,
    /** From here on the log is not read any more. */
    stopsReading: () => void (reads = false),
    async isEmptied() {
      inner = fresh
      follower?.doubt(() => true)
      await turn()
    },
    stored: async () => recordsIn(await fresh.snapshot('default')).map((one) => [one.agentId, one.presence.status]),
    buried: async () => (await fresh.snapshot('default')).tombstones.map((one) => one.agentId),
    settings: () => fresh.settings('default'),
  }
}

test('what this node wrote is put back even if the log was lost before it brought it', async () => {
  const { staff, store, org, stopsReading, isEmptied, stored, buried, settings } = await forgetfulFloor()
  await staff.show({ ada: {}, bob: {}, cyd: {} })
  const board = await org()
  stopsReading()
  await staff.show({ ada: { status: 'busy' } })
  await staff.delete('bob')
  const [ada, bob] = [await store.read('default', 'ada'), await store.read('default', 'bob')]
  if (!ada || isTombstone(ada) || !bob) throw new Error('ada and what is left of bob are stored')
  const policy = { version: 1, statuses: {}, policy: { missedToInactive: true }, teamPolicies: {} }
  board.wrote({ records: [ada, bob], settings: policy })
  expect(board.record('ada')?.presence.status).toBe('available')
  expect(board.newest('ada')?.presence.status).toBe('busy')

  await isEmptied()
  expect((await stored()).sort()).toEqual([
    ['ada', 'busy'],
    ['cyd', 'available'],
  ])
  expect(await buried()).toEqual(['bob'])
  expect(await settings()).toEqual(policy)
})

test('once the log has brought it, what this node wrote is no more than what it read', async () => {
  const { staff, store, org } = await forgetfulFloor()
  await staff.show({ ada: {} })
  const board = await org()
  await staff.show({ ada: { status: 'busy' } })
  const ada = await store.read('default', 'ada')
  if (!ada || isTombstone(ada)) throw new Error('ada is stored')
  await staff.show({ ada: { status: 'away' } })
  board.wrote({ records: [ada], settings: null })
  expect(board.newest('ada')?.presence.status).toBe('away')
})

test('an agent who was deleted and came back is put back, not the tombstone', async () => {
  const { staff, org, isEmptied, stored, buried } = await forgetfulFloor()
  await staff.show({ ada: {} })
  await org()
  await staff.delete('ada')
  await staff.show({ ada: { status: 'busy' } })
  await turn()

  await isEmptied()
  expect(await stored()).toEqual([['ada', 'busy']])
  expect(await buried()).toEqual([])
})

test('what has more writes than what came about after the loss is put back under a version that is news to everybody', async () => {
  const { store } = await openFloor()
  const empty = await store.snapshot('default')
  const offered = (
    mine: { readonly revision: number; readonly version: number; readonly shown: Shown },
    theirs: { readonly revision: number; readonly version: number; readonly shown: Shown },
  ) => {
    const [held, stored] = [mine, theirs].map(({ revision, version, shown }) =>
      nextRecord('ada', { revision: revision - 1, version: version - 1 }, shown),
    )
    if (!held || !stored) throw new Error('there are two of them')
    const { records } = newerThan({ ...empty, puts: [putOf(stored)] }, { agents: [putOf(held)], settings: null })
    return records.map((one) => (isTombstone(one) ? one : [one.revision, one.presence.version, one.presence.status]))
  }
  const busy = { status: 'busy' } as const
  expect(offered({ revision: 5, version: 4, shown: busy }, { revision: 3, version: 3, shown: {} })).toEqual([
    [5, 4, 'busy'],
  ])
  expect(offered({ revision: 5, version: 4, shown: busy }, { revision: 4, version: 4, shown: busy })).toEqual([
    [5, 4, 'busy'],
  ])
  expect(offered({ revision: 5, version: 4, shown: busy }, { revision: 4, version: 4, shown: {} })).toEqual([
    [6, 5, 'busy'],
  ])
  expect(offered({ revision: 5, version: 3, shown: busy }, { revision: 4, version: 4, shown: {} })).toEqual([
    [6, 5, 'busy'],
  ])
})

test('what another node put over what watchers were shown comes to them once its version is news', async () => {
  const { staff, store, org, frames, clock } = await openFloor()
  await staff.show({ ada: {} })
  await staff.show({ ada: { status: 'away' } })
  const board = await org()
  board.join('org')
  const before = { revision: 4, version: 1 }
  await store.offer('default', { records: [nextRecord('ada', before, { status: 'busy' })], settings: null })
  await turn()
  clock.advance(20)
  await turn()
  expect(await store.read('default', 'ada')).toMatchObject({ revision: 6, presence: { version: 3, status: 'busy' } })
  expect(frames.map(readFrame).map(({ event, body }) => [event, 'changes' in body && body.changes])).toMatchObject([
    ['presence:changed', [{ agentId: 'ada', version: 3, status: 'busy' }]],
  ])
})

test('a node that has just read everything is sure only of what was decided since, until others have put back what they hold', async () => {
  const { clock, staff, board } = await openFloor()
  await staff.show({ ada: {}, bob: {} })
  const sure = async () => [await board.isSure('default', 'ada'), await board.isSure('default', 'bob')]
  expect(await sure()).toEqual([false, false])

  clock.advance(100)
  const record = { ...nextRecord('bob', { revision: 1, version: 1 }, {}), decidedAt: clock.now() }
  await staff.commit({ type: 'put', expected: 1, record, changes: [record.presence], rows: [] })
  await turn()
  expect(await sure()).toEqual([false, true])

  clock.advance(10_000)
  expect(await sure()).toEqual([true, true])
})

test('a node that reads everything anew is as little sure as one that has just come', async () => {
  const { clock, staff, board, org, isEmptied } = await forgetfulFloor()
  await staff.show({ ada: {} })
  await org()
  clock.advance(10_000)
  expect(await board.isSure('default', 'ada')).toBe(true)
  await isEmptied()
  expect(await board.isSure('default', 'ada')).toBe(false)
  clock.advance(10_000)
  expect(await board.isSure('default', 'ada')).toBe(true)
})
