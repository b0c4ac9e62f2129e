import fc from 'fast-check'
import { Roster } from '../../client-sdk/roster.js'
import { Counts } from '../../client-sdk/counts.js'
import { aPresence } from './example.js'
import { BASES, CONNECTIONS } from '../../protocol/vocabulary.js'

const presences = fc
  .record({
    agentId: fc.constantFrom('a', 'b', 'c', 'd'),
    version: fc.integer({ min: 1, max: 9 }),
    base: fc.constantFrom(...BASES),
    connection: fc.constantFrom(...CONNECTIONS),
    routable: fc.boolean(),
  })
  .map((part) => aPresence({ ...part, status: part.base }))

const steps = fc.array(
  fc.oneof(
    fc.array(presences, { maxLength: 5 }).map((changes) => ({ type: 'apply', changes }) as const),
    fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 3 }).map((ids) => ({ type: 'remove', ids }) as const),
    fc
      .uniqueArray(presences, { selector: (one) => one.agentId })
      .map((snapshot) => ({ type: 'replace', snapshot }) as const),
  ),
)

test('a status is counted under its name, whatever that is', () => {
  const counts = new Counts()
  counts.add(aPresence({ status: 'constructor' }))
  counts.add(aPresence({ status: 'constructor' }))
  expect(counts.byStatus).toEqual({ constructor: 2 })
})

test('counts kept step by step are the counts of what is there', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const roster = new Roster()
      for (const step of all) {
        if (step.type === 'apply') roster.apply(step.changes)
        else if (step.type === 'remove') roster.remove(step.ids)
        else roster.replace(step.snapshot)
      }
      const counted = new Counts()
      for (const one of roster.agents.values()) counted.add(one)
      expect(roster.counts).toEqual(counted)
    }),
  )
})

test('a version never goes back while an agent stays in the room', () => {
  fc.assert(
    fc.property(fc.array(presences), (changes) => {
      const roster = new Roster()
      for (const one of changes) {
        const before = roster.agents.get(one.agentId)?.version ?? 0
        const { changed } = roster.apply([one])
        expect(roster.agents.get(one.agentId)?.version).toBe(Math.max(before, one.version))
        expect(changed.length).toBe(one.version > before ? 1 : 0)
      }
    }),
  )
})

test('after a snapshot exactly its agents are there', () => {
  fc.assert(
    fc.property(
      fc.array(presences),
      fc.uniqueArray(presences, { selector: (one) => one.agentId }),
      (changes, snapshot) => {
        const roster = new Roster()
        roster.apply(changes)
        roster.replace(snapshot)
        expect([...roster.agents.keys()].sort()).toEqual(snapshot.map((one) => one.agentId).sort())
      },
    ),
  )
})

test('a snapshot replaces what was held, also by something older', () => {
  const roster = new Roster()
  roster.apply([aPresence({ agentId: 'a', version: 7, status: 'busy' }), aPresence({ agentId: 'b', version: 2 })])
  const older = aPresence({ agentId: 'a', version: 5, status: 'away' })
  const { changed } = roster.replace([older, aPresence({ agentId: 'b', version: 2 })])
  expect(changed).toEqual(['a'])
  expect(roster.agents.get('a')).toEqual(older)
})
