import { versionIn } from '../../bench/contenders/centrifugo.js'
import { createMessageReader } from '../../bench/load/centrifugo-messages.js'
import { newTally, Screen } from '../../bench/load/screen.js'
import { stampOf } from '../../bench/load/stamp.js'

const publication = (offset: number, version: number): string =>
  JSON.stringify({
    push: {
      channel: 'floor:org',
      pub: { data: { agentId: 'agent-3', version, note: stampOf(1_000 * version), connection: 'connected' }, offset },
    },
  })

const told = (...lines: readonly string[]) => createMessageReader()(Buffer.from(lines.join('\n')))

/** A board that is subscribed after the publication with this offset. */
function openBoard(offset: number) {
  const tally = newTally()
  const screen = new Screen(10, tally)
  screen.replace([], String(offset))
  const hears = (...lines: readonly string[]) => {
    for (const frame of told(...lines).frames) screen.take(frame, 0, 0)
  }
  return { screen, hears, wrongs: tally.wrongs }
}

describe('what a board hears from Centrifugo', () => {
  test('publications that continue each other are one frame, however many lines they came in', () => {
    const { frames } = told(publication(8, 1), publication(9, 2))
    expect(frames).toHaveLength(1)
    expect(frames[0]).toMatchObject({ from: '7', cursor: '9' })
    expect(frames[0]?.shown.map(({ version, dueUs }) => [version, dueUs])).toEqual([
      [1, 1_000],
      [2, 2_000],
    ])
  })

  test('the checker finds nothing where no publication is missing', () => {
    const { screen, hears, wrongs } = openBoard(7)
    hears(publication(8, 1))
    hears(publication(9, 2), publication(10, 3))
    expect(wrongs).toEqual([])
    expect(screen.behind([[3, 3]])).toBe(0)
  })

  test('the checker finds a publication that is missing between two messages', () => {
    const { hears, wrongs } = openBoard(7)
    hears(publication(8, 1))
    hears(publication(10, 3))
    expect(wrongs).toEqual(['a frame from 9 after one that ended at 8'])
  })

  test('the checker finds a publication that is missing within a message', () => {
    const { hears, wrongs } = openBoard(7)
    hears(publication(8, 1), publication(10, 3))
    expect(wrongs).toEqual(['a frame from 9 after one that ended at 8'])
  })

  test('the checker finds publications that came in the wrong order', () => {
    const { hears, wrongs } = openBoard(7)
    hears(publication(9, 2), publication(8, 1))
    expect(wrongs).toContain('agent 3 went back from version 2 to 1')
  })

  test('a ping is told apart from what comes with it', () => {
    expect(told('{}')).toMatchObject({ pinged: true, frames: [], answers: [] })
    expect(told(publication(8, 1), '{}').pinged).toBe(true)
    expect(told(publication(8, 1)).pinged).toBe(false)
  })

  test('an empty channel that keeps its history begins at 0, one that keeps none has no place to begin', () => {
    expect(told('{"id":2,"subscribe":{"recoverable":true,"epoch":"x"}}').answers).toEqual([
      { id: 2, error: null, offset: 0 },
    ])
    expect(told('{"id":2,"subscribe":{"recoverable":true,"epoch":"x","offset":7}}').answers[0]?.offset).toBe(7)
    expect(told('{"id":2,"subscribe":{}}').answers[0]?.offset).toBeNull()
  })

  test('a refusal keeps its words', () => {
    const refused = told('{"id":2,"error":{"code":103,"message":"permission denied"}}')
    expect(refused.answers[0]?.error).toBe('103 permission denied')
  })

  test('a subscription that the server ends is not taken for a ping', () => {
    const ended = told('{"push":{"channel":"floor:org","unsubscribe":{"code":2500,"reason":"insufficient state"}}}')
    expect(ended.pinged).toBe(false)
    expect(ended.others).toHaveLength(1)
  })
})

test('the version is what the binary says, and another program is refused with what it said', () => {
  expect(versionIn('Centrifugo v6.1.0 (Go version: go1.24)\n')).toEqual({ text: '6.1.0', major: 6 })
  expect(versionIn('Centrifugo v5.4.9 (Go version: go1.23)\n')).toEqual({ text: '5.4.9', major: 5 })
  expect(() => versionIn('v20.20.2\n')).toThrow('not a Centrifugo: asked for its version, it said v20.20.2')
})
