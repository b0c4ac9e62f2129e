import { jest } from '@jest/globals'
import { createRoom, type RoomLine, type WatchAck } from '../../client-sdk/room.js'
import type { ErrorCode } from '../../protocol/errors.js'
import { aPresence } from './example.js'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const NAME = 'team:x'
const serverTime = '2026-11-23T10:00:00.000Z'
const named = (agentId: string, version = 1) => aPresence({ agentId, version })
const changed = (from: string, cursor: string, ...changes: ReturnType<typeof named>[]) => ({
  room: NAME,
  from,
  cursor,
  changes,
})
const left = (from: string, cursor: string, ...agentIds: string[]) => ({ room: NAME, from, cursor, agentIds })
const pulse = (cursor?: string, stale = false) => ({
  serverTime,
  stale,
  cursors: cursor === undefined ? {} : { [NAME]: cursor },
})

/** A room and the questions it asked, oldest first. */
function open() {
  const asked: { after: string | undefined; answer: (ack: WatchAck | undefined) => void }[] = []
  const line: RoomLine = { watch: (_, after, answer) => void asked.push({ after, answer }) }
  const room = createRoom(NAME, line, () => {})
  room.connected()
  return {
    room,
    asked,
    last: () => asked.at(-1)!,
    snapshot: (cursor: string, ...snapshot: ReturnType<typeof named>[]) =>
      asked.at(-1)!.answer({ ok: true, room: NAME, cursor, snapshot }),
    changes: (cursor: string, ...changes: ReturnType<typeof named>[]) =>
      asked.at(-1)!.answer({ ok: true, room: NAME, cursor, changes }),
    refuse: (code: ErrorCode) => asked.at(-1)!.answer({ ok: false, error: { code, message: code } }),
    ids: () => [...room.agents.keys()].sort(),
  }
}

test('frames that continue the cursor are taken without a question', () => {
  const { room, asked, snapshot, ids } = open()
  snapshot('c1', named('a'))
  room.changed(changed('c1', 'c2', named('b')))
  room.left(left('c2', 'c3', 'a'))
  room.pulse(pulse('c3'))
  expect(ids()).toEqual(['b'])
  expect(asked).toHaveLength(1)
})

test('a gap is asked for once, with the own cursor, however many frames follow', () => {
  const { room, asked, snapshot, changes, last } = open()
  snapshot('c1', named('a'))
  room.changed(changed('c5', 'c6', named('b')))
  room.changed(changed('c6', 'c7', named('c')))
  expect(asked).toHaveLength(2)
  expect(last().after).toBe('c1')
  changes('c7', named('d'))
  room.changed(changed('c7', 'c8', named('e')))
  expect(asked).toHaveLength(2)
})

test('a pulse that stands elsewhere is asked about, also when it does not know the room', () => {
  const { room, asked, snapshot, changes } = open()
  snapshot('c1')
  room.pulse(pulse('c2'))
  expect(asked).toHaveLength(2)
  room.pulse(pulse('c2'))
  expect(asked).toHaveLength(2)
  changes('c2')
  room.pulse(pulse())
  expect(asked).toHaveLength(3)
})

test('who left while the snapshot was on its way does not come back with it', () => {
  const { room, snapshot, ids } = open()
  room.left(left('c1', 'c2', 'b'))
  snapshot('c1', named('a'), named('b'))
  expect(ids()).toEqual(['a'])
  room.pulse(pulse('c2'))
})

test('who came while the snapshot was on its way stays', () => {
  const { room, asked, snapshot, ids } = open()
  room.changed(changed('c1', 'c2', named('b')))
  snapshot('c1', named('a'))
  expect(ids()).toEqual(['a', 'b'])
  room.pulse(pulse('c2'))
  expect(asked).toHaveLength(1)
})

test('who left before the answer was made is not kept by what came even earlier', () => {
  const { room, asked, snapshot, changes, ids } = open()
  snapshot('c1', named('a'), named('b'))
  room.disconnected()
  room.connected()
  room.left(left('c1', 'c1', 'b'))
  changes('c4', named('a', 2))
  expect(ids()).toEqual(['a'])
  room.changed(changed('c4', 'c5', named('a', 3)))
  expect(asked).toHaveLength(2)
})

test('a reset that overtook the answer counts more than the answer', () => {
  const { room, asked, snapshot, ids } = open()
  room.reset({ room: NAME, cursor: 'd1', snapshot: [named('a')] })
  snapshot('c1', named('b'))
  expect(ids()).toEqual(['a'])
  expect(asked[1]?.after).toBe('d1')
})

test('the answer to a question of the line before is not heard', () => {
  const { room, asked, snapshot, ids } = open()
  room.disconnected()
  room.connected()
  asked[0]?.answer({ ok: true, room: NAME, cursor: 'c1', snapshot: [named('old')] })
  expect(room.ready).toBe(false)
  snapshot('d1', named('new'))
  expect(ids()).toEqual(['new'])
})

