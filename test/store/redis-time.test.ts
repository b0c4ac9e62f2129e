import { createRedisTime } from '../../server/store/redis-time.js'
import { createTestClock } from '../support/test-clock.js'

const HOUR_MS = 3_600_000

test('a clock that is an hour ahead does not make time stand still once Redis was heard', () => {
  const clock = createTestClock()
  const right = clock.now() - HOUR_MS
  const time = createRedisTime(clock)
  expect(time.now()).toBe(clock.now())
  time.heard(right)
  expect(time.now()).toBe(right)
  clock.advance(1_000)
  expect(time.now()).toBe(right + 1_000)
})

test('time does not go back when Redis is heard later than the last time', () => {
  const clock = createTestClock()
  const time = createRedisTime(clock)
  time.heard(clock.now())
  clock.advance(1_000)
  const before = time.now()
  time.heard(before - 20)
  expect(time.now()).toBe(before)
  clock.advance(30)
  expect(time.now()).toBe(before + 10)
})
