import type { Frame } from '../../server/board/board.js'
import { isTombstone } from '../../server/store/store.js'
import { come, idsOf, openFloor, snapshotOf, turn } from './floor.js'
import { readFrame } from '../support/read-frame.js'
import { nextRecord } from './staff.js'

const changed = (frames: readonly Frame[]) =>
  frames.map(readFrame).flatMap(({ event, body }) => (event === 'presence:changed' ? [idsOf(body.changes)] : []))
const sent = (frame: Frame | undefined) => frame && readFrame(frame).body

describe('a frame', () => {
  test('leaves in the same turn when the room was quiet', async () => {
    const { staff, org, frames } = await openFloor()
    const board = await org()
    board.join('org')
    await staff.show({ ada: {} })
    await turn()
    expect(changed(frames)).toEqual([['ada']])
  })

  test('carries all that one burst of entries brings, each agent once and as it is now', async () => {
    const { staff, org, frames } = await openFloor()
    const board = await org()
    board.join('org')
    await staff.show({ ada: {}, bob: {} })
    await staff.show({ ada: { status: 'busy' } })
    await staff.show({ ada: { status: 'away' } })
    await turn()
    expect(changed(frames)).toEqual([['ada', 'bob']])
    expect(sent(frames[0])).toMatchObject({ changes: [{ agentId: 'ada', version: 3, status: 'away' }, { version: 1 }] })
  })

  test('carries what looks new here, whatever it looked like to the node that wrote it', async () => {
    const { staff, store, org, frames } = await openFloor()
    await staff.show({ ada: {} })
    const board = await org()
    board.join('org')
    const stored = await store.read('default', 'ada')
    if (!stored || isTombstone(stored)) throw new Error('ada is stored')
    // After a loss: written by a node that still had another record of this revision.
    const record = nextRecord('ada', { revision: 1, version: 2, before: stored }, { status: 'dnd' })
    await staff.commit({ type: 'put', expected: 1, record, changes: [], rows: [] })
    await turn()
    expect(sent(frames[0])).toMatchObject({ changes: [{ agentId: 'ada', version: 3, status: 'dnd' }] })
  })

  test('of a large room waits for the rest of the interval after the frame before', async () => {
    const { staff, org, frames, clock } = await openFloor({ frameMs: 20 })
    const board = await org()
    for (let watcher = 0; watcher < 200; watcher += 1) board.join('org')
    await staff.show({ ada: {} })
    await turn()
    clock.advance(5)
    await staff.show({ ada: { status: 'busy' } })
    await staff.show({ bob: {} })
    await turn()
    clock.advance(14)
    await turn()
    expect(changed(frames)).toEqual([['ada']])
    clock.advance(1)
    expect(changed(frames)).toEqual([['ada'], ['ada', 'bob']])
    clock.advance(20)
    await staff.show({ cy: {} })
    await turn()
    expect(changed(frames)).toHaveLength(3)
  })

  test('continues the frame before, over changes that are not of its room', async () => {
    const { staff, org, frames, clock } = await openFloor()
    await staff.show({ ada: { teams: ['billing'] }, bob: {} })
    const board = await org()
    let { cursor } = come(board, 'team:billing')
    for (const status of ['busy', 'away', 'dnd'] as const) {
      await staff.show({ bob: { status } })
      await staff.show({ ada: { status } })
      await staff.show({ bob: { status: 'available' } })
      await turn()
      clock.advance(20)
    }
    expect(changed(frames)).toEqual([['ada'], ['ada'], ['ada']])
    for (const { body } of frames.map(readFrame)) {
      expect(body).toMatchObject({ from: cursor })
      cursor = body.cursor
    }
    expect(board.cursor('team:billing')).toBe(cursor)
  })

  test('holds no more than the agents of the room, however many changes wait', async () => {
    const { staff, org, frames, clock } = await openFloor()
    const board = await org()
    for (let watcher = 0; watcher < 200; watcher += 1) board.join('org')
    await staff.hire(10)
    await turn()
    for (let round = 0; round < 200; round += 1) {
      for (let index = 0; index < 10; index += 1) await staff.show({ [`agent-${index}`]: { status: 'busy' } })
    }
    clock.advance(20)
    expect(changed(frames).map((ids) => ids.length)).toEqual([10, 10])
  })
})

