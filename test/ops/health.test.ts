import { createHealth } from '../../server/ops/health.js'

test('a node with nothing to complain about is ready', () =>
  expect(createHealth().check()).toEqual({ ready: true, reasons: [] }))

test('every part that is not ready is named, until it is', () => {
  const health = createHealth()
  let storeIsAway = true
  health.add(() => (storeIsAway ? 'the store is away' : null))
  health.add(() => null)
  expect(health.check()).toEqual({ ready: false, reasons: ['the store is away'] })
  storeIsAway = false
  expect(health.check()).toEqual({ ready: true, reasons: [] })
})

test('a draining node is never ready again', () => {
  const health = createHealth()
  health.drain()
  health.drain()
  expect(health.check()).toEqual({ ready: false, reasons: ['draining'] })
})
