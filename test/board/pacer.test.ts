import { Pacer } from '../../server/board/pacer.js'
import type { Clock } from '../../server/clock.js'

/** A clock whose timers come as late as a lagging event loop lets them. */
const laggingClock = () => {
  const clock = { at: 1_000, lateMs: 0 }
  const timers: { dueAt: number; run: () => void }[] = []
  const timed: Clock = {
    now: () => clock.at,
    after: (ms, run) => {
      const timer = { dueAt: clock.at + ms, run }
      timers.push(timer)
      return () => void timers.splice(timers.indexOf(timer), 1)
    },
    every: () => () => undefined,
  }
  const fire = (): void => {
    const timer = timers.shift()
    if (!timer) return
    clock.at = timer.dueAt + clock.lateMs
    timer.run()
  }
  return { clock, timed, fire, timers }
}

const intervalsOf = (pacer: Pacer, fire: () => void, rounds: number): number[] =>
  Array.from({ length: rounds }, () => {
    pacer.at(pacer.now() + pacer.intervalMs, () => undefined)
    fire()
    return pacer.intervalMs
  })

test('the interval doubles up to 250 ms while timers come late, and halves when they are on time again', () => {
  const { clock, timed, fire } = laggingClock()
  const pacer = new Pacer(timed, 20)
  clock.lateMs = 100
  expect(intervalsOf(pacer, fire, 5)).toEqual([40, 80, 160, 250, 250])
  clock.lateMs = 0
  expect(intervalsOf(pacer, fire, 5)).toEqual([125, 62.5, 31.25, 20, 20])
})

test('a room rests for what its frame was worth, an interval at most', () => {
  const { clock, timed } = laggingClock()
  const pacer = new Pacer(timed, 20)
  expect(pacer.restsUntil(3) - clock.at).toBeCloseTo(0.45)
  clock.at += 1
  expect(pacer.restsUntil(50) - clock.at).toBe(7.5)
  expect(pacer.restsUntil(50) - clock.at).toBe(15)
  expect(pacer.restsUntil(1_000) - clock.at).toBe(20)
  clock.at += 100
  expect(pacer.restsUntil(10) - clock.at).toBe(1.5)
})

test('while the node lags every room rests for the whole interval', () => {
  const { clock, timed, fire } = laggingClock()
  const pacer = new Pacer(timed, 20)
  clock.lateMs = 100
  intervalsOf(pacer, fire, 1)
  expect(pacer.restsUntil(1) - clock.at).toBe(40)
})

test('rooms that are late together are one lag', () => {
  const { clock, timed, fire } = laggingClock()
  const pacer = new Pacer(timed, 20)
  for (let room = 0; room < 100; room += 1) pacer.at(pacer.now() + 20, () => undefined)
  clock.lateMs = 100
  for (let room = 0; room < 100; room += 1) fire()
  expect(pacer.intervalMs).toBe(40)
})

test('a wall clock that is set back by ten minutes mutes no room', () => {
  const { clock, timed, timers } = laggingClock()
  const pacer = new Pacer(timed, 20)
  const restsUntil = pacer.now() + 20
  clock.at -= 600_000
  pacer.at(restsUntil, () => undefined)
  expect(timers[0]?.dueAt).toBe(clock.at + 20)
})

test('a pacer that is closed runs nothing any more', async () => {
  const { timed, timers } = laggingClock()
  const pacer = new Pacer(timed, 20)
  const ran: string[] = []
  pacer.soon(() => ran.push('soon'))
  pacer.at(pacer.now() + 10, () => ran.push('at'))
  pacer.close()
  await new Promise((resolve) => setImmediate(resolve))
  expect({ ran, timers }).toEqual({ ran: [], timers: [] })
})
