import { createRedisGate } from '../../server/store/redis-gate.js'
import { StoreUnavailable } from '../../server/store/store.js'

const never = () => new Promise<never>(() => {})

test('when Redis does not answer one command, those that wait behind it are refused with it, and later ones at once', async () => {
  const gate = createRedisGate()
  let timeOut = () => {}
  const first = gate.through(
    () => new Promise<never>((_, reject) => (timeOut = () => reject(new Error('Command timed out')))),
  )
  const behind = gate.through(never)
  timeOut()
  await expect(first).rejects.toThrow(StoreUnavailable)
  await expect(behind).rejects.toThrow(StoreUnavailable)
  expect(gate.open).toBe(false)
  await expect(gate.through(async () => 1)).rejects.toThrow('Redis hangs')
})

test('an answer to the pulse lets commands through again', async () => {
  const gate = createRedisGate()
  await expect(gate.through(() => Promise.reject(new Error('Command timed out')))).rejects.toThrow(StoreUnavailable)
  await expect(gate.probe(async () => 'pulse')).resolves.toBe('pulse')
  await expect(gate.through(async () => 1)).resolves.toBe(1)
})

test('of a storm of calls 256 are on their way at once, in the order they came, and all are answered', async () => {
  const gate = createRedisGate()
  let [running, most] = [0, 0]
  const order: number[] = []
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, (_, n) =>
      gate.through(async () => {
        most = Math.max(most, ++running)
        order.push(n)
        await Promise.resolve()
        running -= 1
        return n
      }),
    ),
  )
  expect(most).toBe(256)
  expect(answers).toEqual(order)
})

test('whoever stands in line when Redis hangs is refused too, and the line moves on afterwards', async () => {
  const gate = createRedisGate()
  const timeOuts: (() => void)[] = []
  const hanging = () => new Promise<never>((_, reject) => timeOuts.push(() => reject(new Error('Command timed out'))))
  const calls = Array.from({ length: 300 }, () => gate.through(hanging))
  const refused = Promise.allSettled(calls)
  await Promise.resolve()
  for (const timeOut of timeOuts) timeOut()
  for (const one of await refused) expect(one.status).toBe('rejected')
  await gate.probe(async () => 1)
  expect(await Promise.all(Array.from({ length: 300 }, (_, n) => gate.through(async () => n)))).toHaveLength(300)
})
