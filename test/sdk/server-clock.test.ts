import { jest } from '@jest/globals'
import { createServerClock } from '../../client-sdk/server-clock.js'

const at = (ms: number) => new Date(ms).toISOString()
const HERE = Date.parse('2026-11-23T10:00:00.000Z')

beforeEach(() => void jest.useFakeTimers({ now: HERE }))
afterEach(() => void jest.useRealTimers())

test('before anything is known it is the local time', () => {
  expect(createServerClock().now()).toBe(HERE)
})

test('a local clock that is wrong does not matter', () => {
  const clock = createServerClock()
  clock.read(at(HERE + 600_000))
  jest.advanceTimersByTime(1_000)
  expect(clock.now()).toBe(HERE + 601_000)
})

test('a pulse that lay in a frozen tab does not turn the time back', () => {
  const clock = createServerClock()
  clock.read(at(HERE))
  jest.advanceTimersByTime(3_600_000)
  clock.read(at(HERE + 5_000))
  expect(clock.now()).toBe(HERE + 3_600_000)
})

test('a local clock that was set forward is noticed within half a minute of pulses', () => {
  const clock = createServerClock()
  clock.read(at(HERE))
  jest.setSystemTime(HERE + 600_000)
  for (let pulse = 1; pulse <= 6; pulse++) {
    jest.advanceTimersByTime(5_000)
    clock.read(at(HERE + pulse * 5_000))
  }
  expect(clock.now()).toBe(HERE + 30_000)
})
