import { jest } from '@jest/globals'
import { createCommitBatches } from '../../server/store/commit-batches.js'
import { agentOf, MOST_WRITES } from '../../server/store/commit-shape.js'
import { put } from './records.js'

interface Sent {
  readonly agents: readonly string[]
  readonly atMs: number
}

let sent: Sent[]
let commit: ReturnType<typeof createCommitBatches>

beforeEach(() => {
  jest.useFakeTimers({ now: 0 })
  const beganAt = performance.now()
  sent = []
  commit = createCommitBatches(async (_org, batch) => {
    sent.push({ agents: batch.flat().map(agentOf), atMs: performance.now() - beganAt })
    return batch.map((_, sequence) => ({ result: 'written', position: { epoch: 'e', sequence } }))
  })
})
afterEach(() => void jest.useRealTimers())

const of = (...agents: readonly string[]) => agents.map((agent) => commit('org', [put(agent, 0)]))
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms)

test('commits of one turn go together, and each has its own answer', async () => {
  const answers = of('a', 'b', 'c')
  await pass(0)
  expect(sent.map(({ agents }) => agents)).toEqual([['a', 'b', 'c']])
  expect(await Promise.all(answers)).toMatchObject([0, 1, 2].map((sequence) => ({ position: { sequence } })))
})

test('those that come alone wait for nobody, however often', async () => {
  for (const agent of ['a', 'b', 'c']) {
    void of(agent)
    await pass(0)
  }
  expect(sent).toEqual(['a', 'b', 'c'].map((agent) => ({ agents: [agent], atMs: 0 })))
})

test('after a crowd the next wait half a millisecond for each of it, together, and 4 ms at most', async () => {
  void of('a', 'b', 'c', 'd')
  await pass(0)
  void of('e')
  await pass(1)
  void of('f')
  await pass(10)
  expect(sent.slice(1)).toEqual([{ agents: ['e', 'f'], atMs: 2 }])

  void of(...Array.from({ length: 60 }, (_, n) => `g${n}`))
  await pass(0)
  void of('h')
  await pass(10)
  expect(sent.at(-1)).toEqual({ agents: ['h'], atMs: 11 + 4 })
})

test('whoever fills a batch, or writes an agent again, does not wait for the rest to be over', async () => {
  void of('a', 'b', 'c', 'd')
  await pass(0)
  void of('a', ...Array.from({ length: MOST_WRITES }, (_, n) => `e${n}`), 'e63')
  await pass(0)
  expect(sent.map(({ agents, atMs }) => [agents.length, atMs])).toEqual([4, MOST_WRITES, 1, 1].map((n) => [n, 0]))
})

test('organisations do not wait for each other', async () => {
  void of('a', 'b', 'c', 'd')
  await pass(0)
  void commit('another', [put('a', 0)])
  await pass(0)
  expect(sent.at(-1)).toEqual({ agents: ['a'], atMs: 0 })
})