test.each(['unavailable', 'rate_limited'] as const)('refused with %s it asks again, not at once', (code) => {
  const { room, asked, refuse, snapshot } = open()
  refuse(code)
  room.changed(changed('c5', 'c6', named('b')))
  room.pulse(pulse('c6'))
  expect(asked).toHaveLength(1)
  expect(room).toMatchObject({ stale: true, ready: false, error: undefined })
  jest.advanceTimersByTime(1_000)
  expect(asked).toHaveLength(2)
  snapshot('c6', named('b'))
  expect(room).toMatchObject({ stale: false, ready: true })
})

test('a question without an answer is asked again', () => {
  const { asked, last } = open()
  last().answer(undefined)
  jest.advanceTimersByTime(1_000)
  expect(asked).toHaveLength(2)
})

test('a room that may not be watched says so, stays stale and is asked for again on the next line only', () => {
  const { room, asked, snapshot, refuse } = open()
  snapshot('c1', named('a'))
  room.disconnected()
  room.connected()
  refuse('forbidden')
  expect(room.error).toMatchObject({ code: 'forbidden' })
  room.pulse(pulse('c1'))
  jest.advanceTimersByTime(60_000)
  expect(room.stale).toBe(true)
  expect(asked).toHaveLength(2)
  room.disconnected()
  room.connected()
  snapshot('c2', named('a'))
  expect(room).toMatchObject({ stale: false, error: undefined })
})

test('a pulse before the room has caught up does not make it fresh', () => {
  const { room, snapshot, changes } = open()
  snapshot('c1', named('a'))
  room.disconnected()
  expect(room.stale).toBe(true)
  room.connected()
  room.pulse(pulse('c9'))
  expect(room.stale).toBe(true)
  changes('c9', named('a', 2))
  expect(room.stale).toBe(false)
})

test('a hub that says it is behind is believed, and caught-up rooms stay stale until it says otherwise', () => {
  const { room, snapshot, changes } = open()
  snapshot('c1')
  room.pulse(pulse('c2', true))
  expect(room.stale).toBe(true)
  changes('c2')
  expect(room.stale).toBe(true)
  room.pulse(pulse('c2'))
  expect(room.stale).toBe(false)
})

test('without a pulse for two and a half periods it is stale, and says so', () => {
  const { room, snapshot } = open()
  snapshot('c1')
  const heard = jest.fn()
  room.subscribe(heard)
  jest.advanceTimersByTime(12_000)
  room.pulse(pulse('c1'))
  jest.advanceTimersByTime(12_499)
  expect(room.stale).toBe(false)
  expect(heard).not.toHaveBeenCalled()
  jest.advanceTimersByTime(1)
  expect(room.stale).toBe(true)
  expect(heard).toHaveBeenCalledTimes(1)
})

test('its listeners hear what changed, and nothing when nothing did', () => {
  const { room, snapshot } = open()
  const heard = jest.fn()
  room.subscribe(heard)
  snapshot('c1', named('a'), named('b'))
  expect(heard).toHaveBeenLastCalledWith({ changed: ['a', 'b'], left: [], reset: true })
  const { revision } = room
  room.changed(changed('c1', 'c2', named('a')))
  expect(room.revision).toBe(revision)
  room.changed(changed('c2', 'c3', named('a', 2)))
  expect(heard).toHaveBeenLastCalledWith({ changed: ['a'], left: [], reset: false })
  expect(room.revision).toBe(revision + 1)
})

test('closed, it holds no timer and asks nothing', () => {
  const { room, asked, snapshot, refuse } = open()
  snapshot('c1')
  room.changed(changed('c5', 'c6'))
  refuse('unavailable')
  room.close()
  expect(jest.getTimerCount()).toBe(0)
  expect(asked).toHaveLength(2)
})

describe('a room the hub puts back in where it was', () => {
  function back(to: string) {
    const opened = open()
    opened.snapshot('c1', named('a'), named('b'))
    opened.room.disconnected()
    opened.room.resumed(to)
    opened.room.connected()
    return opened
  }

  test('asks for nothing, and is up to date at once where nothing happened', () => {
    const { room, asked } = back('c1')
    expect(asked).toHaveLength(1)
    expect(room.stale).toBe(false)
  })

  test('is behind until what was missed is there', () => {
    const { room, asked, ids } = back('c3')
    expect(room.stale).toBe(true)
    room.left(left('c1', 'c1', 'b'))
    expect(room.stale).toBe(true)
    room.changed(changed('c1', 'c3', named('c')))
    expect(room.stale).toBe(false)
    expect(ids()).toEqual(['a', 'c'])
    expect(asked).toHaveLength(1)
  })

  test('takes a reset for what was missed', () => {
    const { room, ids } = back('d1')
    room.reset({ room: NAME, cursor: 'd1', snapshot: [named('c')] })
    expect(room.stale).toBe(false)
    expect(ids()).toEqual(['c'])
  })

  test('asks where what follows does not continue it', () => {
    const { room, asked } = back('c3')
    room.changed(changed('c2', 'c3', named('c')))
    expect(asked.map(({ after }) => after)).toEqual([undefined, 'c1'])
  })

  test('asks on the next line, if that one does not know it', () => {
    const { room, asked } = back('c1')
    room.disconnected()
    room.connected()
    expect(asked.map(({ after }) => after)).toEqual([undefined, 'c1'])
  })
})