describe('an agent who goes', () => {
  test('leaves every room when deleted', async () => {
    const { staff, org, frames } = await openFloor()
    await staff.show({ ada: { teams: ['billing'] } })
    const board = await org()
    for (const room of ['org', 'team:billing', 'agent:ada', 'team:sales']) board.join(room)
    const from = board.cursor('org')
    await staff.delete('ada')
    await turn()
    expect(frames.map(({ room, event }) => `${room} ${event}`).sort()).toEqual([
      'agent:ada presence:left',
      'org presence:left',
      'team:billing presence:left',
    ])
    for (const { body } of frames.map(readFrame))
      expect(body).toMatchObject({ from, cursor: board.cursor('org'), agentIds: ['ada'] })
    expect(board.cursor('org')).not.toBe(from)
    expect(board.putsIn('team:billing')).toEqual([])
  })

  test('leaves the old team and is a change in the new one', async () => {
    const { staff, org, frames } = await openFloor()
    await staff.show({ ada: { teams: ['billing', 'late'] } })
    const board = await org()
    for (const room of ['org', 'team:billing', 'team:late', 'team:sales']) board.join(room)
    await staff.show({ ada: { teams: ['sales', 'late'] } })
    await turn()
    expect(frames.map(({ room, event }) => `${room} ${event}`).sort()).toEqual([
      'org presence:changed',
      'team:billing presence:left',
      'team:late presence:changed',
      'team:sales presence:changed',
    ])
    expect(idsOf(snapshotOf(come(board, 'team:sales')))).toEqual(['ada'])
    expect(snapshotOf(come(board, 'team:billing'))).toEqual([])
  })

  test('is told before the changes of the same instant, which alone move the cursor on', async () => {
    const { staff, org, frames } = await openFloor()
    await staff.show({ ada: {}, bob: {} })
    const board = await org()
    const from = come(board, 'org').cursor
    await staff.show({ bob: { status: 'busy' } })
    await staff.delete('ada')
    await turn()
    expect(frames.map(readFrame)).toMatchObject([
      { event: 'presence:left', body: { from, cursor: from, agentIds: ['ada'] } },
      { event: 'presence:changed', body: { from, cursor: board.cursor('org'), changes: [{ agentId: 'bob' }] } },
    ])
  })

  test('and is back before the frame leaves is only a change', async () => {
    const { staff, org, frames } = await openFloor()
    await staff.show({ ada: {} })
    const board = await org()
    board.join('org')
    await staff.delete('ada')
    await staff.show({ ada: {} })
    await turn()
    expect(frames.map(readFrame)).toMatchObject([
      { event: 'presence:changed', body: { changes: [{ agentId: 'ada', version: 2 }] } },
    ])
  })
})

describe('a room', () => {
  test('that nobody joined, or everybody left, is sent nothing', async () => {
    const { staff, org, frames, clock } = await openFloor()
    const board = await org()
    board.join('org')
    board.join('org')
    board.leave('org')
    await staff.show({ ada: {} })
    await turn()
    expect(frames).toHaveLength(1)
    await staff.show({ ada: { status: 'busy' } })
    board.leave('org')
    board.leave('org')
    clock.advance(1_000)
    await turn()
    expect(frames).toHaveLength(1)
  })

  test('hears nothing of what nobody can see', async () => {
    const { staff, org, frames } = await openFloor()
    await staff.show({ ada: {} })
    const board = await org()
    const { cursor } = come(board, 'org')
    await staff.touch('ada')
    await turn()
    expect(frames).toEqual([])
    expect(board.cursor('org')).toBe(cursor)
  })
})
