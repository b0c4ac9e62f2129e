import fc from 'fast-check'
import type { Presence } from '../../protocol/presence.js'
import type { BuiltInStatus } from '../../protocol/vocabulary.js'
import type { OrgBoard } from '../../server/board/board.js'
import { openFloor, turn, Watcher, withLog } from './floor.js'
import { recordsIn } from '../support/records-in.js'

const ROOMS = ['org', 'team:billing', 'team:sales', 'agent:ada'] as const
const AGENTS = ['ada', 'bob', 'cy', 'dee'] as const
const STATUSES: readonly BuiltInStatus[] = ['available', 'busy', 'away']

const agent = fc.constantFrom(...AGENTS)
const watcher = fc.nat({ max: 2 * ROOMS.length - 1 })
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('show' as const), agent, status: fc.constantFrom(...STATUSES) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('move' as const), agent, teams: fc.subarray(['billing', 'sales']) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('touch' as const), agent }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), agent }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('come' as const), watcher }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('go' as const), watcher }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 5, 20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const), entries: fc.constantFrom(1, 2) }) },
)

const held = (presences: Iterable<Presence>) => Object.fromEntries([...presences].map((one) => [one.agentId, one]))
const shown = (org: OrgBoard, room: string) => held(org.putsIn(room).map(({ presence }) => presence))

test('a client that applies what it is sent always holds what the board shows, whatever it missed', () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80, size: 'max' }), async (steps) => {
      const leak = { entries: 0 }
      const floor = await openFloor({
        through: (store) =>
          withLog(store, (entry) => {
            if (leak.entries === 0) return entry
            leak.entries -= 1
            return undefined
          }),
      })
      const { staff, store, clock, board } = floor
      const org = await floor.org()
      const watchers = [...ROOMS, ...ROOMS].map((room) => new Watcher(room, org))
      const here = new Set<Watcher>()
      board.onFrame((frame) => here.forEach((one) => one.hear(frame)))

      for (const one of steps) {
        switch (one.do) {
          case 'show':
            await staff.show({ [one.agent]: { status: one.status } })
            break
          case 'move':
            await staff.show({ [one.agent]: { teams: one.teams } })
            break
          case 'touch':
            if (await staff.employs(one.agent)) await staff.touch(one.agent)
            break
          case 'delete':
            if (await staff.employs(one.agent)) await staff.delete(one.agent)
            break
          case 'come': {
            const who = watchers[one.watcher]
            if (!who || here.has(who)) break
            who.come()
            here.add(who)
            expect(held(who.held.values())).toEqual(shown(org, who.room))
            break
          }
          case 'go': {
            const who = watchers[one.watcher]
            if (who && here.delete(who)) who.go()
            break
          }
          case 'wait':
            clock.advance(one.ms)
            await turn()
            break
          case 'lose':
            leak.entries = one.entries
            break
        }
      }
      leak.entries = 0
      await staff.show({ ada: {} })
      await turn()
      clock.advance(250)
      await turn()

      const stored = await store.snapshot('default')
      expect(shown(org, 'org')).toEqual(held(recordsIn(stored).map((record) => record.presence)))
      for (const who of watchers) {
        if (!here.has(who)) who.come()
        expect(held(who.held.values())).toEqual(shown(org, who.room))
      }
      await board.close()
    }),
    { numRuns: 300 },
  ))
