import { readFrame } from '../support/read-frame.js'
import { come, changesOf, idsOf, openFloor, snapshotOf, turn } from './floor.js'

describe('who comes to a room', () => {
  test('gets everybody in it, and nobody else', async () => {
    const { staff, org } = await openFloor()
    await staff.show({ ada: { teams: ['billing'] }, bob: { teams: ['sales', 'billing'] }, cy: { teams: ['sales'] } })
    const board = await org()
    expect(idsOf(snapshotOf(come(board, 'org')))).toEqual(['ada', 'bob', 'cy'])
    expect(idsOf(snapshotOf(come(board, 'team:billing')))).toEqual(['ada', 'bob'])
    expect(idsOf(snapshotOf(come(board, 'agent:cy')))).toEqual(['cy'])
    expect(snapshotOf(come(board, 'team:nobody'))).toEqual([])
  })

  test('gets a snapshot and a cursor of one instant: the next frame continues it', async () => {
    const { staff, org, frames } = await openFloor()
    await staff.show({ ada: {} })
    const board = await org()
    board.join('org')
    await staff.show({ ada: { status: 'busy' } })
    const late = come(board, 'org')
    expect(snapshotOf(late)).toMatchObject([{ agentId: 'ada', status: 'busy' }])
    expect(frames.map(readFrame)).toMatchObject([{ event: 'presence:changed', body: { cursor: late.cursor } }])

    await staff.show({ ada: { status: 'away' } })
    expect(come(board, 'org').cursor).not.toBe(late.cursor)
    expect(frames).toMatchObject([{}, { from: late.cursor }])
  })

  test('goes on from the same cursor as those who are there, whatever happened in other rooms', async () => {
    const { staff, org } = await openFloor()
    await staff.show({ ada: { teams: ['billing'] }, bob: { teams: ['sales'] } })
    const board = await org()
    const early = come(board, 'team:billing')
    await staff.show({ bob: { status: 'busy' } })
    expect(come(board, 'team:billing').cursor).toBe(early.cursor)
    expect(board.cursor('team:billing')).toBe(early.cursor)
    expect(board.cursor('team:sales')).not.toBe(early.cursor)
  })
})

describe('who comes back with a cursor', () => {
  test('gets just the agents that changed meanwhile', async () => {
    const { staff, org } = await openFloor()
    await staff.hire(1_000)
    const board = await org()
    const { cursor } = come(board, 'org')
    for (let index = 0; index < 10; index += 1) {
      await staff.show({ [`agent-${index * 100}`]: { status: 'busy' } })
      await staff.show({ [`agent-${index * 100}`]: { status: 'away' } })
    }
    const { changes, left } = changesOf(board.news('org', cursor))
    expect(idsOf(changes)).toEqual(Array.from({ length: 10 }, (_, index) => `agent-${index * 100}`))
    expect(changes.every((one) => one.status === 'away')).toBe(true)
    expect(left).toEqual([])
  })

  test('gets no changes when only other rooms changed', async () => {
    const { staff, org } = await openFloor()
    await staff.show({ ada: { teams: ['billing'] }, bob: {} })
    const board = await org()
    const { cursor } = come(board, 'team:billing')
    await staff.show({ bob: { status: 'busy' } })
    expect(changesOf(come(board, 'team:billing', cursor))).toMatchObject({ changes: [], left: [] })
    expect(changesOf(come(board, 'agent:ada', cursor))).toMatchObject({ changes: [], left: [] })
  })

  test('gets no changes for what nobody can see', async () => {
    const { staff, org } = await openFloor()
    await staff.show({ ada: {} })
    const board = await org()
    const { cursor } = come(board, 'org')
    await staff.touch('ada')
    expect(board.record('ada')?.revision).toBe(2)
    expect(changesOf(come(board, 'org', cursor)).changes).toEqual([])
  })

  test('is told who was deleted and who moved out', async () => {
    const { staff, org } = await openFloor()
    await staff.show({ ada: { teams: ['billing'] }, bob: { teams: ['billing'] }, cy: { teams: ['billing'] } })
    const board = await org()
    const { cursor } = come(board, 'team:billing')
    await staff.delete('ada')
    await staff.show({ bob: { teams: ['sales'] } })
    const team = changesOf(board.news('team:billing', cursor))
    expect([...team.left].sort()).toEqual(['ada', 'bob'])
    expect(team.changes).toEqual([])
    const all = changesOf(board.news('org', cursor))
    expect(all.left).toEqual(['ada'])
    expect(idsOf(all.changes)).toEqual(['bob'])
  })

  test('is not told that somebody left who is there again', async () => {
    const { staff, org } = await openFloor()
    await staff.show({ ada: { teams: ['billing'] } })
    const board = await org()
    const { cursor } = come(board, 'team:billing')
    await staff.show({ ada: { teams: [] } })
    await staff.show({ ada: { teams: ['billing'] } })
    await staff.delete('ada')
    await staff.show({ ada: { teams: ['billing'] } })
    const { changes, left } = changesOf(board.news('team:billing', cursor))
    expect(left).toEqual([])
    expect(changes).toMatchObject([{ agentId: 'ada', version: 4 }])
  })

  test.each(['', 'nonsense', '12', '-1.x', '1e3.x', '99999999999999999999.x', '1.another-epoch'])(
    'gets a snapshot when the cursor is %p',
    async (after) => {
      const { staff, org } = await openFloor()
      await staff.show({ ada: {} })
      const board = await org()
      expect(board.reaches(after)).toBe(true)
      expect(idsOf(snapshotOf(come(board, 'org', after)))).toEqual(['ada'])
    },
  )

  test('gets a snapshot when the cursor is older than this board', async () => {
    const { staff, org, store } = await openFloor()
    await staff.show({ ada: {} })
    const old = (await store.snapshot('default')).position
    await staff.show({ bob: {} })
    const board = await org()
    expect(idsOf(snapshotOf(come(board, 'org', `${old.sequence}.${old.epoch}`)))).toEqual(['ada', 'bob'])
  })
})

describe('a cursor that is ahead of this node', () => {
  const ahead = async () => {
    const floor = await openFloor()
    const { epoch, sequence } = await floor.staff.show({ ada: {} })
    return { ...floor, close: floor.board.close, board: await floor.org(), cursor: `${sequence + 1}.${epoch}` }
  }

  test('is waited for until the node has caught up', async () => {
    const { board, cursor, staff } = await ahead()
    expect(board.reaches(cursor)).toBe(false)
    const reached = board.whenReached(cursor, 2_000)
    await staff.show({ ada: { status: 'busy' } })
    expect(await reached).toBe(true)
    expect(changesOf(come(board, 'org', cursor)).changes).toEqual([])
  })

  test('is answered with a snapshot when the time is over', async () => {
    const { board, cursor, clock } = await ahead()
    const reached = board.whenReached(cursor, 2_000)
    clock.advance(2_000)
    expect(await reached).toBe(false)
    expect(idsOf(snapshotOf(come(board, 'org', cursor)))).toEqual(['ada'])
  })

  test('is not waited for by a board that closes', async () => {
    const { board, cursor, close } = await ahead()
    const reached = board.whenReached(cursor, 2_000)
    await turn()
    await close()
    expect(await reached).toBe(false)
  })
})
