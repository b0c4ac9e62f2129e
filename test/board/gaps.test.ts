import { createBoard } from '../../server/board/board.js'
import type { AgentRecord } from '../../server/engine/record.js'
import { putOf } from '../../server/store/put.js'
import type { LogEntry, Position, Store, Put } from '../../server/store/store.js'
import { StoreUnavailable } from '../../server/store/store.js'
import { readFrame } from '../support/read-frame.js'
import { come, changesOf, idsOf, openFloor, snapshotOf, turn, withLog } from './floor.js'

/** A floor whose log is passed on by `pass`, which a test changes as it goes. */
const leakyFloor = async () => {
  const log: { pass: (entry: LogEntry) => LogEntry | undefined } = { pass: (entry) => entry }
  const floor = await openFloor({ through: (store) => withLog(store, (entry) => log.pass(entry)) })
  return { ...floor, log }
}
const lose = (): undefined => undefined
const keep = (entry: LogEntry): LogEntry => entry

describe('after a gap in the log', () => {
  test('every room somebody is in is sent what it looks like now, and goes on from there', async () => {
    const { staff, org, frames, log, clock } = await leakyFloor()
    await staff.show({ ada: { teams: ['billing'] }, bob: {} })
    const board = await org()
    board.join('org')
    board.join('team:billing')
    const { cursor: old } = come(board, 'agent:bob')
    board.leave('agent:bob')

    log.pass = lose
    await staff.show({ ada: { teams: ['billing'], status: 'dnd' } })
    log.pass = keep
    await staff.show({ bob: { status: 'busy' } })
    await turn()
    expect(frames.map(({ room, event }) => `${room} ${event}`)).toEqual([
      'org presence:reset',
      'team:billing presence:reset',
    ])
    expect(frames.map(readFrame)[1]?.body).toMatchObject({ snapshot: [{ agentId: 'ada', status: 'dnd' }] })
    expect(idsOf(snapshotOf(board.news('org', old)))).toEqual(['ada', 'bob'])

    const from = board.cursor('org')
    clock.advance(20)
    await staff.show({ bob: { status: 'away' } })
    await turn()
    expect(frames.at(-1)).toMatchObject({ event: 'presence:changed', room: 'org', from })
  })

  test('another epoch is a gap too', async () => {
    const { staff, org, frames, log } = await leakyFloor()
    await staff.show({ ada: {} })
    const board = await org()
    board.join('org')
    log.pass = (entry) => ({ ...entry, position: { epoch: 'other', sequence: entry.position.sequence } })
    await staff.show({ ada: { status: 'busy' } })
    log.pass = keep
    await turn()
    expect(frames.map(readFrame)).toMatchObject([{ event: 'presence:reset', body: { snapshot: [{ status: 'busy' }] } }])
    await staff.show({ ada: { status: 'away' } })
    expect(board.record('ada')?.presence.status).toBe('away')
  })

  test('a cursor from before the log went back is not taken for a place with the same number', async () => {
    const lag = { entries: 0 }
    const shifted = ({ epoch, sequence }: Position): Position => ({ epoch, sequence: sequence - lag.entries })
    const { staff, org } = await openFloor({
      through: (store) => ({
        ...withLog(store, (entry) => ({ ...entry, position: shifted(entry.position) })),
        snapshot: async (name) => {
          const taken = await store.snapshot(name)
          return { ...taken, position: shifted(taken.position) }
        },
      }),
    })
    await staff.hire(640)
    const board = await org()
    const { cursor } = come(board, 'org')
    lag.entries = 5
    await staff.show({ ada: {} })
    await turn()
    lag.entries = 4
    await staff.show({ ada: {} })
    await turn()
    expect(board.reaches(cursor)).toBe(false)
    for (let more = 0; more < 5; more += 1) await staff.show({ bob: {} })
    expect(board.reaches(cursor)).toBe(true)
    expect(snapshotOf(board.news('org', cursor))).toHaveLength(642)
    const now = board.cursor('agent:ada')
    await staff.show({ ada: {} })
    expect(changesOf(board.news('org', now)).changes).toHaveLength(1)
  })

  test('an entry that comes twice is not taken twice', async () => {
    const { staff, org, frames, log } = await leakyFloor()
    await staff.show({ ada: {} })
    const board = await org()
    board.join('org')
    const seen: LogEntry[] = []
    log.pass = (entry) => {
      seen.push(entry)
      return seen[0]
    }
    await staff.show({ ada: { status: 'busy' } })
    await staff.show({ ada: { status: 'away' } })
    log.pass = keep
    await turn()
    expect(board.record('ada')?.presence.status).toBe('away')
    expect(frames.at(-1)?.event).toBe('presence:reset')
  })

  test('what was gone meanwhile is told', async () => {
    const { board, staff, org, log } = await leakyFloor()
    await staff.show({ ada: {}, bob: {} })
    await org()
    const gone: string[] = []
    board.onAgentGone((_org, agentId, why) => gone.push(`${agentId} ${why}`))
    log.pass = lose
    await staff.delete('ada')
    log.pass = keep
    await staff.show({ bob: {} })
    await turn()
    expect(gone).toEqual(['ada deleted'])
  })
})

