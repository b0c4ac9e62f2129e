import { createFaultLog } from '../../server/ops/fault-log.js'
import type { Log } from '../../server/ops/logging.js'
import type { Metrics } from '../../server/ops/metrics.js'
import { createRefusalLog } from '../../server/ops/refusal-log.js'
import { createTestClock } from '../support/test-clock.js'

test('a fault is told at once, then every 10 s how often it came again', () => {
  const clock = createTestClock()
  const told: unknown[] = []
  const log = { error: (details: { again?: number }) => told.push(details.again ?? 0) } as unknown as Log
  const fault = createFaultLog(log, clock, 'the database does not answer')
  for (let n = 0; n < 50; n++) {
    fault(new Error('away'))
    clock.advance(500)
  }
  fault(new Error('another'))
  expect(told).toEqual([0, 19, 19, 0])
})

test('who is turned away is counted each time, and told of once for each door and code in 10 s', () => {
  const clock = createTestClock()
  const told: unknown[] = []
  const counted: unknown[] = []
  const log = { warn: (details: object) => told.push(details) } as unknown as Log
  const metrics = { refused: { inc: (labels: object) => counted.push(labels) } } as unknown as Metrics
  const refused = createRefusalLog(log, clock, metrics)
  for (let n = 0; n < 1_000; n++) refused({ door: 'command', code: 'rate_limited', from: 'mallory' })
  refused({ door: 'handshake', code: 'unauthorized', from: '10.0.0.1' })
  refused({ door: 'http', code: 'not_found', from: '10.0.0.1' })
  clock.advance(10_000)
  refused({ door: 'command', code: 'rate_limited', from: 'mallory' })
  expect(counted).toHaveLength(1_003)
  expect(told).toEqual([
    { door: 'command', code: 'rate_limited', from: 'mallory' },
    { door: 'handshake', code: 'unauthorized', from: '10.0.0.1' },
    { door: 'command', code: 'rate_limited', from: 'mallory', again: 999 },
  ])
})