describe('an entry that cannot be applied', () => {
  test('is set aside: the agent is read anew, the others go on', async () => {
    const { staff, org, log, warnings, frames } = await leakyFloor()
    await staff.show({ ada: {}, bob: {} })
    const board = await org()
    board.join('org')
    log.pass = (entry) => {
      if (entry.type !== 'agents') return entry
      const puts = entry.puts.map((put) => (put.record.agentId === 'ada' ? withoutPresence(put) : put))
      return { ...entry, puts }
    }
    await staff.show({ ada: { status: 'busy' }, bob: { status: 'dnd' } })
    log.pass = keep
    expect(board.record('bob')?.presence.status).toBe('dnd')
    await turn()
    expect(board.record('ada')?.presence.status).toBe('busy')
    expect(warnings).toHaveLength(1)

    await staff.show({ ada: { status: 'away' } })
    expect(board.record('ada')?.presence.status).toBe('away')
    expect(frames.some((frame) => frame.event === 'presence:reset')).toBe(false)
  })

  test('and cannot be taken apart at all makes the organisation be read anew', async () => {
    const { staff, org, log, frames } = await leakyFloor()
    await staff.show({ ada: {} })
    const board = await org()
    board.join('org')
    log.pass = (entry) => {
      const unreadable: LogEntry = JSON.parse(JSON.stringify({ ...entry, puts: null }))
      return unreadable
    }
    await staff.show({ ada: { status: 'busy' } })
    await turn()
    expect(frames.map(readFrame)).toMatchObject([{ event: 'presence:reset', body: { snapshot: [{ status: 'busy' }] } }])
    expect(board.record('ada')?.presence.status).toBe('busy')
  })
})

function withoutPresence({ record, changes }: Put): Put {
  const broken: AgentRecord = JSON.parse(JSON.stringify({ ...record, presence: undefined }))
  return putOf(broken, changes)
}

describe('opening an organisation', () => {
  test('neither misses nor repeats what is written meanwhile', async () => {
    const waiting: (() => void)[] = []
    const slow = (store: Store): Store => ({
      ...store,
      snapshot: async (org) => {
        const taken = await store.snapshot(org)
        await new Promise<void>((resolve) => waiting.push(resolve))
        return taken
      },
    })
    const { staff, board, frames } = await openFloor({ through: slow })
    await staff.show({ ada: {} })
    const opening = Promise.all([board.open('default'), board.open('default')])
    await turn()
    expect(board.peek('default')).toBeUndefined()
    await staff.show({ ada: { status: 'busy' } })
    await staff.show({ bob: {} })
    expect(waiting).toHaveLength(1)
    waiting[0]?.()
    const [one, same] = await opening
    expect(one).toBe(same)
    expect(board.peek('default')).toBe(one)
    expect(idsOf(snapshotOf(come(one, 'org')))).toEqual(['ada', 'bob'])
    expect(one.record('ada')?.presence.version).toBe(2)
    await staff.show({ cy: {} })
    await turn()
    expect(frames.map(readFrame)).toMatchObject([{ event: 'presence:changed', body: { changes: [{ agentId: 'cy' }] } }])
  })

  test('fails while the store is away, and succeeds when it is back', async () => {
    const away = { is: true }
    const { board, staff } = await openFloor({ through: (store) => sometimesAway(store, away) })
    await staff.show({ ada: {} })
    await expect(board.open('default')).rejects.toThrow(StoreUnavailable)
    expect(board.stale).toBe(false)
    away.is = false
    expect((await board.open('default')).size).toBe(1)
  })

  test('shows nothing of other organisations', async () => {
    const { board, staff, frames } = await openFloor()
    const other = await board.open('other')
    other.join('org')
    await staff.show({ ada: {} })
    await turn()
    expect(other.size).toBe(0)
    expect(frames).toEqual([])
  })
})

test('a board that cannot be read anew says that it is stale, goes on serving, and tries again', async () => {
  const away = { is: false }
  const log: { pass: (entry: LogEntry) => LogEntry | undefined } = { pass: keep }
  const through = (store: Store): Store => withLog(sometimesAway(store, away), (entry) => log.pass(entry))
  const { board, staff, org, clock, frames } = await openFloor({ through })
  await staff.show({ ada: {} })
  const floor = await org()
  floor.join('org')
  away.is = true
  log.pass = lose
  await staff.show({ ada: { status: 'busy' } })
  log.pass = keep
  await staff.show({ ada: { status: 'away' } })
  await turn()
  expect(board.stale).toBe(true)
  expect(floor.record('ada')?.presence.status).toBe('available')
  away.is = false
  clock.advance(100)
  await turn()
  expect(board.stale).toBe(false)
  expect(frames.map(readFrame)).toMatchObject([{ event: 'presence:reset', body: { snapshot: [{ status: 'away' }] } }])
})

test('a board cannot be created while the store is away', async () => {
  const { store, clock } = await openFloor()
  const away: Store = { ...store, follow: () => Promise.reject(new StoreUnavailable('away')) }
  await expect(createBoard({ store: away, clock, frameMs: 20, log: { warn: () => undefined } })).rejects.toThrow(
    StoreUnavailable,
  )
})

const sometimesAway = (store: Store, away: { readonly is: boolean }): Store => ({
  ...store,
  snapshot: (org) => (away.is ? Promise.reject(new StoreUnavailable('away')) : store.snapshot(org)),
})
